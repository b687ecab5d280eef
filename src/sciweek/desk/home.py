"""The desk's home: what is due next for this person, and how things stand; and the search over all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.enums import CampaignState, DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.campaigns.queries import campaigns_for, chosen_campaign
from sciweek.core import clock
from sciweek.core.models import AuditEntry
from sciweek.core.schedule import JOBS
from sciweek.desk.dues import ShownDue, shown_dues
from sciweek.pages.templatetags.sciweek import days_left
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import Level, Role
from sciweek.people.queries import units_for_list, units_in
from sciweek.people.rules import may_manage_units
from sciweek.places.codes import level_of
from sciweek.places.queries import name_of
from sciweek.returns.desk.places import level_below, own_name
from sciweek.returns.desk.roster import STAGES, lacks_words
from sciweek.returns.models import Return
from sciweek.returns.progress import completeness
from sciweek.returns.queries.returns import count_waiting_for, due_of
from sciweek.returns.queries.roster import asked_kinds, lacks, return_of_unit, roster_of_four
from sciweek.review.queries import steps_of
from sciweek.review.transitions import Stage

MOST_DUES = 6
MOST_UNITS = 10
STAGE_TONES = {Stage.ACCEPTED.value: "ok", Stage.SENT_BACK.value: "warn", Stage.SUBMITTED.value: "info"}


@allow()
def home(request: DeskRequest) -> HttpResponse:
    """One clear next step, then the state of things."""
    person = request.person
    context: dict[str, object] = {"title": _("工作台"), "greeting": greeting(), "today": clock.now()}
    if person.is_administrator:
        return render(request, "desk/administrator.html", {**context, **_administration(request)})
    campaign = chosen_campaign(request)
    context["campaign"] = campaign
    if campaign is None or campaign.state == CampaignState.DRAFT:
        context["first_steps"] = _first_steps(request, campaign)
        return render(request, "desk/home.html", context)
    waiting = count_waiting_for(person.unit_id, campaign) if person.is_officer else 0
    placement = return_of_unit(person.unit_id, campaign)
    own = Return.objects.filter(placement=placement).select_related("track").first() if placement else None
    dues = shown_dues(person, campaign, placement, own)
    # An office looks ahead; a unit sees all that is asked of it, what is past as well.
    ahead = [each for each in dues if each.overdue or each.due.due_at >= clock.now()]
    context["dues"] = ahead[:MOST_DUES] if person.is_officer else dues
    context["next"] = _next(campaign, waiting, placement, own, dues)
    if person.is_officer:
        context |= _progress(request, campaign, waiting)
    elif own is not None:
        context |= {"own": own, "steps": steps_of(own.track_id)}
    return render(request, "desk/home.html", context)


def _progress(request: DeskRequest, campaign: Campaign, waiting: int) -> dict[str, object]:
    """How far the units below an office are, as a whole and by place; for a county, which has no places, by unit."""
    whole = completeness(request.scope, campaign)
    shown: dict[str, object] = {"whole": whole[0] if whole else None, "waiting": waiting}
    if request.person.level == Level.COUNTY:
        return shown | {"units": _units_below(request, campaign)}
    level = level_below(request)
    rows = completeness(request.scope, campaign, by=level)
    return shown | {"rows": [(own_name(row.place, level), row, level_of(row.place) == 2) for row in rows]}


def _units_below(request: DeskRequest, campaign: Campaign) -> list[tuple[Any, str, str, str]]:
    """What a county sees instead of places: its units, those that lack most first; row, its state's tone and words, lacks."""
    asked = asked_kinds(campaign)
    rows: list[Any] = sorted(
        roster_of_four(request.scope, campaign), key=lambda row: (-len(lacks(row, asked)), row.unit_name)
    )
    return [
        (row, STAGE_TONES.get(row.stage or "", ""), str(STAGES[row.stage or ""]), lacks_words(row, asked))
        for row in rows[:MOST_UNITS]
    ]


def greeting() -> str:
    """By the hour of the domain clock."""
    hour = clock.now().astimezone(clock.SHANGHAI).hour
    return _("早上好") if hour < 11 else _("中午好") if hour < 13 else _("下午好") if hour < 18 else _("晚上好")


@dataclass(frozen=True, slots=True)
class Task:
    """The one thing to do now, and by when."""

    due_at: datetime
    title: str
    text: str
    act: str
    href: str

    @property
    def days(self) -> int:
        """Whole days from today to the due day, or since it."""
        return abs(days_left(self.due_at))

    @property
    def late(self) -> bool:
        """Whether it was due before now."""
        return self.due_at < clock.now()


def _next(
    campaign: Campaign, waiting: int, placement: Placement | None, own: Return | None, dues: list[ShownDue]
) -> Task | None:
    if waiting:
        asked = (each.due.due_at for each in dues if each.due.for_office and each.due.duty.kind == DutyKind.RETURN)
        return Task(
            next(asked, clock.end_of(campaign.end)),
            _("%(count)s 份统计表等您审核") % {"count": waiting},
            _("验收后数字即时计入汇总；有疑问的写明原因退回。"),
            _("开始审核"),
            reverse("returns:queue"),
        )
    stage = own.track.stage if own else Stage.DRAFT
    if placement is not None and stage in {Stage.DRAFT, Stage.SENT_BACK}:
        back = stage == Stage.SENT_BACK
        asked = (each.due.due_at for each in dues if not each.due.for_office and each.due.duty.kind == DutyKind.RETURN)
        due_at = due_of(own) if own else next(asked, None)
        return Task(
            due_at or clock.end_of(campaign.end),
            _("更正并重新上报统计表") if back else _("填报《科技活动周情况统计表》"),
            _("上级已退回，请按原因更正。") if back else _("边填边存，填完上报。"),
            _("去更正") if back else _("去填报"),
            reverse("returns:mine"),
        )
    left = (each for each in dues if not each.done and (each.overdue or each.due.due_at >= clock.now()))
    shown = next(left, None)
    if shown is None:
        return None
    for_office = shown.due.for_office
    return Task(
        shown.due.due_at,
        shown.due.duty.title,
        _("本单位收齐下级材料的时间。") if for_office else _("按通知要求报送。"),
        _("看谁没交") if for_office else _("去办理"),
        shown.href,
    )


def _first_steps(request: DeskRequest, campaign: Campaign | None) -> list[tuple[str, str, str, bool]]:
    """What a science office does before the first call: title, help, address, done."""
    if not may_manage_units(request.person):
        return []
    units = units_in(request.scope).count()
    steps = [
        (_("登记单位"), _("导入单位名单，或逐个登记。"), reverse("people:import"), units > 1),
        (_("邀请人员"), _("给下级部门和单位各邀请一位管理员或填报员。"), reverse("people:units"), False),
        (
            _("建立活动周"),
            _("放入通知，系统读出主题、时间、任务和截止。"),
            reverse("campaigns:from_notice"),
            campaign is not None,
        ),
    ]
    if campaign is not None:
        steps.append(
            (_("部署"), _("确认应报单位和截止时间后部署。"), reverse("campaigns:campaign", args=[campaign.slug]), False)
        )
    return steps


def _administration(request: DeskRequest) -> dict[str, object]:
    role = request.person.role
    if role == Role.AUDITOR:
        return {"entries": AuditEntry.objects.order_by("-pk")[:12], "kind": "audit"}
    return {
        "kind": "security" if role == Role.SECURITY_ADMINISTRATOR else "system",
        "jobs": sorted(JOBS),
        "demo": settings.DEMO,
    }


@allow(*[role for role in Role if role not in {Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}])
def search(request: DeskRequest) -> HttpResponse:
    """Units and campaigns by a piece of their names; at most twenty of each, and the full list one click away."""
    wanted = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    units = units_for_list(request.scope)
    weeks = campaigns_for(request.person)
    for word in wanted.split():
        units, weeks = units.filter(name__icontains=word), weeks.filter(name__icontains=word)
    found = [(unit, name_of(unit.division_code)) for unit in units.order_by("level", "name")[:20]] if wanted else []
    context = {"title": _("搜索"), "wanted": wanted, "units": found, "weeks": weeks[:20] if wanted else []}
    return render(request, "desk/search.html", context)
