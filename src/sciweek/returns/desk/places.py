"""Places on a page: their names, and by which level a table is broken down."""

from sciweek.people.access import DeskRequest
from sciweek.people.enums import Level
from sciweek.places.queries import Names, names_around
from sciweek.returns.naming import own_name

__all__ = ["Names", "level_below", "names_around", "own_name"]


def level_below(request: DeskRequest) -> Level:
    """By which level a person's tables are broken down: one below the person's own place."""
    return {Level.PROVINCE: Level.PREFECTURE}.get(request.person.level, Level.COUNTY)
