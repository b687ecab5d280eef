"""会签 and issuing, as acts of the report's page. Each posts the content that the person looked at."""

import time

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.core.errors import Refused
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.actions import cosigning
from sciweek.report.actions.issuing import issue_report
from sciweek.report.desk.found import READERS, read_campaign, reported_campaign
from sciweek.report.desk.report import MARKS
from sciweek.report.files.ministry import unknown_marks
from sciweek.report.files.package import FILES, signs_without_glyph
from sciweek.report.queries.editions import joint_hosts, layout_of, report_of
from sciweek.report.rules import may_cosign


def _seen(request: DeskRequest) -> str:
    return request.POST.get("seen", "")


@allow(*OFFICERS)
@require_POST
def circulate(request: DeskRequest) -> HttpResponse:
    """Send the report to the joint hosts."""
    campaign = reported_campaign(request)
    try:
        cosigning.circulate(actor=request.person, campaign_id=campaign.pk, seen=_seen(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已送会签，并发邮件通知联合主办单位。"))
    return HttpResponseRedirect(reverse("report:report"))


@allow(*READERS)
@require_POST
def cosign(request: DeskRequest) -> HttpResponse:
    """A joint host's word. What was typed stays on the page when it is refused."""
    campaign = read_campaign(request)
    agrees, reason = request.POST.get("word") == "agrees", request.POST.get("reason", "")
    try:
        cosigning.cosign(
            actor=request.person, campaign_id=campaign.pk, seen=_seen(request), agrees=agrees, reason=reason
        )
    except Refused as refusal:
        if not may_cosign(request.person, campaign):
            raise
        return _again(request, refusal, reason)
    messages.success(request, _("已会签：同意。") if agrees else _("已会签：不同意。牵头单位会看到您写的理由。"))
    return HttpResponseRedirect(reverse("report:report"))


@allow(*OFFICERS)
@require_POST
def waive(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on without a joint host's word."""
    campaign, reason = reported_campaign(request), request.POST.get("reason", "")
    if pk not in dict(joint_hosts(campaign)):
        raise Http404
    try:
        cosigning.waive(actor=request.person, campaign_id=campaign.pk, host_id=pk, seen=_seen(request), reason=reason)
    except Refused as refusal:
        return _again(request, refusal, reason, pk)
    messages.success(request, _("已记录免会签和理由。"))
    return HttpResponseRedirect(reverse("report:report"))


def _again(request: DeskRequest, refusal: Refused, reason: str, host: int = 0) -> HttpResponse:
    """The form once more with what was typed."""
    context = {
        "title": _("免会签") if host else _("会签"),
        "refusal": refusal,
        "reason": reason,
        "host": host,
        "report": report_of(read_campaign(request), proven=False),
    }
    return render(request, "report/cosign.html", context, status=refusal.status)


@allow(*OFFICERS)
def issue(request: DeskRequest) -> HttpResponse:
    """What will be printed, once more, and the act itself."""
    campaign, refusal = reported_campaign(request), None
    if request.method == "POST":
        begun = time.perf_counter()
        try:
            made = issue_report(actor=request.person, campaign_id=campaign.pk, seen=_seen(request))
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
        "hosts": [(host, *MARKS[host.standing]) for host in now.hosts],
        "kinds": FILES,
        "unprintable": signs_without_glyph(now.content),
        "layout": layout,
        "unknown": unknown_marks(layout, now.content) if layout else [],
        "refusal": refusal,
    }
    return render(request, "report/issue.html", context, status=refusal.status if refusal else 200)
