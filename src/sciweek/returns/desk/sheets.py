"""What units filled in, as files: one return as a sheet or a Word table, the transcript."""

import io

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import OFFICERS
from sciweek.returns.desk.reviewing import found_return
from sciweek.returns.exports import (
    AT_ONCE,
    MEDIA_TYPES,
    XLSX,
    ask_transcript,
    file_name,
    transcribed,
    transcript_of,
    write_transcript,
)
from sciweek.returns.queries.cells import cells_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.last import last_of
from sciweek.returns.tables import FORM_HEAD, REDEFINED, asked_in, sheet_value, signed_by, whose
from sciweek.returns.word import write_word

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
    text, cells, last = form_text(ret.form), cells_of(ret.pk), last_of(ret)
    rows = [
        [
            *(item.code, ("　" if item.parent else "") + item.name, asked_in(item)),
            REDEFINED if item.code in last.redefined else sheet_value(last.cells.get(item.code), item),
            sheet_value(cells.get(item.code), item),
        ]
        for item in text.items
    ]
    notes = [
        text.title,
        *whose(ret.campaign, ret.unit.name),
        *text.cover_lines,
        f"状态：{ret.track.get_stage_display()}" + (f"　代录：{ret.entered_by.name}" if ret.entered_by else ""),
        "　".join(f"{label}：{name}" for label, name in signed_by(ret)),
    ]
    sheet = SheetOut(text.title, FORM_HEAD, rows, notes=notes, widths=[8, 30, 10, 14, 14])
    return download([sheet], f"return-{ret.pk}.xlsx")


@allow(*READERS)
def word(request: DeskRequest, pk: int) -> HttpResponse:
    """One return as a Word table."""
    ret, out = found_return(request, pk), io.BytesIO()
    write_word(ret, form_text(ret.form), cells_of(ret.pk), last_of(ret), out)
    answer = HttpResponse(out.getvalue(), content_type=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="return-{ret.pk}.docx"'
    return answer


@allow(*OFFICERS)
def transcript(request: DeskRequest) -> HttpResponse:
    """The transcript (过录表): at once where it is small, else a page that lets a worker make it."""
    campaign = working_campaign(request)
    if request.method == "POST":
        ask_transcript(actor=request.person, campaign=campaign, file_format=request.POST.get("format", ""))
        messages.success(request, _("已排队生成。生成好之后，可以在本页下载。"))
        return HttpResponseRedirect(reverse("desk:exports"))
    count = transcribed(request.scope, campaign).count()
    if count > AT_ONCE:
        return render(request, "returns/transcript.html", {"title": _("过录表"), "campaign": campaign, "count": count})
    out, file_format = io.BytesIO(), "csv" if request.GET.get("format") == "csv" else "xlsx"
    write_transcript(transcript_of(request.person, campaign), file_format, out)
    answer = HttpResponse(out.getvalue(), content_type=MEDIA_TYPES[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(campaign, file_format)}"'
    return answer
