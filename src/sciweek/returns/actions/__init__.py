"""All writes of the room: the form, filling, the way through the offices."""
