"""The package for the level above."""
