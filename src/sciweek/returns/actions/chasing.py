"""Reminding those who lack one of the four (催报): by mail, or in a chat group with a record here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Campaign, Placement
from sciweek.core import clock
from sciweek.core.audit import Fact, record_all
from sciweek.core.errors import permit
from sciweek.mailroom.actions import Letter, Recipient, post_all
from sciweek.people.person import Person
from sciweek.people.queries import officers_of_units
from sciweek.returns.enums import ChaseBy
from sciweek.returns.models import Chase
from sciweek.returns.queries.roster import asked_kinds, lacking, lacks, roster_of_four
from sciweek.returns.rules import may_chase

# Twice in one working day is a nuisance; two offices of one line do not know of each other's reminder.
QUIET = timedelta(hours=12)
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Chased:
    """What became of a reminder: names of the units that got it, that have nobody with a mail address, that had one lately."""

    told: Sequence[str]
    without_mail: Sequence[str]
    lately: Sequence[str]


@transaction.atomic
def chase(
    *,
    actor: Person,
    campaign: Campaign,
    unit_ids: Collection[int] | None,
    by: ChaseBy,
    note: str = "",
    kinds: Collection[DutyKind] | None = None,
) -> Chased:
    """Remind units inside the actor's scope that lack one of the four; each letter names all that its unit lacks.

    `unit_ids` narrows to some units, `kinds` to who lacks one of these; None means all. Who has handed it in meanwhile is
    left out. By mail a unit is reminded at most once in 12 hours, whoever does it.

    Raises:
        NotPermitted: not an officer, or the campaign is not on.
    """
    permit(may_chase(actor, campaign), "只有主管部门可以催报，且要在活动周归档之前。")
    asked = asked_kinds(campaign)
    wanted = lacking(roster_of_four(actor.scope, campaign), asked if kinds is None else kinds)
    if unit_ids is not None:
        wanted = wanted.filter(unit_id__in=unit_ids)
    ids = list(wanted.values_list("pk", flat=True))
    # Two people who press the button at once queue here; the second finds what the first has written.
    list(Placement.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    rows = list(wanted.filter(pk__in=ids).order_by("division_code", "unit_name"))
    recent = Chase.objects.filter(placement__in=ids, by=ChaseBy.MAIL, at__gt=clock.now() - QUIET)
    lately = set(recent.values_list("placement_id", flat=True)) if by == ChaseBy.MAIL else set()
    due = [row for row in rows if row.pk not in lately]
    letters = _letters(actor, campaign, due, asked, note) if by == ChaseBy.MAIL else {}
    told = [row for row in due if by == ChaseBy.GROUP or letters[row.pk]]
    _keep(actor, told, by, note, letters)
    post_all("returns/chased", letters=[letter for own in letters.values() for letter in own])
    return Chased(
        [row.unit_name for row in told],
        [row.unit_name for row in due if by == ChaseBy.MAIL and not letters[row.pk]],
        [row.unit_name for row in rows if row.pk in lately],
    )


def _letters(
    actor: Person, campaign: Campaign, rows: Sequence[Placement], asked: Sequence[DutyKind], note: str
) -> dict[int, list[Letter]]:
    officers = officers_of_units([row.unit_id for row in rows])
    dues = _dues(campaign, [row.unit_id for row in rows])
    made: dict[int, list[Letter]] = {}
    for row in rows:
        missing = lacks(row, asked)
        context = {
            "campaign": campaign,
            "row": row,
            "office": actor.unit_name,
            "note": note,
            "missing": [(kind, _due(row, kind, dues)) for kind in missing],
            "form": DutyKind.RETURN in missing,
            "more": missing != [DutyKind.RETURN],
        }
        made[row.pk] = [
            Letter(
                to=Recipient(member.account.name, member.account.email),
                context=context,
                division_code=row.division_code,
            )
            for member in officers.get(row.unit_id, [])
            if member.account.email
        ]
    return made


def _dues(campaign: Campaign, unit_ids: Collection[int]) -> dict[tuple[int, str], datetime]:
    """Unit and kind to the date of each of the four. One query."""
    rows = Assignment.objects.filter(duty__campaign=campaign, unit__in=unit_ids).exclude(duty__kind=DutyKind.OTHER)
    return {(unit, kind): due for unit, kind, due in rows.values_list("unit_id", "duty__kind", "due_at")}


def _due(row: Any, kind: DutyKind, dues: Mapping[tuple[int, str], datetime]) -> datetime | None:
    """By when a unit owes this: of a form that was sent back, the date to correct it by."""
    return row.due_at if kind == DutyKind.RETURN else dues.get((row.unit_id, kind.value))


def _keep(actor: Person, rows: Sequence[Placement], by: ChaseBy, note: str, letters: dict[int, list[Letter]]) -> None:
    Chase.objects.bulk_create(
        [
            Chase(
                placement=row,
                office_id=actor.unit_id,
                by=by,
                note=note[:LONGEST_NOTE],
                letters=len(letters.get(row.pk, ())),
                at=clock.now(),
                account_id=actor.account_id,
                actor_name=actor.name,
            )
            for row in rows
        ],
        batch_size=500,
    )
    record_all(actor, [Fact("return.chase", row, {"by": by.value, "unit": row.unit_id}) for row in rows])
