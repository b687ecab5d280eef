"""Taking over the tables of aliases and changes: all or nothing, recorded, and found at once."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from sciweek.core.act_words import word_of
from sciweek.core.audit import SYSTEM
from sciweek.core.errors import BadInput
from sciweek.core.models import AuditEntry
from sciweek.places import queries
from sciweek.places.actions import upkeep
from sciweek.places.actions.upkeep import ALIASES, CHANGES, import_table, preview_table
from sciweek.places.models import Division, DivisionAlias, DivisionChange
from sciweek.places.queries import find_division, present_codes
from sciweek.places.upkeep import Effect, differences
from tests.conftest import ON_POSTGRES
from tests.places.sheets import change, shipped_sheet

pytestmark = pytest.mark.django_db
NEW = {"code": "630102", "name": "东川"}


def found(text: str) -> int | None:
    division = find_division(text)
    return division.code if isinstance(division, Division) else None


def test_a_preview_writes_nothing() -> None:
    trial = preview_table(table=ALIASES, sheet=shipped_sheet("aliases", [NEW], without=1))
    assert [trial.count(effect) for effect in Effect] == [1, 0, 1]
    assert DivisionAlias.objects.filter(name="东川").count() == 0
    assert not AuditEntry.objects.filter(act__startswith="alias.").exists()


def test_a_new_alias_is_found_at_once_and_one_that_was_taken_away_no_more() -> None:
    assert (found("东川"), found("大柴旦镇")) == (None, 632857)
    kept = DivisionAlias.objects.exclude(name="大柴旦镇").values_list("code", "name")
    rows = [{"code": str(code), "name": name} for code, name in kept]
    table = shipped_sheet("aliases", [*rows, NEW], without=len(DivisionAlias.objects.all()))
    import_table(actor=SYSTEM, table=ALIASES, sheet=table)
    assert (found("东川"), found("大柴旦镇")) == (630102, None)


def test_a_changed_day_is_followed_at_once() -> None:
    assert present_codes([632321], date(2022, 6, 15)) == {632321: 632321}
    rows = [change(old_code="632321", old_name="同仁县", new_code="632301", on="2022-07-01", kind="recode")]
    import_table(actor=SYSTEM, table=CHANGES, sheet=shipped_sheet("changes", rows, without=13))
    assert present_codes([632321], date(2022, 6, 15)) == {632321: 632301}
    assert DivisionChange.objects.get().on == date(2022, 7, 1)


@pytest.mark.parametrize("table", ["aliases", "changes"])
def test_another_process_finds_the_new_table_when_it_looks_again(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("东川") is None
    DivisionAlias.objects.filter(name="大柴旦镇").update(name="另名")
    if table == "aliases":
        DivisionAlias.objects.create(code=630102, name="东川")
    else:
        DivisionChange.objects.create(
            old_code=630199, old_name="东川", new_code=630102, on=date(2020, 1, 1), kind="recode"
        )
    assert found("东川") is None
    monkeypatch.setattr(queries, "LOOK_AGAIN_AFTER", 0.0)
    assert found("东川") == 630102


def test_one_wrong_row_and_nothing_is_taken() -> None:
    before = list(DivisionChange.objects.values_list())
    with pytest.raises(BadInput, match="有 1 行有问题，整份都没有收"):
        import_table(actor=SYSTEM, table=CHANGES, sheet=shipped_sheet("changes", [change(), change(on="")]))
    assert list(DivisionChange.objects.values_list()) == before
    assert not AuditEntry.objects.filter(act__startswith="change.").exists()


def test_every_row_is_recorded_with_both_sides_under_a_name() -> None:
    rows = [
        change(old_code="632321", old_name="同仁县", new_code="632301", on="2020-05-07", kind="recode"),
        change(),
    ]
    import_table(actor=SYSTEM, table=CHANGES, sheet=shipped_sheet("changes", rows, without=13))
    entries = AuditEntry.objects.filter(act__startswith="change.")
    assert {entry.act for entry in entries} == {"change.added", "change.changed", "change.removed"}
    assert all(word_of(entry.act) != entry.act for entry in entries)
    changed = entries.get(act="change.changed")
    assert (changed.detail["before"][3], changed.detail["after"][3]) == ("2020-06-12", "2020-05-07")
    assert entries.filter(act="change.removed").count() == 12


@pytest.fixture
def two_imports(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Any]]:
    """Two imports of one sheet that wait for each other between comparing and writing, if they can meet."""
    meeting = threading.Barrier(2, timeout=0.5)

    def compare_and_meet(*tables: Any) -> Any:
        found = differences(*tables)
        with suppress(threading.BrokenBarrierError):
            meeting.wait()
        return found

    monkeypatch.setattr(upkeep, "differences", compare_and_meet)
    return [partial(import_table, actor=SYSTEM, table=ALIASES, sheet=shipped_sheet("aliases", [NEW], 1))] * 2


def test_two_imports_at_once_take_every_row_once(
    race: Callable[..., list[Any]], two_imports: list[Callable[[], Any]]
) -> None:
    assert sorted(len(result) for result in race(*two_imports)) == [0, 2]
    assert DivisionAlias.objects.filter(name="东川").count() == 1


def test_without_the_lock_only_a_single_writer_saves_it(
    race: Callable[..., list[Any]], two_imports: list[Callable[[], Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "lock_pair", lambda *pair: None)
    results = race(*two_imports)
    # SQLite lets in one writer at a time whatever is locked.
    assert sum(isinstance(result, IntegrityError) for result in results) == (1 if ON_POSTGRES else 0)
