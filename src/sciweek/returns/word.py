"""A form as a Word table, blank or filled: to fill where there is no spreadsheet, to print, sign and stamp, or with a notice."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.papers.facts import Attachment
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.writing import write_docx
from sciweek.returns.carried import Last
from sciweek.returns.models import Return
from sciweek.returns.queries.forms import coming_text
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
    table = b.Table(text.title, FORM_HEAD, rows, WIDTHS)
    write_docx([b.Title(text.title), *_blocks(whose(ret.campaign, ret.unit.name), text, table, signed_by(ret))], out)


def write_blank_word(campaign: Campaign, text: FormText, unit: str, out: BinaryIO) -> None:
    """The blank form, with what explains it below; it says whose it is, if it is known."""
    write_docx([b.Title(text.title), *_blank(campaign, text, unit)], out)


def blank_attachment(campaign: Campaign) -> Attachment:
    """The blank form, as it goes out with the campaign's notice."""
    text = coming_text(campaign)
    return Attachment(text.title, _blank(campaign, text, ""), DutyKind.RETURN)


def _blank(campaign: Campaign, text: FormText, unit: str) -> list[b.Block]:
    rows = [(*_named(item), "") for item in text.items]
    # Definitions would make a row as high as a paragraph: they stand in the workbook and on the page.
    table = b.Table(text.title, BLANK_HEAD[:4], rows, BLANK_WIDTHS)
    return [*_blocks(whose(campaign, unit), text, table, signed_by()), *map(b.Text, text.notes.splitlines())]


def _named(item: ItemText) -> tuple[str, str, str]:
    return item.code, f"{'　' if item.parent else ''}{item.name}", asked_in(item)


def _blocks(
    whose_lines: Sequence[str], text: FormText, table: b.Table, people: Sequence[tuple[str, str]]
) -> list[b.Block]:
    """The form below its title: whose it is, the table, and who answers for it."""
    signers = [f"{label}：{name}" for label, name in people]
    return [*map(b.Text, (*whose_lines, *text.cover_lines)), table, *map(b.Text, signers)]
