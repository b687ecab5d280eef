"""Writes of divisions: loading the shipped edition and taking over a new one. Nothing is ever deleted."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from sciweek.core.audit import Actor, Fact, record_all
from sciweek.places.codes import level_of, parent_of
from sciweek.places.edition import Change, EditionChange, compare, read_edition
from sciweek.places.models import Division
from sciweek.places.naming import short_form
from sciweek.places.queries import forget_tree


def preview_edition(rows: Iterable[Mapping[str, str]]) -> list[EditionChange]:
    """What an edition would change; nothing is written.

    Raises:
        BadInput: see `edition.read_edition`.
    """
    current = dict(Division.objects.filter(valid_to=None).values_list("code", "name"))
    return compare(current, read_edition(rows))


@transaction.atomic
def import_edition(*, actor: Actor, rows: Iterable[Mapping[str, str]], valid_from: date) -> list[EditionChange]:
    """Take over an edition valid from a day: new and renamed divisions get a new row, the old row ends the day before.

    The caller has checked that the actor administers the system.

    Raises:
        BadInput: see `edition.read_edition`; nothing was changed.
    """
    changes = preview_edition(rows)
    ended = [change.code for change in changes if change.change != Change.ADDED]
    Division.objects.filter(code__in=ended, valid_to=None).update(valid_to=valid_from - timedelta(days=1))
    begun = [change for change in changes if change.change != Change.CLOSED]
    made: dict[int, Division] = {}
    for change in sorted(begun, key=lambda change: level_of(change.code)):
        parent_code = parent_of(change.code)
        parent = Division.objects.filter(code=parent_code, valid_to=None).first() if parent_code else None
        made[change.code] = Division.objects.create(
            code=change.code,
            name=change.new_name,
            short_name=short_form(change.new_name),
            level=level_of(change.code),
            parent=parent,
            valid_from=valid_from,
        )
        Division.objects.filter(parent__code=change.code, valid_to=None).update(parent=made[change.code])
    facts = [
        Fact(f"division.{change.change.name.lower()}", made[change.code], {"code": change.code}) for change in begun
    ]
    record_all(actor, facts)
    forget_tree()
    return changes
