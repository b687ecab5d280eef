"""Who may do what with units, invitations and accounts."""

from collections.abc import Sequence

from sciweek.people.enums import ADMINISTRATORS, OFFICER_AT, REVIEWERS, Level, Role, UnitKind
from sciweek.people.models import Membership, Unit
from sciweek.people.person import Person

# What the security administrator hands out: the roles that belong to no line of offices.
BY_SECURITY_ADMINISTRATOR = REVIEWERS | ADMINISTRATORS
# Units that may stand above others in a reporting line, and so have officers who accept what these report.
OFFICE_KINDS = {UnitKind.SCIENCE_OFFICE, UnitKind.DEPARTMENT, UnitKind.ASSOCIATION, UnitKind.PROPAGANDA}


def reaches(person: Person, unit: Unit) -> bool:
    """Whether the unit lies inside the person's scope."""
    return person.scope.holds(code=unit.division_code, unit=unit.pk, line=unit.line)


def may_manage_units(person: Person) -> bool:
    """Officers of science offices keep the register of units; others correct their own contact data only."""
    return person.is_officer and person.unit_kind == UnitKind.SCIENCE_OFFICE


def may_make_unit(person: Person, *, division_code: int) -> bool:
    """A science office makes units inside its own division."""
    return may_manage_units(person) and any(low <= division_code <= high for low, high in person.scope.ranges)


def may_change_unit(person: Person, unit: Unit) -> bool:
    """Any unit inside the office's scope, its own included."""
    return may_manage_units(person) and reaches(person, unit)


def may_close_unit(person: Person, unit: Unit) -> bool:
    """Units inside the scope, never one's own."""
    return may_change_unit(person, unit) and not person.works_at(unit.pk)


def may_change_contact(person: Person, unit: Unit) -> bool:
    """A unit's own officer or head, or whoever may change the unit."""
    own = person.works_at(unit.pk) and person.role in {Role.UNIT_OFFICER, Role.UNIT_HEAD}
    return own or may_change_unit(person, unit)


def roles_to_invite(person: Person, unit: Unit) -> Sequence[Role]:
    """The roles that the person may invite somebody to in this unit; none when the unit is out of reach."""
    if person.role == Role.SECURITY_ADMINISTRATOR:
        return [role for role in Role if role in BY_SECURITY_ADMINISTRATOR]
    if not reaches(person, unit):
        return []
    if person.works_at(unit.pk) and not person.is_officer:
        return [Role.UNIT_OFFICER, Role.UNIT_HEAD] if person.role in {Role.UNIT_OFFICER, Role.UNIT_HEAD} else []
    if not person.is_officer or unit.level < person.level:
        return []
    roles = []
    if unit.kind in OFFICE_KINDS:
        roles.append(OFFICER_AT[Level(unit.level)])
    roles += [Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.VIEWER]
    if person.level == Level.PROVINCE and unit.level == Level.PROVINCE:
        roles.append(Role.JOINT_HOST)
    return roles


def may_invite(person: Person, unit: Unit, role: Role) -> bool:
    """Whether the person may invite somebody to this role in this unit."""
    return role in roles_to_invite(person, unit)


def may_end_membership(person: Person, membership: Membership) -> bool:
    """Whoever may hand the role out may end it; nobody ends the membership under which he acts."""
    return membership.pk != person.membership_id and may_invite(person, membership.unit, Role(membership.role))


def may_lock_accounts(person: Person) -> bool:
    """The security administrator."""
    return person.role == Role.SECURITY_ADMINISTRATOR
