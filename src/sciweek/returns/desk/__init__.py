"""Staff pages of the room: filling, reviewing, figures."""
