"""Tests of the room `mailroom`."""
