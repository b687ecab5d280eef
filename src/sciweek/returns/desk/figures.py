"""Completeness of the four: how far each place, kind of unit and line is, who is missing, and a list to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.pages.lists import Column, Empty, Filter, ListPage, ListState, list_response, narrowed
from sciweek.pages.templatetags.sciweek import datetime_cn
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import Level, UnitKind
from sciweek.people.person import Person
from sciweek.places.codes import level_of, range_of
from sciweek.places.lists import place_column
from sciweek.returns.desk.places import level_below, names_around, own_name
from sciweek.returns.desk.roster import (
    by_lack,
    by_lateness,
    by_line,
    head_of_lines,
    lacks_words,
    line_name,
    moment_column,
    narrowing,
    part_columns,
    stage_column,
    unit_column,
)
from sciweek.returns.desk.sheets import download
from sciweek.returns.naming import OWN
from sciweek.returns.progress import (
    Handed,
    Progress,
    completeness,
    completeness_by_kind,
    completeness_by_line,
    lines_in,
)
from sciweek.returns.progress_sheets import progress_sheet
from sciweek.returns.queries.roster import asked_kinds, lacking, missing, roster_of_four
from sciweek.returns.rules import may_chase
from sciweek.review.models import StageChoice
from sciweek.review.transitions import Stage


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the four of one line of the table: how far, and where those are who lack it."""

    kind: DutyKind
    handed: Handed
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A place, kind of unit or line of the table; `opens` leads to what lies below it (places, else the units), `href` to
    who lacks anything."""

    name: str
    opens: str
    row: Progress
    cells: Sequence[Cell]
    href: str


def _line(name: str, row: Progress, opens: str = "", **narrowed: str | int | None) -> Line:
    cells = [Cell(kind, handed, _roster_at(lacks=kind.value, **narrowed)) for kind, handed in row.four.items()]
    return Line(name, opens or _roster_at(**narrowed), row, cells, _roster_at(lacks="any", **narrowed))


@allow(*READERS)
def completeness_page(request: DeskRequest) -> HttpResponse:
    """How far each place, kind of unit and line is with each of the four, with who is missing one click away."""
    campaign, person = working_campaign(request), request.person
    within = _within(request)
    scope = Scope(ranges=(range_of(within),)) if within else request.scope
    parts = asked_kinds(campaign)[1:]
    tables: list[tuple[str, str, Sequence[Line]]] = []
    whole = completeness(scope, campaign, parts=parts)
    if campaign.called_at:
        tables = [
            (_("分地区"), _("地区"), _by_place(request, scope, campaign, within, parts)),
            (_("分单位类型"), _("类型"), _by_kind(scope, campaign, within, parts)),
        ]
        lines = [] if within else _by_line(scope, person, campaign, parts)
        # Where everybody reports in one line, it says no more than the whole.
        tables += [(_("分报送渠道"), _("渠道"), lines)] if len(lines) > 1 else []
    if whole and tables and request.GET.get("export") == "xlsx":
        place = f" · {names_around(person.division_code)[within]}" if within else ""
        notes = [f"{campaign.name}{place}", _("截至 %(moment)s") % {"moment": datetime_cn(clock.now())}]
        sheets = [
            progress_sheet(title, head, [(line.name, line.row) for line in lines], whole[0], notes)
            for title, head, lines in tables
        ]
        return download(sheets, f"progress-{campaign.slug}.xlsx")
    context = {
        "title": _("上报进度"),
        "campaign": campaign,
        "tables": tables,
        "whole": _line("", whole[0], place=within) if whole else None,
        "within": within,
        "within_name": names_around(person.division_code)[within] if within else "",
        "chaseable": may_chase(person, campaign),
    }
    return render(request, "returns/completeness.html", context)


def _by_place(
    request: DeskRequest, scope: Scope, campaign: Campaign, within: int | None, parts: Sequence[DutyKind]
) -> list[Line]:
    by = Level.COUNTY if within else level_below(request)
    names = names_around(request.person.division_code)
    return [
        _line(own_name(row.place, by, names), row, _opens(row.place, by), place=_key(row.place, by))
        for row in completeness(scope, campaign, by=by, parts=parts)
    ]


def _by_kind(scope: Scope, campaign: Campaign, within: int | None, parts: Sequence[DutyKind]) -> list[Line]:
    kinds = completeness_by_kind(scope, campaign, parts=parts)
    return [
        _line(str(label), kinds[kind], kind=kind, place=within) for kind, label in UnitKind.choices if kind in kinds
    ]


def _by_line(scope: Scope, person: Person, campaign: Campaign, parts: Sequence[DutyKind]) -> list[Line]:
    under = head_of_lines(person, campaign)
    found = completeness_by_line(scope, campaign, under=under, parts=parts)
    named = lines_in(scope, campaign, under)
    return [_line(line_name(key, label), found[key], line=key) for key, label in named if key in found]


def _opens(place: int, by: Level) -> str:
    """Where a row by prefecture leads: to its counties."""
    return f"?place={place}" if level_of(place) == by == Level.PREFECTURE else ""


def _key(place: int, by: Level) -> str:
    """A row's place as the roster's filter takes it: one above the table's level is its own offices alone."""
    return f"{place}{OWN if level_of(place) < by else ''}"


def _roster_at(**narrowed: str | int | None) -> str:
    """The address of the roster, narrowed by what is given."""
    chosen = {name: value for name, value in narrowed.items() if value not in (None, "")}
    return f"{reverse('returns:roster')}?{urlencode(chosen)}"


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
    """Everybody who is expected to report, and how each stands with the four: who lacks what."""
    campaign = working_campaign(request)
    page = _roster(request.scope, request.person, campaign, asked_kinds(campaign))
    rows = roster_of_four(request.scope, campaign)
    return list_response(request, page, rows, template="returns/roster.html")


def _roster(scope: Scope, person: Person, campaign: Campaign, asked: Sequence[DutyKind]) -> ListPage:
    return ListPage(
        title=_("应报单位"),
        file_name="roster",
        search=("unit_name",),
        search_label=_("单位名称"),
        order=("level", "division_code", "unit_name"),
        columns=(
            unit_column(_return_or_unit),
            place_column(names_around(person.division_code)),
            Column(key="kind", label=_("类型"), value=lambda p: p.get_kind_display(), narrow_hides=True),
            stage_column(_("统计表")),
            *part_columns(asked),
            moment_column("submitted_at", _("上报时间"), narrow_hides=True),
            moment_column("due_at", _("截止")),
        ),
        filters=(
            by_lack(asked),
            by_lateness(asked),
            Filter(
                key="stage",
                label=_("统计表"),
                choices=lambda: [
                    ("missing", _("未报（含退回）")),
                    *[(v, str(label)) for v, label in StageChoice.choices if v != Stage.DRAFT.value],
                ],
                apply=_at_stage,
            ),
            *narrowing(person),
            by_line(scope, person, campaign),
        ),
        empty=Empty(_("还没有应报单位"), _("活动周部署后，名单会出现在这里。")),
    )


@allow(*READERS)
def missing_list(request: DeskRequest) -> HttpResponse:
    """Who lacks what, on one page to be printed: by place, narrowed as the roster is. Phones are not shown in full."""
    campaign, person = working_campaign(request), request.person
    asked = asked_kinds(campaign)
    page = _roster(request.scope, person, campaign, asked)
    state = ListState.of(page, request.GET.dict())
    rows = lacking(narrowed(page, roster_of_four(request.scope, campaign), state), asked)
    rows = rows.prefetch_related("chain__office").order_by("division_code", "level", "unit_name", "pk")
    names = names_around(person.division_code)
    by_place: dict[str, list[tuple[Placement, str]]] = {}
    for row in rows:
        by_place.setdefault(names[row.division_code], []).append((row, lacks_words(row, asked)))
    context = {
        "title": _("未报单位名单"),
        "campaign": campaign,
        "places": by_place,
        "count": sum(map(len, by_place.values())),
        "chosen": [dict(state.offered[key])[value] for key, value in state.chosen.items()],
        "printed_at": clock.now(),
        "query": request.GET.urlencode(),
    }
    return render(request, "returns/missing.html", context)


def _return_or_unit(row: Any) -> str:
    """A unit's return, or the unit where there is none yet."""
    if row.return_id:
        return reverse("returns:review", args=[row.return_id])
    return reverse("people:unit", args=[row.unit_id])


def _at_stage(rows: QuerySet[Placement], stage: str) -> QuerySet[Placement]:
    return missing(rows) if stage == "missing" else rows.filter(return_row__track__stage=stage)
