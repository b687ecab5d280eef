"""A layout: read once, its marks told with their places, filled in as often as wanted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sciweek.documents.filling.cells import RELATIONS, WORKBOOK, Book
from sciweek.documents.filling.marks import Lookup, spans
from sciweek.documents.filling.opening import UnusableLayout, closed, opened, parsed, refuse_secret
from sciweek.documents.filling.words import TEXT_PARTS, Words

MOST_MARKS = 5_000
# Parts that hold text of their own, which is read but not filled in.
_OTHER = re.compile(r"(?:^|/)(?:drawings/drawing\d+|comments\d*|charts/chart\d+|diagrams/data\d+)\.xml$")


@dataclass(frozen=True, slots=True)
class Found:
    """A mark and its place, as a person finds it in the file. `reached`: filling in gets there."""

    mark: str
    place: str
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout that was read and is harmless."""

    name: str
    parts: Mapping[str, bytes]
    marks: Sequence[Found]

    @property
    def is_sheet(self) -> bool:
        """Whether it is a workbook; else it is a document."""
        return WORKBOOK in self.parts

    def filled(self, lookup: Lookup) -> bytes:
        """The file with values in place of the marks that `lookup` knows."""
        if self.is_sheet:
            changed = Book(self.parts, self.name).filled(lookup)
        else:
            changed = {
                part: Words(part, content, self.name).filled(lookup)
                for part, content in self.parts.items()
                if TEXT_PARTS.search(part)
            }
        return closed({part: changed.get(part, content) for part, content in self.parts.items()})


def read_layout(data: bytes, name: str) -> Layout:
    """Read a docx or xlsx with marks.

    Raises:
        UnusableLayout: neither of the two, damaged, or not plain content (see `opening`); without marks, or with too many.
        BadInput: it bears a mark of secrecy.
    """
    parts = opened(data, name)
    if WORKBOOK in parts and RELATIONS in parts:
        book = Book(parts, name)
        text, marks = book.text(), list(book.marks())
    elif "word/document.xml" in parts:
        words = [Words(part, content, name) for part, content in parts.items() if TEXT_PARTS.search(part)]
        text, marks = "\n".join(each.text() for each in words), [mark for each in words for mark in each.marks()]
    else:
        raise UnusableLayout(f"“{name}”不是 Word 或 Excel 文件。请上传 .docx 或 .xlsx。")
    refuse_secret(text)
    found = [Found(mark, place) for mark, place in marks] + _beyond(parts, name)
    if not found:
        raise UnusableLayout(f"“{name}”里没有标记。请在要填数的格子里写上标记，如 {{{{A01}}}}，再上传。")
    if len(found) > MOST_MARKS:
        raise UnusableLayout(f"“{name}”里的标记超过 {MOST_MARKS:,} 处，已拒收。请分成几个文件。")
    return Layout(name, parts, found)


def _beyond(parts: Mapping[str, bytes], name: str) -> list[Found]:
    """Marks in drawings and comments, where nothing is filled in: told, so that nobody waits for them."""
    found = []
    for part, content in parts.items():
        if _OTHER.search(part):
            text = "".join(parsed(content, name).itertext())
            found += [Found(span.mark, "图形、图表或批注", reached=False) for span in spans(text)]
    return found
