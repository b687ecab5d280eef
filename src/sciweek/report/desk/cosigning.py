"""会签 and issuing, as acts of the report's page. Each posts the content that the person looked at."""

import time

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.cosigning import PaperPages, carried, host_rows, seen_by, waiver_posted, word_posted
from sciweek.campaigns.models import Campaign
from sciweek.core.errors import Refused, permit
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.actions import cosigning
from sciweek.report.actions.issuing import issue_report
from sciweek.report.desk.found import READERS, read_campaign, reported_campaign
from sciweek.report.desk.report import waive_address
from sciweek.report.files.ministry import unknown_marks
from sciweek.report.files.package import FILES, signs_without_glyph
from sciweek.report.queries.editions import layout_of, report_of
from sciweek.report.rules import may_cosign


def _pages(campaign: Campaign) -> PaperPages:
    return PaperPages(
        campaign,
        _("综合报告"),
        reverse("report:report"),
        reverse("report:cosign"),
        waive_address,
        lambda: report_of(campaign, proven=False).fingerprint,
    )


@allow(*OFFICERS)
@require_POST
def circulate(request: DeskRequest) -> HttpResponse:
    """Send the report to the joint hosts."""
    campaign = reported_campaign(request)
    return carried(
        request,
        lambda: cosigning.circulate(actor=request.person, campaign_id=campaign.pk, seen=seen_by(request)),
        _("已送会签，并发邮件通知联合主办单位。"),
        reverse("report:report"),
    )


@allow(*READERS)
@require_POST
def cosign(request: DeskRequest) -> HttpResponse:
    """A joint host's word."""
    campaign = read_campaign(request)
    permit(may_cosign(request.person, campaign), "只有联合主办单位可以会签。")
    return word_posted(request, _pages(campaign), cosigning.cosign)


@allow(*OFFICERS)
@require_POST
def waive(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on without a joint host's word."""
    return waiver_posted(request, _pages(reported_campaign(request)), pk, cosigning.waive)


@allow(*OFFICERS)
def issue(request: DeskRequest) -> HttpResponse:
    """What will be printed, once more, and the act itself."""
    campaign, refusal = reported_campaign(request), None
    if request.method == "POST":
        begun = time.perf_counter()
        try:
            made = issue_report(actor=request.person, campaign_id=campaign.pk, seen=seen_by(request))
        except Refused as refused:
            refusal = refused
        else:
            seconds = f"{time.perf_counter() - begun:.1f}"
            said = _("第 %(number)s 版已印发，用时 %(seconds)s 秒。") % {"number": made.number, "seconds": seconds}
            messages.success(request, said)
            return HttpResponseRedirect(reverse("report:edition", args=[made.pk]))
    now = report_of(campaign, proven=False)
    layout = layout_of(campaign)
    context = {
        "title": _("印发第 %(number)s 版") % {"number": now.next_number},
        "report": now,
        "facts": now.content.facts,
        "hosts": host_rows(now.hosts),
        "kinds": FILES,
        "unprintable": signs_without_glyph(now.content),
        "layout": layout,
        "unknown": unknown_marks(layout, now.content) if layout else [],
        "refusal": refusal,
    }
    return render(request, "report/issue.html", context, status=refusal.status if refusal else 200)
