"""Making the tables of aliases and of changes what an administrator's sheet says."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from django.db import models, transaction

from sciweek.core.audit import Actor, Fact, record_all
from sciweek.core.errors import BadInput
from sciweek.core.locks import lock_pair
from sciweek.documents.sheets.reading import Sheet
from sciweek.places.models import Division, DivisionAlias, DivisionChange
from sciweek.places.queries import forget_tree
from sciweek.places.upkeep import (
    AliasRow,
    ChangeRow,
    Difference,
    Effect,
    Fault,
    Reading,
    differences,
    read_aliases,
    read_changes,
)

Row = TypeVar("Row", AliasRow, ChangeRow)
Stored = TypeVar("Stored", bound=models.Model)
# The other locks on pairs begin with a campaign's number, which is never 0.
NO_CAMPAIGN = 0


@dataclass(frozen=True, slots=True)
class Table(Generic[Row, Stored]):
    """One of the two tables: how its sheet is read and how its rows are kept. `name` begins the acts' names."""

    name: str
    lock: int
    model: type[Stored]
    read: Callable[[Sheet, Collection[int]], Reading[Row]]
    row_of: Callable[[Stored], Row]

    def kept(self) -> dict[Row, Stored]:
        """All rows on record."""
        return {self.row_of(stored): stored for stored in self.model._default_manager.all()}


ALIASES = Table("alias", 1, DivisionAlias, read_aliases, lambda kept: AliasRow(kept.code, kept.name))
CHANGES = Table(
    "change",
    2,
    DivisionChange,
    read_changes,
    lambda kept: ChangeRow(kept.old_code, kept.old_name, kept.new_code, kept.on, kept.kind, kept.basis, kept.source),
)


@dataclass(frozen=True, slots=True)
class Trial(Generic[Row]):
    """What a sheet would change, and the faults of its rows.

    With any fault nothing is taken over, and the differences count for nothing: a row that cannot be read looks left out.
    """

    differences: Sequence[Difference[Row]]
    faults: Sequence[Fault]

    def count(self, effect: Effect) -> int:
        """How many rows it adds, changes or takes away."""
        return sum(difference.effect == effect for difference in self.differences)


def preview_table(*, table: Table[Row, Stored], sheet: Sheet) -> Trial[Row]:
    """What taking over a sheet would change; nothing is written.

    Raises:
        BadInput: the sheet as a whole cannot be used.
    """
    present = set(Division.objects.filter(valid_to=None).values_list("code", flat=True))
    reading = table.read(sheet, present)
    return Trial(differences(table.kept(), reading.rows.values()), reading.faults)


@transaction.atomic
def import_table(*, actor: Actor, table: Table[Row, Stored], sheet: Sheet) -> Sequence[Difference[Row]]:
    """Make the table what the sheet says, all of it or nothing. The caller has checked that the actor administers the system.

    A changed row is a new one: other processes see by the newest number that the table is another.

    Raises:
        BadInput: the sheet, or one of its rows, cannot be used; nothing was changed.
    """
    lock_pair(NO_CAMPAIGN, table.lock)
    trial = preview_table(table=table, sheet=sheet)
    if trial.faults:
        raise BadInput(f"有 {len(trial.faults)} 行有问题，整份都没有收。请按提示改正后重新上传。")
    kept = table.kept()
    gone = [each.before for each in trial.differences if each.before is not None]
    coming = [each.after for each in trial.differences if each.after is not None]
    table.model._default_manager.filter(pk__in=[kept[row].pk for row in gone]).delete()
    made = dict(
        zip(coming, table.model._default_manager.bulk_create(table.model(**asdict(row)) for row in coming), strict=True)
    )
    record_all(actor, [_fact(table.name, each, made | {row: kept[row] for row in gone}) for each in trial.differences])
    forget_tree()
    # Another thread may have read the old table again before the commit.
    transaction.on_commit(forget_tree)
    return trial.differences


def _fact(name: str, difference: Difference[Row], stored: dict[Row, Stored]) -> Fact:
    return Fact(
        f"{name}.{difference.effect.name.lower()}",
        stored[difference.row],
        {"before": _said(difference.before), "after": _said(difference.after)},
    )


def _said(row: AliasRow | ChangeRow | None) -> list[str]:
    return [str(value) for value in row.values] if row is not None else []
