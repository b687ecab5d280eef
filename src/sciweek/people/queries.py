"""Reads of units, accounts and memberships. All that list units or people take a `Scope`."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sciweek.core.errors import BadInput
from sciweek.core.names import normal_phone
from sciweek.core.scope import Scope
from sciweek.people.enums import OFFICERS, Level, Role, Staffing, UnitKind
from sciweek.people.models import Account, Invitation, Membership, SignIn, Unit
from sciweek.people.person import Person


def open_memberships() -> QuerySet[Membership]:
    """Memberships that have not ended, of accounts that may sign in."""
    return Membership.objects.filter(to_at=None, account__is_active=True)


def person_from(membership: Membership) -> Person:
    """The person who acts under a membership read with its unit and account."""
    unit = membership.unit
    return Person(
        account_id=membership.account_id,
        membership_id=membership.pk,
        name=membership.account.name,
        role=Role(membership.role),
        unit_id=unit.pk,
        unit_name=unit.label,
        unit_kind=UnitKind(unit.kind),
        level=Level(unit.level),
        division_code=unit.division_code,
        line=unit.line,
    )


def person_of(account_id: int, membership_id: int | None = None) -> Person | None:
    """The account as a person: under the membership asked for if it is open, else under the oldest open one. One query."""
    rows = list(
        open_memberships().filter(account_id=account_id).select_related("unit", "account").order_by("from_at", "pk")
    )
    chosen = next((row for row in rows if row.pk == membership_id), rows[0] if rows else None)
    return person_from(chosen) if chosen else None


def person_acting(account_id: int, membership_id: int) -> Person | None:
    """The account as a person under exactly this membership; None once it has ended. For work done after the request."""
    rows = open_memberships().filter(account_id=account_id, pk=membership_id).select_related("unit", "account")
    found = rows.first()
    return person_from(found) if found else None


def memberships_of(account_id: int) -> QuerySet[Membership]:
    """The open memberships of an account: what it may act as."""
    return open_memberships().filter(account_id=account_id).select_related("unit").order_by("from_at", "pk")


def units_in(scope: Scope, *, on: date | None = None) -> QuerySet[Unit]:
    """Units inside `scope`; those open today, or on the day asked for."""
    day = on or timezone.localdate()
    open_then = Q(valid_from=None) | Q(valid_from__lte=day)
    not_closed = Q(valid_to=None) | Q(valid_to__gte=day)
    return Unit.objects.filter(scope.as_q()).filter(open_then, not_closed)


def units_for_list(scope: Scope) -> QuerySet[Unit]:
    """Units inside `scope`, with what the list shows: place, line, how many people, whether an invitation waits."""
    waiting = Invitation.objects.filter(
        unit=OuterRef("pk"), accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )
    return (
        units_in(scope)
        .select_related("division", "reports_to")
        .annotate(
            people=Count("memberships", filter=Q(memberships__to_at=None), distinct=True), invited=Exists(waiting)
        )
    )


def staffed(rows: QuerySet[Any], staffing: str) -> QuerySet[Any]:
    """Those of `units_for_list` that are staffed like this."""
    if staffing == Staffing.SOME:
        return rows.filter(people__gt=0)
    return rows.filter(people=0, invited=staffing == Staffing.WAITING)


def lead_office(division_code: int) -> Unit | None:
    """The science office of a division (科技主管部门); None where it has none on record."""
    return Unit.objects.filter(kind=UnitKind.SCIENCE_OFFICE, division_code=division_code, valid_to=None).first()


def officers_everywhere() -> QuerySet[Membership]:
    """Who answers for a unit: officers of an office, fillers and heads of any unit."""
    return open_memberships().filter(role__in=OFFICERS | {Role.UNIT_OFFICER, Role.UNIT_HEAD})


def officers_of(unit_id: int) -> QuerySet[Membership]:
    """Who answers for this unit: whom to write to."""
    return officers_everywhere().filter(unit_id=unit_id).select_related("account")


def officers_of_units(unit_ids: Collection[int]) -> dict[int, list[Membership]]:
    """`officers_of` for many units at once; a unit that has nobody is left out. One query."""
    found: dict[int, list[Membership]] = {}
    rows = officers_everywhere().filter(unit_id__in=unit_ids).select_related("account")
    for membership in rows.order_by("unit_id", "pk"):
        found.setdefault(membership.unit_id, []).append(membership)
    return found


def invitations_in(scope: Scope) -> QuerySet[Invitation]:
    """Invitations into units inside `scope`, newest first."""
    inside = scope.as_q(code="unit__division_code", unit="unit_id", line="unit__line")
    return Invitation.objects.filter(inside).select_related("unit", "invited_by__account").order_by("-made_at", "-pk")


def accounts_in(scope: Scope) -> QuerySet[Membership]:
    """People inside `scope`, one row a membership."""
    inside = scope.as_q(code="unit__division_code", unit="unit_id", line="unit__line")
    return Membership.objects.filter(inside, to_at=None).select_related("unit", "account")


def sign_ins_of(account_id: int) -> QuerySet[SignIn]:
    """An account's own sign-in log, newest first."""
    return SignIn.objects.filter(account_id=account_id).order_by("-at")


def account_named(login: str) -> Account | None:
    """The account that signs in with this name, mail or phone; None when there is none."""
    login = login.strip()
    if not login:
        return None
    try:
        phone = normal_phone(login)
    except BadInput:
        phone = login
    return Account.objects.filter(
        Q(username__iexact=login) | Q(email__iexact=login, email__gt="") | Q(phone=phone)
    ).first()


def every_unit() -> QuerySet[Unit]:
    """All open units, without scope: for the security administrator, who hands out roles but sees no business data."""
    return Unit.objects.filter(valid_to=None)


def invitations_by(membership_id: int) -> QuerySet[Invitation]:
    """The invitations that somebody made, newest first."""
    rows = Invitation.objects.filter(invited_by_id=membership_id).select_related("unit", "invited_by__account")
    return rows.order_by("-made_at", "-pk")
