"""Outbox, templates and channels. Knows addresses and texts, not people."""
