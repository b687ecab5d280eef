"""Who may take notices in."""

from sciweek.people.enums import UnitKind
from sciweek.people.person import Person


def may_take_in(person: Person) -> bool:
    """Officers of science offices keep the library."""
    return person.is_officer and person.unit_kind == UnitKind.SCIENCE_OFFICE
