"""What every list over the roster is made of: its columns, and how it is narrowed."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.scope import Scope
from sciweek.materials.enums import Stage as PartStage
from sciweek.materials.parts import part_of
from sciweek.pages.lists import Column, Filter
from sciweek.pages.templatetags.sciweek import datetime_cn, icon
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person
from sciweek.returns.naming import codes_of, place_choices
from sciweek.returns.progress import DIRECT, line_of, lines_in
from sciweek.returns.queries.roster import lacking, lacks, late_with
from sciweek.review.models import StageChoice

STAGES = {**dict(StageChoice.choices), "": StageChoice.DRAFT.label}


def unit_column(link: Callable[[Any], str]) -> Column:
    """The unit as it is called on the roster."""
    return Column(key="unit", label=_("单位"), value=lambda p: p.unit_name, sort=("unit_name",), link=link)


def stage_column(label: str = "") -> Column:
    """How far its return is; a unit that has not begun has a draft."""
    return Column(key="stage", label=label or _("状态"), value=lambda p: str(STAGES[p.stage or ""]), sort=("stage",))


def part_columns(asked: Collection[DutyKind]) -> tuple[Column, ...]:
    """How far each part is that goes with the form, leading to it."""
    return tuple(_part_column(kind) for kind in asked if kind != DutyKind.RETURN)


def _part_column(kind: DutyKind) -> Column:
    page = part_of(kind).page
    return Column(
        key=kind.value,
        label=str(kind.label),
        value=lambda p: _part_words(p, kind)[1],
        show=lambda p: _shown(*_part_words(p, kind)),
        link=lambda p: reverse(page, args=[p.pk]),
        sort=(f"{kind}_part__stage",),
    )


def _part_words(row: Any, kind: DutyKind) -> tuple[str, str]:
    """The tone and the words of a part's state on a row of `roster_of_four`."""
    stage = getattr(row, f"{kind}_stage") or PartStage.OPEN
    if stage != PartStage.HANDED_IN:
        return ("warn" if stage == PartStage.SENT_BACK else "", str(PartStage(stage).label))
    if getattr(row, f"{kind}_on_time") is False:
        return "bad", _("逾期上报")
    return "ok", _("说明没有") if getattr(row, f"{kind}_none") else str(PartStage.HANDED_IN.label)


TONE_ICONS = {"ok": "okc", "warn": "undo", "bad": "clock", "": "minus"}


def _shown(tone: str, words: str) -> SafeString:
    return format_html('<span class="st {}">{}{}</span>', tone, icon(TONE_ICONS[tone]), words)


def lacks_column(asked: Collection[DutyKind]) -> Column:
    """Which of the four the unit lacks."""
    return Column(key="lacks", label=_("还缺"), value=lambda p: lacks_words(p, asked))


def lacks_words(row: Any, asked: Collection[DutyKind]) -> str:
    """The names of those of the four that a row of `roster_of_four` lacks."""
    return "、".join(str(kind.label) for kind in lacks(row, asked))


def moment_column(name: str, label: str, *, narrow_hides: bool = False) -> Column:
    """A moment that the rows carry under `name`; empty where there is none."""

    def value(row: Any) -> Any:
        moment = getattr(row, name)
        return moment.astimezone() if moment else None

    return Column(
        key=name.removesuffix("_at"),
        label=label,
        value=value,
        show=lambda p: datetime_cn(getattr(p, name)),
        sort=(name,),
        narrow_hides=narrow_hides,
    )


def narrowing(person: Person) -> tuple[Filter, Filter]:
    """A roster by place and by kind of unit."""
    return (
        Filter(key="place", label=_("地区"), choices=lambda: place_choices(person.division_code), apply=_at_place),
        Filter.among("kind", _("类型"), UnitKind),
    )


def by_lack(asked: Collection[DutyKind]) -> Filter:
    """A roster by which of the four is missing: one of them, or any."""
    names = [("any", _("任何一项")), *((kind.value, str(kind.label)) for kind in asked)]
    return Filter(
        key="lacks",
        label=_("还缺"),
        choices=lambda: names,
        apply=lambda rows, kind: lacking(rows, asked if kind == "any" else [DutyKind(kind)]),
    )


def by_lateness(asked: Collection[DutyKind]) -> Filter:
    """A roster by which of the four came in late."""
    return Filter(
        key="late",
        label=_("逾期"),
        choices=lambda: [(kind.value, str(kind.label)) for kind in asked],
        apply=lambda rows, kind: late_with(rows, DutyKind(kind)),
    )


def head_of_lines(person: Person, campaign: Campaign) -> int:
    """Below which office lines begin for this person: the own one, or the lead office for who reads only."""
    return person.unit_id if person.is_officer else campaign.office_id


def line_name(key: int, label: str) -> str:
    """A line as it is called on pages."""
    return _("本部门和直接报送的单位") if key == DIRECT else label


def by_line(scope: Scope, person: Person, campaign: Campaign) -> Filter:
    """A roster by line (条): the office next below the person's own through which a unit reports."""
    under = head_of_lines(person, campaign)
    return Filter(
        key="line",
        label=_("报送渠道"),
        choices=lambda: [(str(key), line_name(key, label)) for key, label in lines_in(scope, campaign, under)],
        apply=lambda rows, key: rows.annotate(line_key=line_of(campaign, under)).filter(line_key=int(key)),
    )


def _at_place(rows: QuerySet[Placement], place: str) -> QuerySet[Placement]:
    return rows.filter(division_code__range=codes_of(place))
