"""The report as it would go out now: where it stands, what comes next, its text, and its files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.documents.papers import blocks as b
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.changes import Difference, difference
from sciweek.report.content import Content, Texts, content_of
from sciweek.report.cosigning import HostStanding
from sciweek.report.desk.found import READERS, downloaded, read_campaign, reported_campaign
from sciweek.report.enums import Stage, Standing
from sciweek.report.files.package import BRIEFS, FILES, brief_of, files_of, signs_without_glyph, zip_of
from sciweek.report.models import Snapshot
from sciweek.report.papers.report import chapters
from sciweek.report.queries.editions import (
    Report,
    edition_of,
    editions_of,
    hosts_without_unit,
    layout_of,
    report_of,
    template_of,
)
from sciweek.report.queries.facts import facts_of, submitted_on
from sciweek.report.queries.lists import lists_of
from sciweek.report.rules import may_cosign, may_report

MARKS = {
    Standing.NOT_ASKED: ("", "dash"),
    Standing.WAITING: ("info", "clock"),
    Standing.AGREED: ("ok", "okc"),
    Standing.OBJECTED: ("bad", "oct"),
    Standing.OUTDATED: ("warn", "warn"),
    Standing.WAIVED: ("amber", "lock"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do next. `posts`: the act is a button that posts the content looked at, else a link."""

    title: str
    text: str
    act: str = ""
    href: str = ""
    posts: bool = False


@allow(*READERS)
def report(request: DeskRequest) -> HttpResponse:
    """The report's page, for the lead office and for joint hosts."""
    campaign = read_campaign(request)
    now = report_of(campaign, proven=False)
    last = edition_of(campaign, now.last.pk) if now.last else None
    changed = since(last, now) if last else None
    leading = may_report(request.person, campaign)
    mine = _own(request, now) if may_cosign(request.person, campaign) else None
    hosts = cosigned(last) if last and now.stage == Stage.ISSUED else now.hosts
    context = {
        "title": _("综合报告"),
        "report": now,
        "facts": now.content.facts,
        "chapters": list(told(now.content)),
        "stages": _stages(now, hosts, changed),
        "step": next_step(now, changed) if leading else _own_step(now, mine),
        "hosts": [(host, *MARKS[host.standing]) for host in hosts],
        "on_paper": hosts_without_unit(campaign),
        "mine": mine,
        "kinds": FILES,
        "editions": editions_of(campaign),
        "changed": changed,
        "template": template_of(campaign) if leading else None,
        "unprintable": signs_without_glyph(now.content),
        "leading": leading,
    }
    return render(request, "report/report.html", context)


def told(content: Content) -> Iterator[tuple[str, str]]:
    """The report's chapters as tags and texts, numbered as on paper."""
    numbering = b.Numbering()
    for block in chapters(content):
        if isinstance(block, b.Heading):
            yield f"h{block.level + 1}", numbering.heading(block.level) + block.text
        else:
            yield "p", block.text


def since(edition: Snapshot, now: Report) -> Difference:
    """What has changed since an edition."""
    return difference(edition.content, edition.versions, now.data, now.state.versions)


def _own(request: DeskRequest, now: Report) -> HostStanding | None:
    """How the person's own unit stands as a joint host."""
    return next((host for host in now.hosts if host.host_id == request.person.unit_id), None)


def _own_step(now: Report, mine: HostStanding | None) -> Step | None:
    """What a joint host does next; nothing while nobody asks."""
    if mine is None or mine.done or now.fingerprint not in now.asked:
        return None
    if mine.standing == Standing.OBJECTED:
        return Step(
            _("您单位不同意"), _("牵头单位修改后会再送会签；意见有变也可以改为同意。"), _("改变意见"), "#cosigning"
        )
    return Step(_("请您单位会签"), _("看过正文和草稿文件，同意，或写明不同意的理由。"), _("去会签"), "#cosigning")


def cosigned(edition: Snapshot) -> list[HostStanding]:
    """How the joint hosts stood when the edition went out."""
    return [HostStanding(e["host"], e["name"], Standing(e["standing"]), e["reason"]) for e in edition.cosigning]


def _stages(
    now: Report, hosts: Sequence[HostStanding], changed: Difference | None
) -> list[tuple[str, str, bool, bool]]:
    """Label, a word on it, whether it is done, whether it is the present one."""
    agreed = sum(host.done for host in hosts)
    written = (
        _("人写的部分：第 %(number)s 稿") % {"number": now.draft.number} if now.draft else _("人写的部分：还没有写")
    )
    asked = _("同意或免会签 %(done)s / %(all)s") % {"done": agreed, "all": len(hosts)}
    issued = _("第 %(number)s 版") % {"number": now.last.number} if now.last else _("还没有印发")
    if changed:
        issued += " · " + _("之后有变动")
    words = {
        Stage.DRAFT: written,
        Stage.COSIGNING: asked if hosts else _("没有需要会签的单位"),
        Stage.ISSUED: issued,
    }
    order = list(Stage)
    at = order.index(now.stage)
    return [(str(stage.label), words[stage], number < at, number == at) for number, stage in enumerate(order)]


def next_step(now: Report, changed: Difference | None) -> Step:
    """What the lead office does next."""
    if now.last and not changed and not now.asked:
        return Step(
            _("第 %(number)s 版已印发") % {"number": now.last.number},
            _("印发之后数字和文字都没有变动。"),
            _("看第 %(number)s 版的文件") % {"number": now.last.number},
            reverse("report:edition", args=[now.last.pk]),
        )
    number = {"number": now.next_number}
    if not now.hosts or not now.hindrance:
        text = _("联合主办单位都已同意或免会签。") if now.hosts else _("没有需要会签的单位，核对后即可印发。")
        return Step(_("可以印发第 %(number)s 版") % number, text, _("核对并印发"), reverse("report:issue"))
    if now.fingerprint not in now.asked:
        circulate = reverse("report:circulate")
        if now.asked:
            return Step(
                _("送会签之后内容有变化"), _("原来的会签意见不再算数。"), _("重新送会签"), circulate, posts=True
            )
        text = _("会签的是现在的数字和文字；之后有变化要重新会签。")
        if now.last and changed:
            count = {"number": now.last.number, "count": len(changed.figures)}
            text = _("第 %(number)s 版印发后有 %(count)s 项指标变动。") % count
        act = _("送 %(count)s 家会签") % {"count": len(now.hosts)}
        return Step(_("第 %(number)s 版送会签") % number, text, act, circulate, posts=True)
    return Step(_("正在会签"), now.hindrance, _("看会签情况"), "#cosigning")


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
