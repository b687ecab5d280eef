"""All writes of the room, one noun a module."""
