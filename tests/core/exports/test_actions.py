"""Asking, cancelling and removing: what is one's own, what is the same thing, and how much may wait."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from sciweek.core import worker
from sciweek.core.errors import BadInput, NotFound, WrongState
from sciweek.core.exports.actions import MOST_WAITING, cancel_export, remove_export
from sciweek.core.exports.running import path_of
from sciweek.core.models import AuditEntry, AuditPersonal, Export, ExportState
from tests.core.asking import Somebody, asked

Enter = Callable[..., None]
OTHERS = [Somebody(account_id=12, membership_id=22), Somebody(membership_id=23)]


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def done(made_by: Enter) -> Export:
    """An export whose file is there."""
    made_by()
    export = asked()
    worker.work_off()
    export.refresh_from_db()
    return export


@pytest.mark.django_db
def test_an_export_is_written_by_a_worker_and_both_are_in_the_trail(queue: None, made_by: Enter) -> None:
    made_by()
    waiting = asked()
    assert (waiting.state, waiting.file, acts()) == (ExportState.WAITING, "", ["export.ask"])
    worker.work_off()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rows, waiting.of_rows, waiting.size) == (ExportState.DONE, 3, 3, 6)
    assert path_of(waiting.file).read_bytes() == b"0\n1\n2\n"
    assert acts() == ["export.ask", "export.done"]


@pytest.mark.django_db
def test_who_asks_for_the_same_thing_gets_the_one_that_is_open(queue: None, made_by: Enter) -> None:
    first = done(made_by)
    second = asked()
    assert second != first
    assert asked() == second
    assert asked(number=1) != second
    assert all(asked(other) not in {first, second} for other in OTHERS)
    assert DBTaskResult.objects.count() == 5


@pytest.mark.django_db
def test_only_so_many_may_wait_whatever_one_acts_as(queue: None, made_by: Enter) -> None:
    made_by()
    for number in range(MOST_WAITING):
        asked(number=number)
    with pytest.raises(WrongState, match=f"您已有 {MOST_WAITING} 项"):
        asked(number=MOST_WAITING)
    with pytest.raises(WrongState, match="等待生成"):
        asked(Somebody(membership_id=23))
    assert asked(Somebody(account_id=12, membership_id=22)).is_open
    worker.work_off()
    assert asked(number=MOST_WAITING).is_open


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  用途 ", "长" * 201])
def test_a_list_of_people_needs_a_reason(reason: str, queue: None, made_by: Enter) -> None:
    made_by(personal=True)
    with pytest.raises(BadInput, match="写明用途") as refusal:
        asked(reason=reason)
    assert "reason" in refusal.value.fields
    assert Export.objects.count() == 0


@pytest.mark.django_db
def test_the_reason_stands_beside_the_trail_where_it_can_be_erased(queue: None, made_by: Enter) -> None:
    made_by(personal=True)
    asked(reason="联系 各县\n填报人")
    assert AuditPersonal.objects.get().values == {"reason": "联系 各县 填报人"}
    assert "reason" not in AuditEntry.objects.get().detail


@pytest.mark.django_db
def test_what_waits_is_cancelled_and_never_run(queue: None, made_by: Enter) -> None:
    made_by(lambda number: pytest.fail("it ran"))
    export = cancel_export(actor=Somebody(), export_id=asked().pk)
    worker.work_off()
    export.refresh_from_db()
    assert (export.state, acts()) == (ExportState.CANCELLED, ["export.ask", "export.cancel"])
    with pytest.raises(WrongState, match="已经结束"):
        cancel_export(actor=Somebody(), export_id=export.pk)


@pytest.mark.django_db
def test_what_has_ended_is_removed_with_its_file(
    queue: None, made_by: Enter, django_capture_on_commit_callbacks: Any
) -> None:
    export = done(made_by)
    path = path_of(export.file)
    with django_capture_on_commit_callbacks(execute=True):
        remove_export(actor=Somebody(), export_id=export.pk)
        assert path.exists()
    assert not path.exists()
    assert not Export.objects.exists()
    assert acts()[-1] == "export.remove"


@pytest.mark.django_db
def test_what_waits_is_not_removed(queue: None, made_by: Enter) -> None:
    made_by()
    with pytest.raises(WrongState, match="先取消"):
        remove_export(actor=Somebody(), export_id=asked().pk)


@pytest.mark.django_db
@pytest.mark.parametrize("other", OTHERS, ids=["another account", "another membership"])
def test_nobody_else_cancels_or_removes(other: Somebody, queue: None, made_by: Enter, folder: Path) -> None:
    waiting, ended = asked_and_done(made_by)
    for verb, export in ((cancel_export, waiting), (remove_export, ended)):
        with pytest.raises(NotFound):
            verb(actor=other, export_id=export.pk)
    waiting.refresh_from_db()
    assert waiting.state == ExportState.WAITING
    assert [path.name for path in folder.iterdir()] == [ended.file]


def asked_and_done(made_by: Enter) -> tuple[Export, Export]:
    ended = done(made_by)
    return asked(number=1), ended


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_ask_once(queue: None, made_by: Enter, race: Callable[..., list[Any]]) -> None:
    made_by()
    first, second = race(asked, asked)
    assert first == second
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_place_in_the_queue_is_given_once(queue: None, made_by: Enter, race: Callable[..., list[Any]]) -> None:
    made_by()
    for number in range(MOST_WAITING - 1):
        asked(number=number)
    results = race(partial(asked, number=8), partial(asked, number=9))
    assert sorted(type(result).__name__ for result in results) == ["Export", "WrongState"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_clicks_do_both_ask(queue: None, made_by: Enter, race: Callable[..., list[Any]]) -> None:
    made_by()
    model = asked()
    Export.objects.all().delete()
    both_have_read = threading.Barrier(2)

    def careless() -> bool:
        there = Export.objects.filter(digest=model.digest).exists()
        both_have_read.wait()
        if not there:
            with transaction.atomic():
                Export.objects.create(**{f.attname: getattr(model, f.attname) for f in Export._meta.fields[1:]})
        return there

    results = race(careless, careless)
    # The constraint in the database is the second line: one of the two careless ones fails on it instead of waiting.
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "bool"]
    assert any(isinstance(result, IntegrityError) for result in results)
