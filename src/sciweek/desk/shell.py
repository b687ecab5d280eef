"""The frame of every page: the visitor's on the public site, the person's on the desk."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import chosen_campaign, visitors_campaign
from sciweek.campaigns.rules import SPEAKERS, may_make_campaign
from sciweek.pages.shell import NavGroup, NavItem, Shell
from sciweek.pages.templatetags.sciweek import date_cn
from sciweek.people.enums import REVIEWERS, Role
from sciweek.people.person import Person
from sciweek.people.rules import may_manage_units
from sciweek.report.rules import may_read, may_report_own
from sciweek.returns.queries.returns import count_waiting_for
from sciweek.returns.queries.roster import return_of_unit


def shell_for(request: HttpRequest) -> Shell:
    """The frame for this request."""
    person: Person | None = getattr(request, "person", None)
    if person is not None and request.path.startswith("/desk/"):
        return _desk(request, person)
    return _public(request, person)


def _demo_bar() -> str:
    return "demo/_bar.html" if settings.DEMO else ""


def _public(request: HttpRequest, person: Person | None) -> Shell:
    shown = visitors_campaign(request)
    home, past = reverse("site:home"), reverse("site:past")
    nav = (
        NavItem(_("首页"), home, current=request.path == home),
        NavItem(_("历届"), past, current=request.path == past),
        NavItem(_("无障碍"), reverse("site:accessibility"), current=request.path == reverse("site:accessibility")),
    )
    footer = (
        (_("看活动周"), (NavItem(_("本届活动周"), home), NavItem(_("历届活动周"), past))),
        (_("办活动周"), (NavItem(_("单位登录"), reverse("account_login")),)),
        (
            _("帮助"),
            (
                NavItem(_("无障碍说明"), reverse("site:accessibility")),
                NavItem(_("个人信息保护"), reverse("site:privacy")),
            ),
        ),
    )
    return Shell(
        brand=shown.name if shown else _("科技活动周"),
        brand_note=f"{date_cn(shown.start)}—{date_cn(shown.end)}" if shown else "",
        home=home,
        nav=nav,
        user_label=person.label if person else "",
        footer=footer,
        footer_lines=(shown.office.name,) if shown else (),
        demo_bar=_demo_bar(),
    )


def _item(label: str, name: str, icon: str, count: int | None = None) -> NavItem:
    return NavItem(label, reverse(name), icon, count, hot=bool(count))


def _marked(groups: Sequence[NavGroup], path: str) -> tuple[NavGroup, ...]:
    """The groups that hold something, with the nearest address above the page marked: 行政区划 lies below 系统状态."""
    home = reverse("desk:home")
    above = [item.href for group in groups for item in group.items if path.startswith(item.href)]
    here = max((href for href in above if href != home or path == home), key=len, default="")
    return tuple(
        replace(group, items=tuple(replace(item, current=item.href == here) for item in group.items))
        for group in groups
        if group.items
    )


def _desk(request: HttpRequest, person: Person) -> Shell:
    campaign = None if person.is_administrator else chosen_campaign(request)
    return Shell(
        brand=_("科技周工作台"),
        home=reverse("desk:home"),
        groups=_marked(_groups(person, campaign), request.path),
        user_label=person.label,
        campaign_label=campaign.name if campaign else "",
        campaign_note=f"{date_cn(campaign.start)}—{date_cn(campaign.end)}" if campaign else "",
        campaign_href=reverse("campaigns:list"),
        search_href="" if person.is_administrator else reverse("desk:search"),
        demo_bar=_demo_bar(),
    )


def _groups(person: Person, campaign: Campaign | None) -> list[NavGroup]:
    today = [_item(_("工作台"), "desk:home", "home")]
    if person.is_administrator:
        return [NavGroup(_("今日"), tuple(today)), NavGroup(_("管理"), _administration(person))]
    week: list[NavItem] = []
    figures: list[NavItem] = []
    if person.role not in REVIEWERS:
        week.append(_item(_("活动周"), "campaigns:list", "flag"))
        if campaign is not None:
            week.append(_item(_("任务与截止"), "campaigns:dates", "cal"))
            if person.role in SPEAKERS:
                week.append(NavItem(_("本届通知"), reverse("campaigns:own_notice", args=[campaign.slug]), "file"))
            figures += _figures(person, campaign)
            if person.is_officer:
                today.append(
                    _item(_("报表审核"), "returns:queue", "inbox", count_waiting_for(person.unit_id, campaign) or None)
                )
            if placement := return_of_unit(person.unit_id, campaign):
                week.append(_item(_("我单位统计表"), "returns:mine", "table"))
                week.append(NavItem(_("我的材料"), reverse("materials:unit", args=[placement.pk]), "clip"))
        if may_make_campaign(person):
            week.append(_item(_("通知"), "campaigns:notices", "bank"))
    managing = [_item(_("单位"), "people:units", "users")] if person.role not in REVIEWERS else []
    if may_manage_units(person) or person.role in {Role.UNIT_OFFICER, Role.UNIT_HEAD}:
        managing += [_item(_("人员"), "people:people", "user"), _item(_("邀请"), "people:invitations", "mail")]
    if person.is_officer:
        managing.append(_item(_("发件箱"), "desk:outbox", "send"))
    if person.role not in REVIEWERS:
        managing.append(_item(_("下载"), "desk:exports", "down"))
    groups = [(_("今日"), today), (_("活动周"), week), (_("统计"), figures), (_("管理"), managing)]
    return [NavGroup(title, tuple(items)) for title, items in groups]


def _figures(person: Person, campaign: Campaign) -> list[NavItem]:
    items = [_item(_("上报进度"), "returns:completeness", "half"), _item(_("汇总"), "returns:totals", "chart")]
    if person.scope.ranges or person.scope.lines:
        items.append(_item(_("影像资料"), "materials:gallery", "img"))
        items.append(_item(_("媒体报道"), "materials:reports", "link"))
    items.append(_item(_("统计表式"), "returns:form", "list"))
    # Joint hosts stand at the campaign's own place: nobody else costs a query here.
    if person.division_code == campaign.division_code and may_read(person, campaign):
        items.append(_item(_("综合报告"), "report:report", "file"))
    if may_report_own(person, campaign):
        items.append(_item(_("本级报告"), "report:own", "file"))
    return items


def _administration(person: Person) -> tuple[NavItem, ...]:
    downloads = _item(_("下载"), "desk:exports", "down")
    if person.role == Role.AUDITOR:
        return (_item(_("审计记录"), "desk:audit", "hist"), downloads)
    if person.role == Role.SECURITY_ADMINISTRATOR:
        return (
            _item(_("人员"), "people:people", "users"),
            _item(_("邀请"), "people:invitations", "mail"),
            _item(_("登录记录"), "desk:sign_ins", "key"),
            downloads,
        )
    return (_item(_("系统状态"), "desk:system", "cog"), _item(_("行政区划"), "desk:divisions", "tree"), downloads)
