"""All writes of the room: drafting, calling, dates."""
