"""Days as papers write them. Pure."""

from datetime import date


def day(given: date) -> str:
    """A day with its year, no leading zeros."""
    return f"{given.year}年{given.month}月{given.day}日"


def span(start: date, end: date) -> str:
    """Days from one to another, without repeating the year or the month."""
    if start == end:
        return day(start)
    if start.year != end.year:
        return f"{day(start)}至{day(end)}"
    return f"{day(start)}至{end.month}月{end.day}日" if start.month != end.month else f"{day(start)}至{end.day}日"
