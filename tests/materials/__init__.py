"""Tests of the room `materials`."""
