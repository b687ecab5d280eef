"""Staff pages of the room: drafting a campaign, calling it, reading a notice into one."""
