"""SQLite as Django's database, with writers that queue in order. Named as ENGINE in the settings."""
