"""Places on a page that shows many of them: their names, and by which level a table is broken down."""

from django.utils.translation import gettext as _

from sciweek.people.access import DeskRequest
from sciweek.people.enums import Level
from sciweek.places.codes import level_of, province_of
from sciweek.places.queries import choices_within, name_of


class Names(dict[int, str]):
    """Short names by division code; a code that no open division bears is its own name."""

    def __missing__(self, code: int) -> str:
        """The code as text."""
        return str(code)


def names_around(code: int) -> Names:
    """The names of every division in the province that holds `code`, asked for once a page."""
    return Names(choices_within(province_of(code)))


def own_name(code: int, level: Level, names: Names | None = None) -> str:
    """A place in a table of places: one that stands above the table's level is its own offices (本级)."""
    name = name_of(code) if names is None else names[code]
    return _("%(place)s本级") % {"place": name} if level_of(code) < level else name


def level_below(request: DeskRequest) -> Level:
    """By which level a person's tables are broken down: one below the person's own place."""
    return {Level.PROVINCE: Level.PREFECTURE}.get(request.person.level, Level.COUNTY)
