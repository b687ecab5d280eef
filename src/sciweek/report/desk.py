"""The report's page and its files."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.campaigns.models import Campaign
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.content import Content, Texts, content_of
from sciweek.report.files.package import FILES, files_of, signs_without_glyph, zip_of
from sciweek.report.papers.report import chapters
from sciweek.report.queries.facts import facts_of
from sciweek.report.queries.lists import lists_of
from sciweek.report.rules import may_report
from sciweek.returns.campaign import working_campaign


def _campaign(request: DeskRequest) -> Campaign:
    campaign = working_campaign(request)
    if not may_report(request.person, campaign):
        raise Http404
    return campaign


@allow(*OFFICERS)
def report(request: DeskRequest) -> HttpResponse:
    """The report as it would be written now, with its files."""
    content = content_of(facts_of(_campaign(request), proven=False), Texts())
    context = {
        "title": _("综合报告"),
        "facts": content.facts,
        "chapters": chapters(content),
        "kinds": FILES,
        "unprintable": signs_without_glyph(content),
    }
    return render(request, "report/report.html", context)


@allow(*OFFICERS)
def draft_file(request: DeskRequest, key: str) -> FileResponse:
    """One file of the package as it would be written now."""
    kind = next((each for each in FILES if each.key == key), None)
    campaign = _campaign(request)
    if kind is None:
        raise Http404
    made = kind.made(_content(campaign), lists_of(campaign))
    return FileResponse(io.BytesIO(made.data), as_attachment=True, filename=made.name, content_type=made.media_type)


@allow(*OFFICERS)
def draft_package(request: DeskRequest) -> FileResponse:
    """The whole package as it would be written now."""
    campaign = _campaign(request)
    content = _content(campaign)
    made = zip_of(content, files_of(content, lists_of(campaign)))
    return FileResponse(io.BytesIO(made.data), as_attachment=True, filename=made.name, content_type=made.media_type)


def _content(campaign: Campaign) -> Content:
    return content_of(facts_of(campaign), Texts())
