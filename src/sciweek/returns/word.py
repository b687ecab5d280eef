"""A form as a Word table, blank or filled: to fill where there is no spreadsheet, or to print, sign and stamp."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from sciweek.campaigns.models import Campaign
from sciweek.documents.papers.paper import Paper
from sciweek.returns.carried import Last
from sciweek.returns.models import Return
from sciweek.returns.tables import BLANK_HEAD, FORM_HEAD, REDEFINED, asked_in, signed_by, whose
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show

WIDTHS = (15, 67, 20, 27, 27)
BLANK_WIDTHS = (15, 84, 27, 30)


def write_word(ret: Return, text: FormText, cells: Mapping[str, CellContent], last: Last, out: BinaryIO) -> None:
    """The form with last year's values and this year's, blank where nothing was filled in; `layout` reads it back."""
    rows = [
        (
            *_named(item),
            REDEFINED if item.code in last.redefined else show(last.cells.get(item.code), item.kind),
            show(cells.get(item.code), item.kind),
        )
        for item in text.items
    ]
    _write(whose(ret.campaign, ret.unit.name), text, FORM_HEAD, rows, WIDTHS, signed_by(ret)).save(out)


def write_blank_word(campaign: Campaign, text: FormText, unit: str, out: BinaryIO) -> None:
    """The blank form, with what explains it below; it says whose it is, if it is known."""
    rows = [(*_named(item), "") for item in text.items]
    # Definitions would make a row as high as a paragraph: they stand in the workbook and on the page.
    paper = _write(whose(campaign, unit), text, BLANK_HEAD[:4], rows, BLANK_WIDTHS, signed_by())
    for line in text.notes.splitlines():
        paper.text(line)
    paper.save(out)


def _named(item: ItemText) -> tuple[str, str, str]:
    return item.code, f"{'　' if item.parent else ''}{item.name}", asked_in(item)


def _write(
    whose_lines: Sequence[str],
    text: FormText,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    people: Sequence[tuple[str, str]],
) -> Paper:
    paper = Paper()
    paper.title(text.title)
    for line in (*whose_lines, *text.cover_lines):
        paper.text(line)
    paper.table(text.title, head, rows, widths)
    for label, name in people:
        paper.text(f"{label}：{name}")
    return paper
