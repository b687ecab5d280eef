"""Marks in the text of a docx: body, tables, headers and footers. A mark may stand in several runs, as Word likes to split."""

import re
from collections.abc import Iterator
from typing import Any

from sciweek.documents.filling.marks import Lookup, spans, written
from sciweek.documents.filling.opening import parsed, refuse_active, serialized

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TEXT_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_NAMES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


class Words:
    """One part of a docx."""

    def __init__(self, name: str, content: bytes, file: str) -> None:
        self.name = name
        self.tree = parsed(content, file)
        refuse_active((each.text or "" for each in self.tree.iter(f"{_W}instrText")), file, formulas=False)
        refuse_active((each.get(f"{_W}instr", "") for each in self.tree.iter(f"{_W}fldSimple")), file, formulas=False)

    def text(self) -> str:
        """Everything that is written in the part."""
        return "\n".join("".join(piece.text or "" for piece in _pieces(each)) for each in self.tree.iter(f"{_W}p"))

    def marks(self) -> Iterator[tuple[str, str]]:
        """Each mark with its place; what stands in a drawing's fallback is there twice and told once."""
        for number, paragraph in enumerate(self.tree.iter(f"{_W}p"), 1):
            if any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
                continue
            for span in spans("".join(piece.text or "" for piece in _pieces(paragraph))):
                yield span.mark, self._place(paragraph, number)

    def _place(self, paragraph: Any, number: int) -> str:
        part = re.sub(r"\d*\.xml$", "", self.name.removeprefix("word/"))
        where = _NAMES.get(part, "")
        cell = next((parent for parent in paragraph.iterancestors() if parent.tag == f"{_W}tc"), None)
        if cell is None:
            return where or f"第 {number} 段"
        row = cell.getparent()
        table = row.getparent()
        tables = list(self.tree.iter(f"{_W}tbl"))
        column = 1 + sum(_width(each) for each in row.iterchildren(f"{_W}tc") if _before(each, cell))
        line = 1 + [*table.iterchildren(f"{_W}tr")].index(row)
        return f"{where}第 {tables.index(table) + 1} 个表格第 {line} 行第 {column} 列"

    def filled(self, lookup: Lookup) -> bytes:
        """The part with values in place of the marks. The value takes the look of the mark's first sign."""
        for paragraph in self.tree.iter(f"{_W}p"):
            _fill(list(_pieces(paragraph)), lookup)
        return serialized(self.tree)


def _before(first: Any, second: Any) -> bool:
    siblings = list(first.getparent())
    return siblings.index(first) < siblings.index(second)


def _width(cell: Any) -> int:
    look = cell.find(f"{_W}tcPr")
    span = look.find(f"{_W}gridSpan") if look is not None else None
    text = span.get(f"{_W}val", "1") if span is not None else "1"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _pieces(paragraph: Any) -> Iterator[Any]:
    """The text elements of this paragraph, not of those in a text box inside it."""
    for piece in paragraph.iter(f"{_W}t"):
        holder = next(parent for parent in piece.iterancestors() if parent.tag == f"{_W}p")
        if holder is paragraph:
            yield piece


def _fill(pieces: list[Any], lookup: Lookup) -> None:
    text = "".join(piece.text or "" for piece in pieces)
    # From the end, so that the places of earlier marks stay.
    for span in reversed(list(spans(text))):
        value = lookup(span.mark)
        if value is not None:
            _replace(pieces, span.start, span.end, written(value))


def _replace(pieces: list[Any], start: int, end: int, value: str) -> None:
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + value + text[last:]
            piece.set(_SPACE, "preserve")
            value = ""
        at += len(text)
