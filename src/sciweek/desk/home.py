"""The desk's home: what is due next for this person, and how things stand; and the search over all."""

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
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import Role
from sciweek.people.queries import units_for_list, units_in
from sciweek.people.rules import may_manage_units
from sciweek.places.codes import level_of
from sciweek.places.queries import name_of
from sciweek.returns.desk.places import level_below, own_name
from sciweek.returns.models import Return
from sciweek.returns.progress import completeness
from sciweek.returns.queries.returns import count_waiting_for
from sciweek.returns.queries.roster import return_of_unit

MOST_DUES = 6


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
    placement = return_of_unit(person.unit_id, campaign)
    ret = Return.objects.filter(placement=placement).select_related("track").first() if placement else None
    dues = shown_dues(person, campaign, placement, ret)
    ahead = [each for each in dues if each.overdue or each.due.due_at >= clock.now()]
    context |= {"dues": ahead[:MOST_DUES], "next": _next(request, campaign, ahead, placement, ret)}
    if person.is_officer:
        level = level_below(request)
        rows = completeness(request.scope, campaign, by=level)
        whole = completeness(request.scope, campaign)
        context |= {
            "whole": whole[0] if whole else None,
            "rows": [(own_name(row.place, level), row, level_of(row.place) == 2) for row in rows],
            "waiting": count_waiting_for(person.unit_id, campaign),
        }
    return render(request, "desk/home.html", context)


def greeting() -> str:
    """By the hour of the domain clock."""
    hour = clock.now().astimezone(clock.SHANGHAI).hour
    return _("早上好") if hour < 11 else _("中午好") if hour < 13 else _("下午好") if hour < 18 else _("晚上好")


def _next(
    request: DeskRequest, campaign: Campaign, ahead: list[ShownDue], placement: Placement | None, ret: Return | None
) -> dict[str, object] | None:
    """The one thing to do now."""
    person = request.person
    if person.is_officer and (waiting := count_waiting_for(person.unit_id, campaign)):
        due = next((d.due for d in ahead if d.due.for_office and d.due.duty.kind == DutyKind.RETURN), None)
        return {
            "due_at": due.due_at if due else campaign.end,
            "title": _("%(count)s 份统计表等您审核") % {"count": waiting},
            "text": _("验收后数字即时计入汇总；有疑问的写明原因退回。"),
            "href": reverse("returns:queue"),
            "act": _("开始审核"),
        }
    stage = ret.track.stage if ret else "draft"
    if placement is not None and stage in {"draft", "sent_back"}:
        own = next((d.due for d in ahead if not d.due.for_office and d.due.duty.kind == DutyKind.RETURN), None)
        return {
            "due_at": own.due_at if own else campaign.end,
            "title": _("更正并重新上报统计表") if stage == "sent_back" else _("填报《科技活动周情况统计表》"),
            "text": _("上级已退回，请按原因更正。") if stage == "sent_back" else _("边填边存，填完上报。"),
            "href": reverse("returns:mine"),
            "act": _("去更正") if stage == "sent_back" else _("去填报"),
        }
    shown = next((each for each in ahead if not each.done), None)
    if shown is None:
        return None
    return {
        "due_at": shown.due.due_at,
        "title": shown.due.duty.title,
        "text": _("本单位收齐下级材料的时间。") if shown.due.for_office else _("按通知要求报送。"),
        "href": shown.href,
        "act": _("看谁没交") if shown.due.for_office else _("去办理"),
    }


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
