"""Reads of the room; all that list units take a `Scope`."""
