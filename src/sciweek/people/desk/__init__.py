"""Staff pages of the room: units, invitations, people, one's own account."""
