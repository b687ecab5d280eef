"""Tests of the reading of notices."""
