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
from sciweek.places.codes import COUNTY, range_of
from sciweek.places.queries import subtree_of
from sciweek.returns.desk.places import Names
from sciweek.review.models import StageChoice

STAGES = {**dict(StageChoice.choices), "": StageChoice.DRAFT.label}
# In the address, a place with this sign after its code is its own offices only, without what lies below (本级).
OWN = "b"


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
        Filter(key="place", label=_("地区"), choices=lambda: _places(person.division_code), apply=_at_place),
        Filter(
            key="kind",
            label=_("类型"),
            choices=lambda: [(v, str(label)) for v, label in UnitKind.choices],
            apply=lambda rows, kind: rows.filter(kind=kind),
        ),
    )


def _places(code: int) -> list[tuple[str, str]]:
    """The places to narrow by: each with what lies below it, and each that has something below it alone."""
    choices = []
    for division in subtree_of(code):
        choices.append((str(division.code), division.short_name))
        if division.level < COUNTY:
            own = _("%(place)s本级") % {"place": division.short_name}
            choices.append((f"{division.code}{OWN}", own))
    return choices


def _at_place(rows: QuerySet[Placement], place: str) -> QuerySet[Placement]:
    if place.endswith(OWN):
        return rows.filter(division_code=int(place.removesuffix(OWN)))
    return rows.filter(division_code__range=range_of(int(place)))
