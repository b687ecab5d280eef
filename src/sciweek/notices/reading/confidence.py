"""How sure a value is."""

from dataclasses import replace

from sciweek.notices.reading.fields import NoticeFields


def confident(fields: NoticeFields, text: str) -> None:
    """Give every value its confidence."""
    fields.values = [replace(each, confidence=0.9) for each in fields.values]
