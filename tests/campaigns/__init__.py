"""Tests of the room `campaigns`."""
