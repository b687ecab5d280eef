"""Names of places for tables and lists that show many of them."""

from django.utils.translation import gettext as _

from sciweek.people.enums import Level
from sciweek.places.codes import COUNTY, level_of, range_of
from sciweek.places.queries import Names, name_of, subtree_of

# In an address, a place with this sign after its code is its own offices only, without what lies below (本级).
OWN = "b"


def own_name(code: int, level: Level, names: Names | None = None) -> str:
    """A place in a table of places: one that stands above the table's level is its own offices (本级)."""
    name = name_of(code) if names is None else names[code]
    return _("%(place)s本级") % {"place": name} if level_of(code) < level else name


def place_choices(code: int) -> list[tuple[str, str]]:
    """The places to narrow by: each with what lies below it, and each that has something below it alone."""
    choices = []
    for division in subtree_of(code):
        choices.append((str(division.code), division.short_name))
        if division.level < COUNTY:
            own = _("%(place)s本级") % {"place": division.short_name}
            choices.append((f"{division.code}{OWN}", own))
    return choices


def codes_of(place: str) -> tuple[int, int]:
    """First and last division code of a place that `place_choices` offers."""
    code = int(place.removesuffix(OWN))
    return (code, code) if place.endswith(OWN) else range_of(code)
