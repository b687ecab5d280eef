"""Completeness: how far each place is, and who is missing."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.models import Placement
from sciweek.core.scope import Scope
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import Level, UnitKind
from sciweek.people.person import Person
from sciweek.places.codes import level_of, range_of
from sciweek.returns.desk.places import level_below, names_around, own_name
from sciweek.returns.desk.roster import OWN, moment_column, narrowing, place_column, stage_column, unit_column
from sciweek.returns.queries.roster import missing, roster_with_returns
from sciweek.returns.rollup import completeness, completeness_by_kind
from sciweek.returns.rules import may_chase
from sciweek.review.models import StageChoice
from sciweek.review.transitions import Stage


@allow(*READERS)
def completeness_page(request: DeskRequest) -> HttpResponse:
    """How far each place and each kind of unit is, with who is missing one click away."""
    campaign = working_campaign(request)
    within = _within(request)
    scope = Scope(ranges=(range_of(within),)) if within else request.scope
    by = Level.COUNTY if within else level_below(request)
    names = names_around(request.person.division_code)
    rows = completeness(scope, campaign, by=by) if campaign.called_at else []
    kinds = completeness_by_kind(scope, campaign) if campaign.called_at else {}
    whole = completeness(scope, campaign)
    context = {
        "title": _("上报进度"),
        "campaign": campaign,
        "by_place": [
            (own_name(row.place, by, names), _opens(row.place, by), row, _missing_at(place=_key(row.place, by)))
            for row in rows
        ],
        "by_kind": [
            (label, "", kinds[kind], _missing_at(kind=kind, place=within))
            for kind, label in UnitKind.choices
            if kind in kinds
        ],
        "whole": whole[0] if whole else None,
        "within": within,
        "within_name": names[within] if within else "",
        "chaseable": may_chase(request.person, campaign),
    }
    return render(request, "returns/completeness.html", context)


def _opens(place: int, by: Level) -> str:
    """Where a row by prefecture leads: to its counties."""
    return f"?place={place}" if level_of(place) == by == Level.PREFECTURE else ""


def _key(place: int, by: Level) -> str:
    """A row's place as the roster's filter takes it: one above the table's level is its own offices alone."""
    return f"{place}{OWN if level_of(place) < by else ''}"


def _missing_at(**narrowed: str | int | None) -> str:
    """The address of the missing, narrowed by what is given."""
    chosen = {name: value for name, value in narrowed.items() if value}
    return f"{reverse('returns:roster')}?{urlencode({'stage': 'missing', **chosen})}"


def _within(request: DeskRequest) -> int | None:
    """The place that the address narrows to, if it is a prefecture inside the person's ranges."""
    asked = request.GET.get("place", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == 6):
        return None
    code = int(asked)
    inside = any(low <= code <= high for low, high in request.scope.ranges)
    return code if inside and 110000 <= code <= 829999 and level_of(code) == Level.PREFECTURE else None


@allow(*READERS)
def roster(request: DeskRequest) -> HttpResponse:
    """Everybody who is expected to report, and how each stands: who is missing."""
    campaign = working_campaign(request)
    return list_response(request, _roster(request.person), roster_with_returns(request.scope, campaign))


def _roster(person: Person) -> ListPage:
    names = names_around(person.division_code)
    return ListPage(
        title=_("应报单位"),
        file_name="roster",
        search=("unit_name",),
        search_label=_("单位名称"),
        order=("level", "division_code", "unit_name"),
        columns=(
            unit_column(_return_or_unit),
            place_column(names),
            Column(key="kind", label=_("类型"), value=lambda p: p.get_kind_display(), narrow_hides=True),
            stage_column(),
            moment_column("submitted_at", _("上报时间"), narrow_hides=True),
            moment_column("due_at", _("截止")),
        ),
        filters=(
            Filter(
                key="stage",
                label=_("状态"),
                choices=lambda: [
                    ("missing", _("未报（含退回）")),
                    *[(v, str(label)) for v, label in StageChoice.choices if v != Stage.DRAFT.value],
                ],
                apply=_at_stage,
            ),
            *narrowing(person),
        ),
        empty=Empty(_("还没有应报单位"), _("活动周部署后，名单会出现在这里。")),
    )


def _return_or_unit(row: Any) -> str:
    """A unit's return, or the unit where there is none yet."""
    if row.return_id:
        return reverse("returns:review", args=[row.return_id])
    return reverse("people:unit", args=[row.unit_id])


def _at_stage(rows: QuerySet[Placement], stage: str) -> QuerySet[Placement]:
    return missing(rows) if stage == "missing" else rows.filter(return_row__track__stage=stage)
