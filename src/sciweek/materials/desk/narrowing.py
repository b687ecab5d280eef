"""How lists of what units have handed in are narrowed by place."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from sciweek.people.person import Person
from sciweek.places.codes import province_of, range_of
from sciweek.places.queries import choices_within


def places_of(person: Person) -> Mapping[int, str]:
    """The short names of every division in the person's province, by code."""
    return dict(choices_within(province_of(person.division_code)))


def place_choices(person: Person) -> list[tuple[str, str]]:
    """The places that the person may narrow to."""
    return [(str(code), name) for code, name in choices_within(person.division_code)]


def at_place(rows: QuerySet[Any], place: str) -> QuerySet[Any]:
    """The rows whose units stand in the place or below it."""
    return rows.filter(placement__division_code__range=range_of(int(place)))
