"""The staff face: pages that compose several rooms for those who work."""
