"""What the pages of every paper that goes out with the joint hosts' word have in common: where it stands, what comes next,
the list of hosts, and how an act of 会签 is answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.campaigns.cosigning import GoingOut, HostStanding
from sciweek.campaigns.enums import Stage, Standing
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries.cosigning import hosts_to_ask
from sciweek.core.errors import Refused
from sciweek.people.access import DeskRequest

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


@dataclass(frozen=True, slots=True)
class HostRow:
    """A joint host as pages list it: tone and icon of its standing, and where the lead goes on without it, if it may."""

    host: HostStanding
    tone: str
    mark: str
    waive: str = ""


def host_rows(hosts: Iterable[HostStanding], waive: Callable[[int], str] | None = None) -> list[HostRow]:
    """The rows; `waive` gives the address of going on without a host, for who may."""
    return [
        HostRow(host, *MARKS[host.standing], waive(host.host_id) if waive and host.waivable else "") for host in hosts
    ]


def own_standing(request: DeskRequest, paper: GoingOut) -> HostStanding | None:
    """How the person's own unit stands as a joint host."""
    return next((host for host in paper.hosts if host.host_id == request.person.unit_id), None)


def host_step(paper: GoingOut, mine: HostStanding | None) -> Step | None:
    """What a joint host does next; nothing while nobody asks."""
    if mine is None or mine.done or paper.fingerprint not in paper.asked:
        return None
    if mine.standing == Standing.OBJECTED:
        return Step(
            _("您单位不同意"), _("牵头单位修改后会再送会签；意见有变也可以改为同意。"), _("改变意见"), "#cosigning"
        )
    return Step(_("请您单位会签"), _("看过正文和草稿文件，同意，或写明不同意的理由。"), _("去会签"), "#cosigning")


def lead_step(paper: GoingOut, *, first: str, circulate: str, issue: str) -> Step:
    """What the lead does next; `first` is said where nothing was sent round yet, the others are addresses."""
    number = {"number": paper.next_number}
    if not paper.hosts or not paper.hindrance:
        text = _("联合主办单位都已同意或免会签。") if paper.hosts else _("没有需要会签的单位，核对后即可印发。")
        return Step(_("可以印发第 %(number)s 版") % number, text, _("核对并印发"), issue)
    if paper.fingerprint not in paper.asked:
        if paper.asked:
            return Step(
                _("送会签之后内容有变化"), _("原来的会签意见不再算数。"), _("重新送会签"), circulate, posts=True
            )
        act = _("送 %(count)s 家会签") % {"count": len(paper.hosts)}
        return Step(_("第 %(number)s 版送会签") % number, first, act, circulate, posts=True)
    return Step(_("正在会签"), paper.hindrance, _("看会签情况"), "#cosigning")


def stages_of(
    paper: GoingOut, hosts: Iterable[HostStanding], *, written: str, changed: bool
) -> list[tuple[str, str, bool, bool]]:
    """For draft, 会签, issued: label, a word on it, whether it is done, whether it is the present one."""
    listed = list(hosts)
    asked = _("同意或免会签 %(done)s / %(all)s") % {"done": sum(h.done for h in listed), "all": len(listed)}
    issued = _("第 %(number)s 版") % {"number": paper.last_number} if paper.last_number else _("还没有印发")
    if changed:
        issued += " · " + _("之后有变动")
    words = {
        Stage.DRAFT: written,
        Stage.COSIGNING: asked if listed else _("没有需要会签的单位"),
        Stage.ISSUED: issued,
    }
    order = list(Stage)
    at = order.index(paper.stage)
    return [(str(stage.label), words[stage], number < at, number == at) for number, stage in enumerate(order)]


def carried(request: DeskRequest, act: Callable[[], object], done: str, back: str) -> HttpResponse:
    """Do it, say that it is done or why it is refused, and go back."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return HttpResponseRedirect(back)


@dataclass(frozen=True, slots=True)
class PaperPages:
    """The pages of one paper of a campaign: its name, its page, where a host's word is posted, and where one is waived.

    `seen` is the content that stands now, asked for when a refused form is shown again.
    """

    campaign: Campaign
    name: str
    page: str
    cosign: str
    waive: Callable[[int], str]
    seen: Callable[[], str]


def word_posted(request: DeskRequest, pages: PaperPages, say: Callable[..., object]) -> HttpResponse:
    """A joint host's word. What was typed stays on the page when it is refused."""
    agrees, reason = request.POST.get("word") == "agrees", request.POST.get("reason", "")
    try:
        say(actor=request.person, campaign_id=pages.campaign.pk, seen=seen_by(request), agrees=agrees, reason=reason)
    except Refused as refusal:
        return _again(request, pages, refusal, {"title": _("会签"), "cosign": pages.cosign})
    messages.success(request, _("已会签：同意。") if agrees else _("已会签：不同意。牵头单位会看到您写的理由。"))
    return HttpResponseRedirect(pages.page)


def waiver_posted(request: DeskRequest, pages: PaperPages, host_id: int, waive: Callable[..., object]) -> HttpResponse:
    """Going on without a joint host's word; 404 for who is none."""
    if host_id not in dict(hosts_to_ask(pages.campaign)):
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        waive(
            actor=request.person, campaign_id=pages.campaign.pk, host_id=host_id, seen=seen_by(request), reason=reason
        )
    except Refused as refusal:
        return _again(request, pages, refusal, {"title": _("免会签"), "waive": pages.waive(host_id)})
    messages.success(request, _("已记录免会签和理由。"))
    return HttpResponseRedirect(pages.page)


def seen_by(request: DeskRequest) -> str:
    """The content that the person looked at before posting."""
    return request.POST.get("seen", "")


def _again(request: DeskRequest, pages: PaperPages, refusal: Refused, more: dict[str, str]) -> HttpResponse:
    """The form once more with what was typed."""
    context = {
        "campaign": pages.campaign,
        "paper": pages.name,
        "back": pages.page,
        "seen": pages.seen(),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        **more,
    }
    return render(request, "campaigns/cosign.html", context, status=refusal.status)
