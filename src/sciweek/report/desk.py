"""The report's page and its files."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.models import Campaign
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.facts import ReportFacts
from sciweek.report.queries import facts_of
from sciweek.report.rules import may_report
from sciweek.report.writing import chapters, write_data_book, write_document


def _campaign(request: DeskRequest) -> Campaign:
    campaign = working_campaign(request)
    if not may_report(request.person, campaign):
        raise Http404
    return campaign


@allow(*OFFICERS)
def report(request: DeskRequest) -> HttpResponse:
    """The report as it would be written now, with its files."""
    facts = facts_of(_campaign(request), proven=False)
    return render(request, "report/report.html", {"title": _("综合报告"), "facts": facts, "chapters": chapters(facts)})


@allow(*OFFICERS)
def document(request: DeskRequest) -> FileResponse:
    """The paper (docx, GB/T 9704)."""
    return _file(facts_of(_campaign(request)), "docx")


@allow(*OFFICERS)
def data_book(request: DeskRequest) -> FileResponse:
    """The data book (xlsx)."""
    return _file(facts_of(_campaign(request)), "xlsx")


def _file(facts: ReportFacts, kind: str) -> FileResponse:
    out = io.BytesIO()
    write = write_document if kind == "docx" else write_data_book
    write(facts, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"report.{kind}" if kind == "docx" else "data-book.xlsx")
