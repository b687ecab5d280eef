"""Editions as they went out: their files, who had agreed, under which seal, and what has changed since."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.campaigns.cosigning import from_data
from sciweek.campaigns.desk.cosigning import host_rows
from sciweek.campaigns.desk.papers import downloaded
from sciweek.core.files import content_of
from sciweek.documents.packages import MadeFile
from sciweek.people.access import DeskRequest, allow
from sciweek.report.desk.found import READERS, read_campaign
from sciweek.report.desk.report import since
from sciweek.report.models import Snapshot
from sciweek.report.queries.editions import edition_of, files_of, report_of, seal_of


def _found(request: DeskRequest, pk: int) -> Snapshot:
    found = edition_of(read_campaign(request), pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def edition(request: DeskRequest, pk: int) -> HttpResponse:
    """One edition."""
    found = _found(request, pk)
    now = report_of(found.campaign, proven=False)
    context = {
        "title": _("第 %(number)s 版") % {"number": found.number},
        "edition": found,
        "files": files_of(found),
        "hosts": host_rows(from_data(found.cosigning)),
        "changed": since(found, now),
        "seal": seal_of(found),
        "newer": now.last is not None and now.last.number > found.number,
    }
    return render(request, "report/edition.html", context)


@allow(*READERS)
def edition_file(request: DeskRequest, pk: int, file: int) -> FileResponse:
    """One file of an edition, as it was issued."""
    found = files_of(_found(request, pk)).filter(pk=file).first()
    if found is None:
        raise Http404
    stored = found.file
    return downloaded(MadeFile(stored.name, found.title, stored.media_type, content_of(stored)))
