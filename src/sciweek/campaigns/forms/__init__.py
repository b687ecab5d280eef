"""What people type into the room's pages, a file a noun."""
