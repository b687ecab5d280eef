"""Writes the blocks of a paper as docx."""

from collections.abc import Iterable
from typing import BinaryIO

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.heads import add_red_head
from sciweek.documents.papers.imprints import add_imprint
from sciweek.documents.papers.paper import Paper
from sciweek.documents.papers.pictures import add_pictures


def write_docx(paper: Iterable[b.Block], out: BinaryIO) -> None:
    """Write the docx."""
    made = Paper()
    for block in paper:
        _add(made, block)
    made.save(out)


def _add(paper: Paper, block: b.Block) -> None:
    match block:
        case b.RedHead():
            add_red_head(paper, block)
        case b.CentredLine(text):
            paper.centred(text)
        case b.Title(text):
            paper.title(text)
        case b.Recipients(text):
            paper.recipients(text)
        case b.Heading(text, level):
            paper.heading(text, level)
        case b.Clause(head, text, level):
            paper.clause(head, text, level)
        case b.Text(text):
            paper.text(text)
        case b.Attachments(names):
            paper.attachments(names)
        case b.Signature():
            paper.signature(block.offices, block.day)
        case b.Note(text):
            paper.note(text)
        case b.AttachmentPage(number, title):
            paper.attachment_page(number, title)
        case b.Table(caption, head, rows, widths):
            paper.table(caption, head, rows, widths)
        case b.BarChart():
            paper.chart(block)
        case b.Pictures(pictures):
            add_pictures(paper, pictures)
        case b.Remark(text):
            paper.remark(text)
        case b.Imprint():
            add_imprint(paper, block)
