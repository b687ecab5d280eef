"""What every room stands on: the domain clock, scope, text, audit, safe files, the outgoing door, periodic jobs."""
