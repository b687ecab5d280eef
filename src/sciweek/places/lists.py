"""How a list shows places, and how it is narrowed to one."""

from collections.abc import Iterable
from operator import attrgetter

from django.utils.html import format_html
from django.utils.translation import gettext as _

from sciweek.pages.lists import Column, Filter
from sciweek.places.codes import range_of
from sciweek.places.queries import Names


def place_column(names: Names, *, field: str = "division_code", narrow_hides: bool = False) -> Column:
    """Where a row stands: the name of the division in `field`, a path from the row (`placement__division_code`)."""
    code = attrgetter(field.replace("__", "."))
    return Column(
        key="place",
        label=_("地区"),
        value=lambda row: names[code(row)],
        show=lambda row: format_html('<span class="nowrap">{}</span>', names[code(row)]),
        sort=(field,),
        narrow_hides=narrow_hides,
    )


def by_place(places: Iterable[tuple[int, str]], *, field: str = "division_code") -> Filter:
    """The rows whose division, in `field`, is one of these places or lies below it."""
    offered = [(str(code), name) for code, name in places]
    return Filter(
        key="place",
        label=_("地区"),
        choices=lambda: offered,
        apply=lambda rows, code: rows.filter(**{f"{field}__range": range_of(int(code))}),
    )
