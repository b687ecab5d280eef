"""Copies that broke a text, put together again, with the way back to the offsets of the original.

A viewer's page number inside a sentence, the number of a printed page, lines that end where the paper ends, and what a
mirror put between the signs. Only what is recognised by its regularity is mended; a text that was written in lines stays as it is.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from sciweek.core.text import INVISIBLE, RUBY

Span = tuple[int, int]
VIEWER_MARK = re.compile(r"(?:^|(?<=\n))[^\S\n]*(\d{1,2})、")
PAGE_NUMBER = re.compile(
    r"\n[^\S\n]*(?:[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?)[^\S\n]*(?=\n|$)"
)
LEAST_PAGE = 150
NARROW, WIDE = 36, 100
STARTS = re.compile(
    r"\s{2,}|[一二三四五六七八九十]{1,3}\s*、|\([一二三四五六七八九十\d]{1,3}\)|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}\s*[.、．]|附\s*件|联\s*系|电\s*话|邮\s*箱|抄送"
)
ENDS = "。；;：:！!"


class Mended:
    """A text without its breaks; `spans` leads back to the original."""

    def __init__(self, text: str) -> None:
        self.parts: list[str] = []
        self._begins: list[int] = []
        self._from: list[int] = []
        at = begin = 0
        for start, end in _breaks(text):
            if start >= at:
                self._keep(text[at:start], at, begin)
                begin += start - at
                at = end
        self._keep(text[at:], at, begin)
        self.text = "".join(self.parts)

    def _keep(self, part: str, at: int, begin: int) -> None:
        self.parts.append(part)
        self._begins.append(begin)
        self._from.append(at)

    def spans(self, span: Span) -> Iterator[Span]:
        """Where a stretch of the mended text stands in the original: a piece on each side of a break."""
        start, end = span
        for index in range(max(0, bisect_right(self._begins, start) - 1), len(self.parts)):
            begin, origin = self._begins[index], self._from[index]
            if begin >= end:
                return
            first, last = max(start, begin), min(end, begin + len(self.parts[index]))
            if first < last:
                yield origin + first - begin, origin + last - begin


def _breaks(text: str) -> list[Span]:
    return sorted([*_viewer_marks(text), *_page_numbers(text), *_line_ends(text), *_noise(text)])


def _noise(text: str) -> Iterator[Span]:
    """The reading that a mirror put behind a character (学(xué)), and signs that nobody sees."""
    for pattern in (RUBY, INVISIBLE):
        yield from (found.span() for found in pattern.finditer(text))


def _viewer_marks(text: str) -> Iterator[Span]:
    """Numbers 2、 3、 … that count pages: each stands where a line breaks off, a page's length behind the one before."""
    expected, last = 1, 0
    for found in VIEWER_MARK.finditer(text):
        if int(found[1]) != expected:
            continue
        before = text[last : found.start()].rstrip()
        if expected > 1 and (len(before) < LEAST_PAGE or "。" not in before or before[-1] in ENDS):
            return
        if expected > 1:
            yield last + len(before), found.end()
        expected, last = expected + 1, found.end()


def _page_numbers(text: str) -> Iterator[Span]:
    for found in PAGE_NUMBER.finditer(text):
        broken = text[: found.start()].rstrip()[-1:] not in (*ENDS, "")
        following = re.match(r"\s*\n\s?(?!\s)", text[found.end() :])
        yield (found.start(), found.end() + (following.end() if broken and following else 0))


def _line_ends(text: str) -> Iterator[Span]:
    """Line ends where the paper ended: many lines as wide as the widest, which none exceeds."""
    rows = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+", text)]
    widths = [_width(row.rstrip()) for _, row in rows]
    widest = max(widths, default=0)
    full = [index for index, width in enumerate(widths) if width >= widest - 4]
    if not NARROW <= widest <= WIDE or len(full) < 4 or len(full) * 6 < len(rows):
        return
    for index in full:
        start, row = rows[index]
        if index + 1 < len(rows) and row.rstrip()[-1:] not in ENDS and not STARTS.match(rows[index + 1][1]):
            following, below = rows[index + 1]
            if following == start + len(row) + 1:
                yield start + len(row.rstrip()), following + len(below) - len(below.lstrip())


def _width(row: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in row)
