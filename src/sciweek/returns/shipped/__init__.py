"""Forms that ship with the room, as data."""
