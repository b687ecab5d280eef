"""The room's pages: the report, its draft, 会签, editions, the ministry's layout."""
