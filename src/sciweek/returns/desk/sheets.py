"""What units filled in, as files: one return as a sheet or a Word table, the transcript."""

import io
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.documents.sheets.writing import SheetOut, Value, write_xlsx
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import OFFICERS
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.desk.places import Names, names_around
from sciweek.returns.desk.reviewing import found_return
from sciweek.returns.models import Return
from sciweek.returns.queries.cells import cells_by_return, cells_of, last_cells
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.returns import returns_in
from sciweek.returns.rollup import Counting, counts
from sciweek.returns.tables import FORM_HEAD, sheet_value, whose
from sciweek.returns.template import FormText
from sciweek.returns.word import write_word

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(sheets: list[SheetOut], name: str) -> HttpResponse:
    """The sheets as a workbook to save."""
    out = io.BytesIO()
    write_xlsx(sheets, out)
    answer = HttpResponse(out.getvalue(), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@allow(*READERS)
def filled(request: DeskRequest, pk: int) -> HttpResponse:
    """One return as a sheet, to print, sign and stamp: last year's values beside this year's."""
    ret = found_return(request, pk)
    text, cells, last = form_text(ret.form), cells_of(ret.pk), last_cells(ret)
    rows = [
        [
            *(item.code, ("　" if item.parent else "") + item.name, item.unit),
            *(sheet_value(last.get(item.code), item), sheet_value(cells.get(item.code), item)),
        ]
        for item in text.items
    ]
    people = [
        ("填表人", ret.filler_name),
        ("联系电话", ret.filler_phone),
        ("审核人", ret.checker_name),
        ("单位负责人", ret.head_name),
    ]
    notes = [
        text.title,
        *whose(ret.campaign, ret.unit.name),
        *text.cover_lines,
        f"状态：{ret.track.get_stage_display()}" + (f"　代录：{ret.entered_by.name}" if ret.entered_by else ""),
        "　".join(f"{label}：{name}" for label, name in people),
    ]
    sheet = SheetOut(text.title, FORM_HEAD, rows, notes=notes, widths=[8, 30, 10, 14, 14])
    return download([sheet], f"return-{ret.pk}.xlsx")


@allow(*READERS)
def word(request: DeskRequest, pk: int) -> HttpResponse:
    """One return as a Word table."""
    ret, out = found_return(request, pk), io.BytesIO()
    write_word(ret, form_text(ret.form), cells_of(ret.pk), last_cells(ret), out)
    answer = HttpResponse(out.getvalue(), content_type=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="return-{ret.pk}.docx"'
    return answer


@allow(*OFFICERS)
def transcript(request: DeskRequest) -> HttpResponse:
    """The transcript (过录表): one row a return, one column an indicator, of everything that has been submitted."""
    campaign = working_campaign(request)
    text = form_text(ensure_form(campaign))
    rows = returns_in(request.scope, campaign).filter(counts(Counting.SUBMITTED, "track"))
    rows = rows.select_related("unit", "placement", "track", "entered_by").order_by(
        "placement__division_code", "unit__name"
    )
    head = [
        _("单位"),
        _("地区"),
        _("类型"),
        _("状态"),
        _("代录单位"),
        *[f"{item.code} {item.name}" for item in text.items],
    ]
    names = names_around(request.person.division_code)
    sheet = SheetOut(_("过录表"), head, transcript_rows(rows, text, names), widths=[30, 12, 14, 10])
    return download([sheet], "transcript.xlsx")


def transcript_rows(rows: QuerySet[Return], text: FormText, names: Names) -> Iterator[list[Value]]:
    """The rows of the transcript; memory does not grow with them."""
    for ret, cells in cells_by_return(rows):
        yield [
            *(ret.unit.name, names[ret.placement.division_code], ret.placement.get_kind_display()),
            *(ret.track.get_stage_display(), ret.entered_by.name if ret.entered_by else ""),
            *[sheet_value(cells.get(item.code), item) for item in text.items],
        ]
