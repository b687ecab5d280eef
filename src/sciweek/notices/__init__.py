"""The notice library and the reading of notices."""
