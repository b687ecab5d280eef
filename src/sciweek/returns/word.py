"""One return as a Word table: to fill where there is no spreadsheet, or to print, sign and stamp."""

from collections.abc import Mapping
from typing import BinaryIO

from sciweek.documents.papers.paper import Paper
from sciweek.returns.carried import Last
from sciweek.returns.models import Return
from sciweek.returns.tables import FORM_HEAD, REDEFINED, whose
from sciweek.returns.template import FormText
from sciweek.returns.values import CellContent, show

WIDTHS = (15, 67, 20, 27, 27)


def write_word(ret: Return, text: FormText, cells: Mapping[str, CellContent], last: Last, out: BinaryIO) -> None:
    """The form with last year's values and this year's, blank where nothing was filled in; `layout` reads it back."""
    paper = Paper()
    paper.title(text.title)
    for line in (*whose(ret.campaign, ret.unit.name), *text.cover_lines):
        paper.text(line)
    rows = [
        (
            *(item.code, f"{'　' if item.parent else ''}{item.name}", item.unit),
            REDEFINED if item.code in last.redefined else show(last.cells.get(item.code), item.kind),
            show(cells.get(item.code), item.kind),
        )
        for item in text.items
    ]
    paper.table(text.title, FORM_HEAD, rows, WIDTHS)
    people = (
        ("填表人", ret.filler_name),
        ("联系电话", ret.filler_phone),
        ("审核人", ret.checker_name),
        ("单位负责人（签字、盖章）", ret.head_name),
    )
    for label, name in people:
        paper.text(f"{label}：{name}")
    paper.save(out)
