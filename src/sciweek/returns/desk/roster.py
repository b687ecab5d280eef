"""What every list over the roster is made of: its columns, and how it is narrowed."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sciweek.campaigns.models import Placement
from sciweek.pages.lists import Column, Filter
from sciweek.pages.templatetags.sciweek import datetime_cn
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person
from sciweek.returns.desk.places import Names
from sciweek.returns.naming import codes_of, place_choices
from sciweek.review.models import StageChoice

STAGES = {**dict(StageChoice.choices), "": StageChoice.DRAFT.label}


def unit_column(link: Callable[[Any], str]) -> Column:
    """The unit as it is called on the roster."""
    return Column(key="unit", label=_("单位"), value=lambda p: p.unit_name, sort=("unit_name",), link=link)


def place_column(names: Names) -> Column:
    """Where the unit stands."""
    return Column(key="place", label=_("地区"), value=lambda p: names[p.division_code], sort=("division_code",))


def stage_column() -> Column:
    """How far its return is; a unit that has not begun has a draft."""
    return Column(key="stage", label=_("状态"), value=lambda p: str(STAGES[p.stage or ""]), sort=("stage",))


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
        Filter(
            key="kind",
            label=_("类型"),
            choices=lambda: [(v, str(label)) for v, label in UnitKind.choices],
            apply=lambda rows, kind: rows.filter(kind=kind),
        ),
    )


def _at_place(rows: QuerySet[Placement], place: str) -> QuerySet[Placement]:
    return rows.filter(division_code__range=codes_of(place))
