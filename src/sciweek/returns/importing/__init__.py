"""Filled forms that come as files: whose each is, what it would change, and many of them at once."""
