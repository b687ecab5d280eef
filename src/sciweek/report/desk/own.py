"""The own report of a prefecture's or county's office, as it stands now."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.desk.papers import downloaded
from sciweek.campaigns.models import Campaign
from sciweek.documents.papers.telling import told
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.people.models import Unit
from sciweek.report.files.package import FILES, files_of, signs_without_glyph, zip_of
from sciweek.report.papers.report import chapters
from sciweek.report.queries.lists import lists_of
from sciweek.report.queries.own import own_content
from sciweek.report.rules import may_report_own


def _found(request: DeskRequest) -> tuple[Campaign, Unit]:
    """The campaign and the person's own office; 404 for the lead, whose report goes out in editions, and for all others."""
    campaign = working_campaign(request)
    if not may_report_own(request.person, campaign):
        raise Http404
    return campaign, Unit.objects.select_related("reports_to").get(pk=request.person.unit_id)


@allow(*OFFICERS)
def own(request: DeskRequest) -> HttpResponse:
    """The text and the files."""
    campaign, office = _found(request)
    content = own_content(campaign, office)
    context = {
        "title": _("本级报告"),
        "office": office,
        "facts": content.facts,
        "paper": list(told(chapters(content))),
        "kinds": FILES,
        "unprintable": signs_without_glyph(content),
    }
    return render(request, "report/own.html", context)


@allow(*OFFICERS)
def own_file(request: DeskRequest, key: str) -> FileResponse:
    """One file as it would be written now."""
    campaign, office = _found(request)
    kind = next((each for each in FILES if each.key == key), None)
    if kind is None:
        raise Http404
    return downloaded(kind.made(own_content(campaign, office), lists_of(campaign, office)))


@allow(*OFFICERS)
def own_package(request: DeskRequest) -> FileResponse:
    """All of them."""
    campaign, office = _found(request)
    content = own_content(campaign, office)
    return downloaded(zip_of(content, files_of(content, lists_of(campaign, office))))
