"""A person as the rules see one: an account acting under one membership, with the scope that follows from it.

Place gives reading: an officer of a science office reads its whole division. The reporting line gives the rest: any
office reads what reports to it. A unit's own staff reach their unit. Administrators reach no business data at all.
"""

from dataclasses import dataclass

from sciweek.core.scope import NOWHERE, Scope
from sciweek.people.enums import ADMINISTRATORS, OFFICERS, REVIEWERS, Level, Role, UnitKind
from sciweek.places.codes import range_of


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts. Made once a request by `queries.person_of`; safe to hand to any room."""

    account_id: int
    membership_id: int
    name: str
    role: Role
    unit_id: int
    unit_name: str
    unit_kind: UnitKind
    level: Level
    division_code: int
    line: str

    @property
    def label(self) -> str:
        """How the person is named in logs and messages: unit and name."""
        return f"{self.unit_name} · {self.name}"

    @property
    def is_officer(self) -> bool:
        """Acts for an office that stands above units."""
        return self.role in OFFICERS

    @property
    def is_administrator(self) -> bool:
        """One of the three administrators (三员)."""
        return self.role in ADMINISTRATORS

    @property
    def scope(self) -> Scope:
        """What the person may reach."""
        return scope_of(
            role=self.role,
            unit_id=self.unit_id,
            unit_kind=self.unit_kind,
            division_code=self.division_code,
            line=self.line,
        )

    def works_at(self, unit_id: int) -> bool:
        """Whether the person belongs to this unit."""
        return unit_id == self.unit_id


def scope_of(*, role: Role, unit_id: int, unit_kind: UnitKind, division_code: int, line: str) -> Scope:
    """The scope that a role in a unit gives. Pure: the matrix of roles is tested against it."""
    if role in ADMINISTRATORS or role in REVIEWERS:
        return NOWHERE
    if role in OFFICERS:
        ranges = (range_of(division_code),) if unit_kind == UnitKind.SCIENCE_OFFICE else ()
        return Scope(ranges=ranges, units=frozenset({unit_id}), lines=(line,) if line else ())
    if role in {Role.JOINT_HOST, Role.VIEWER}:
        return Scope(ranges=(range_of(division_code),), units=frozenset({unit_id}))
    return Scope(units=frozenset({unit_id}))
