"""Marks in a text: where they are, and the text with values in their place. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

# Full-width braces are what a Chinese input method types.
_MARK = re.compile(r"(?:\{\{|｛｛)([^{}｛｝]{1,60})(?:\}\}|｝｝)")
Filling = str | int | Decimal
"""What stands in place of a mark: a number, or a text; the empty text leaves the place blank."""
Lookup = Callable[[str], Filling | None]
"""The value of a mark; None where nobody knows it."""


@dataclass(frozen=True, slots=True)
class Span:
    """One mark in a text: what it says, and from where to where it stands with its braces."""

    mark: str
    start: int
    end: int


def spans(text: str) -> Iterator[Span]:
    """The marks of a text, in order."""
    for found in _MARK.finditer(text):
        yield Span(found[1].strip(), found.start(), found.end())


def only_mark(text: str) -> str | None:
    """The mark that a text consists of; None where there is anything else, or more than one."""
    found = _MARK.fullmatch(text.strip())
    return found[1].strip() if found else None


def written(value: Filling) -> str:
    """A value as text: numbers with separators, line ends as blanks."""
    if isinstance(value, str):
        return " ".join(value.split())
    return f"{value:,}"


def filled(text: str, lookup: Lookup) -> str:
    """The text with the values of its marks; a mark that nobody knows stays as it is."""

    def value(found: re.Match[str]) -> str:
        known = lookup(found[1].strip())
        return found[0] if known is None else written(known)

    return _MARK.sub(value, text)
