"""The report as it would go out now: where it stands, what comes next, its text, and its files."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.cosigning import from_data
from sciweek.campaigns.desk.cosigning import Step, host_rows, host_step, lead_step, own_standing, stages_of
from sciweek.campaigns.desk.papers import downloaded
from sciweek.campaigns.enums import Stage
from sciweek.campaigns.queries.cosigning import hosts_without_unit
from sciweek.documents.papers.telling import told
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.changes import Difference, difference
from sciweek.report.content import Texts, content_of
from sciweek.report.desk.found import READERS, awaited_campaign, read_campaign, reported_campaign
from sciweek.report.files.package import BRIEFS, FILES, brief_of, files_of, signs_without_glyph, zip_of
from sciweek.report.models import Snapshot
from sciweek.report.papers.report import chapters
from sciweek.report.queries.editions import (
    Report,
    edition_of,
    editions_of,
    layout_of,
    report_of,
    template_of,
)
from sciweek.report.queries.facts import facts_of, submitted_on
from sciweek.report.queries.lists import lists_of
from sciweek.report.rules import may_cosign, may_report


@allow(*READERS)
def report(request: DeskRequest) -> HttpResponse:
    """The report's page, for the lead office and for joint hosts; these read it from when it was sent round."""
    if waits := awaited_campaign(request):
        return render(request, "report/awaited.html", {"title": _("综合报告"), "campaign": waits})
    campaign = read_campaign(request)
    now = report_of(campaign, proven=False)
    last = edition_of(campaign, now.last.pk) if now.last else None
    changed = since(last, now) if last else None
    leading = may_report(request.person, campaign)
    mine = own_standing(request, now) if may_cosign(request.person, campaign) else None
    hosts = from_data(last.cosigning) if last and now.stage == Stage.ISSUED else now.hosts
    written = (
        _("人写的部分：第 %(number)s 稿") % {"number": now.draft.number} if now.draft else _("人写的部分：还没有写")
    )
    context = {
        "title": _("综合报告"),
        "report": now,
        "facts": now.content.facts,
        "paper": list(told(chapters(now.content))),
        "stages": stages_of(now, hosts, written=written, changed=bool(changed)),
        "step": next_step(now, changed) if leading else host_step(now, mine),
        "hosts": host_rows(hosts, waive_address if leading else None),
        "on_paper": hosts_without_unit(campaign),
        "mine": mine,
        "cosign": reverse("report:cosign"),
        "seen": now.fingerprint,
        "kinds": FILES,
        "editions": editions_of(campaign),
        "changed": changed,
        "template": template_of(campaign) if leading else None,
        "unprintable": signs_without_glyph(now.content),
        "leading": leading,
    }
    return render(request, "report/report.html", context)


def waive_address(host_id: int) -> str:
    """Where the lead goes on without a joint host's word."""
    return reverse("report:waive", args=[host_id])


def since(edition: Snapshot, now: Report) -> Difference:
    """What has changed since an edition."""
    return difference(edition.content, edition.versions, now.data, now.state.versions)


def next_step(now: Report, changed: Difference | None) -> Step:
    """What the lead office does next."""
    if now.last and not changed and not now.asked:
        return Step(
            _("第 %(number)s 版已印发") % {"number": now.last.number},
            _("印发之后数字和文字都没有变动。"),
            _("看第 %(number)s 版的文件") % {"number": now.last.number},
            reverse("report:edition", args=[now.last.pk]),
        )
    first = _("会签的是现在的数字和文字；之后有变化要重新会签。")
    if now.last and changed:
        count = {"number": now.last.number, "count": len(changed.figures)}
        first = _("第 %(number)s 版印发后有 %(count)s 项指标变动。") % count
    return lead_step(now, first=first, circulate=reverse("report:circulate"), issue=reverse("report:issue"))


@allow(*READERS)
def draft_file(request: DeskRequest, key: str) -> FileResponse:
    """One file of the package as it would be written now."""
    campaign = read_campaign(request)
    kind = next((each for each in FILES if each.key == key), None)
    if kind is None:
        raise Http404
    return downloaded(kind.made(report_of(campaign).content, lists_of(campaign)))


@allow(*READERS)
def draft_package(request: DeskRequest) -> FileResponse:
    """The whole package as it would be written now."""
    campaign = read_campaign(request)
    content = report_of(campaign).content
    return downloaded(zip_of(content, files_of(content, lists_of(campaign), layout_of(campaign))))


@allow(*OFFICERS)
def brief(request: DeskRequest, ending: str) -> FileResponse:
    """The daily brief of today, as docx or pdf."""
    campaign = reported_campaign(request)
    if ending not in BRIEFS:
        raise Http404
    facts = facts_of(campaign)
    return downloaded(brief_of(content_of(facts, Texts()), submitted_on(campaign, facts.written), ending))
