"""A paper's blocks as a page shows them: numbered as on paper, one after the other. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import day
from sciweek.documents.papers.paper import broken


@dataclass(frozen=True, slots=True)
class Told:
    """A block on a page. `kind` says how it is set; a clause has a head, a title its lines, a table columns and rows."""

    kind: str
    text: str = ""
    head: str = ""
    lines: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def told(paper: Iterable[b.Block]) -> Iterator[Told]:
    """The blocks in order; charts are left to the files."""
    numbering = b.Numbering()
    for block in paper:
        match block:
            case b.Title(text):
                yield Told("title", text, lines=broken(text))
            case b.CentredLine(text):
                yield Told("centred", text)
            case b.Recipients(text):
                yield Told("to", text.rstrip(":：") + "：")
            case b.Heading(text, level):
                yield Told(f"h{level + 1}", numbering.heading(level) + text)
            case b.Clause(head, text, level):
                yield Told("clause", text, numbering.heading(level) + head)
            case b.Text(text):
                yield Told("p", text)
            case b.Note(text):
                yield Told("p", f"（{text.strip('（）()')}）")
            case b.Remark(text):
                yield Told("remark", text)
            case b.Attachments(names):
                for line in b.attachment_lines(names):
                    yield Told("p", line)
            case b.Signature():
                for office in block.offices:
                    yield Told("sign", office)
                yield Told("sign", day(block.day))
            case b.AttachmentPage(number, title):
                numbering.begin_attachment()
                yield Told("attachment", title, f"附件{number or ''}")
            case b.Table(caption, columns, rows):
                yield Told("table", numbering.table() + caption, columns=columns, rows=rows)
            case b.Imprint():
                yield Told("imprint", block.copied)
