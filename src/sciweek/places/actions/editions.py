"""Taking over a new edition of the divisions. Nothing is ever deleted."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from sciweek.core.audit import Actor, Fact, record_all
from sciweek.core.errors import BadInput
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
        BadInput: see `edition.read_edition` and `edition.compare`; or an ended division began on or after `valid_from`.
            Nothing was changed.
    """
    # Locked first and read afterwards: a locking read does not see rows that the import before it has just begun.
    list(Division.objects.select_for_update().filter(valid_to=None).order_by("pk").values_list("pk", flat=True))
    open_rows = {row.code: row for row in Division.objects.filter(valid_to=None)}
    changes = compare({code: row.name for code, row in open_rows.items()}, read_edition(rows))
    ended = [open_rows[change.code] for change in changes if change.change != Change.ADDED]
    for row in ended:
        if row.valid_from is not None and row.valid_from >= valid_from:
            raise BadInput(f"{row.name}（{row.code}）自 {row.valid_from} 起启用，新版的启用日期应晚于这一天。")
    Division.objects.filter(pk__in=[row.pk for row in ended]).update(valid_to=valid_from - timedelta(days=1))
    begun = _begin([change for change in changes if change.change != Change.CLOSED], open_rows, valid_from)
    rows_now = open_rows | begun
    record_all(
        actor,
        [
            Fact(f"division.{change.change.name.lower()}", rows_now[change.code], {"code": change.code})
            for change in changes
        ],
    )
    forget_tree()
    # Another thread may have read the old tree again before the commit.
    transaction.on_commit(forget_tree)
    return changes


def _begin(
    changes: Iterable[EditionChange], open_rows: Mapping[int, Division], valid_from: date
) -> dict[int, Division]:
    """The new rows by code. Parents come first; what stays under a renamed division moves under its new row."""
    made: dict[int, Division] = {}
    for change in sorted(changes, key=lambda change: level_of(change.code)):
        parent_code = parent_of(change.code) or 0
        made[change.code] = Division.objects.create(
            code=change.code,
            name=change.new_name,
            short_name=short_form(change.new_name),
            level=level_of(change.code),
            parent=made.get(parent_code) or open_rows.get(parent_code),
            valid_from=valid_from,
        )
        if change.change == Change.RENAMED:
            under = Division.objects.filter(parent=open_rows[change.code], valid_to=None)
            under.update(parent=made[change.code])
    return made
