"""A worker at an export: how far it is, where it stops, and what it leaves behind when it breaks off."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone, translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sciweek.core import worker
from sciweek.core.errors import NotPermitted
from sciweek.core.exports import KINDS, running
from sciweek.core.exports.actions import cancel_export
from sciweek.core.exports.running import run_export
from sciweek.core.models import AuditEntry, Export, ExportState
from tests.core.asking import Somebody, asked

Enter = Callable[..., None]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]


@pytest.fixture
def told_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress goes to the database with each row."""
    monkeypatch.setattr(running, "TOLD_EVERY_SECONDS", -1)


def worked_off(export: Export) -> Export:
    worker.work_off()
    export.refresh_from_db()
    return export


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def test_the_page_can_tell_how_far_it_is(made_by: Enter, told_each_row: None) -> None:
    seen = []
    made_by(lambda number: seen.append(Export.objects.values_list("state", "rows", "of_rows").get()))
    worked_off(asked())
    assert seen == [("running", 0, 3), ("running", 1, 3), ("running", 2, 3)]


def test_the_database_is_told_at_most_a_few_times_a_second(
    made_by: Enter, django_assert_max_num_queries: Callable[..., object]
) -> None:
    made_by(rows=20_000)
    export = asked()
    with django_assert_max_num_queries(60):  # type: ignore[attr-defined]
        worked_off(export)
    assert export.rows == 20_000


def test_it_stops_at_the_next_row_once_it_is_cancelled(made_by: Enter, told_each_row: None, folder: Path) -> None:
    rows = []

    def cancel_at_the_second(number: int) -> None:
        rows.append(number)
        if number == 1:
            cancel_export(actor=Somebody(), export_id=export.pk)

    made_by(cancel_at_the_second, rows=100)
    export = asked()
    assert worked_off(export).state == ExportState.CANCELLED
    assert rows == [0, 1]
    assert files(folder) == []
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_what_is_cancelled_at_the_last_moment_leaves_no_file(
    made_by: Enter, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "TOLD_EVERY_SECONDS", 60)
    made_by()
    kind = KINDS["tests.rows"].write

    def write_then_cancel(export: Export, out: object, progress: object) -> None:
        kind(export, out, progress)  # type: ignore[arg-type]
        cancel_export(actor=Somebody(), export_id=export.pk)

    monkeypatch.setitem(KINDS, "tests.rows", type(KINDS["tests.rows"])("tests.rows", write_then_cancel))
    assert worked_off(asked()).state == ExportState.CANCELLED
    assert files(folder) == []
    assert not AuditEntry.objects.filter(act="export.done").exists()


def test_a_worker_that_shall_end_puts_it_off_and_another_begins_anew(
    made_by: Enter, told_each_row: None, folder: Path
) -> None:
    made_by(lambda number: worker.STOPPING.set() if number == 1 else None)
    export = asked()
    try:
        worker.work_off()
    finally:
        worker.STOPPING.clear()
    export.refresh_from_db()
    assert (export.state, export.rows, files(folder)) == (ExportState.WAITING, 0, [])
    made_by()
    assert worked_off(export).state == ExportState.DONE
    assert export.attempt == 2


def test_a_refusal_is_told_to_who_asked(made_by: Enter, folder: Path) -> None:
    def refuse(number: int) -> None:
        raise NotPermitted("您已不再是县区管理员。")

    made_by(refuse)
    export = worked_off(asked())
    assert (export.state, export.failure, files(folder)) == (ExportState.FAILED, "您已不再是县区管理员。", [])
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_an_error_of_ours_is_told_without_its_words_and_the_task_stands_as_failed(made_by: Enter, folder: Path) -> None:
    def break_down(number: int) -> None:
        raise ValueError("才让央金")

    made_by(break_down)
    export = worked_off(asked())
    assert export.state == ExportState.FAILED
    assert "请重试" in export.failure
    assert "才让央金" not in export.failure
    assert files(folder) == []
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_who_is_thought_dead_and_was_not_writes_nothing_more(made_by: Enter, told_each_row: None, folder: Path) -> None:
    """A second worker has begun anew meanwhile: the first one's rows and file count no more."""
    made_by(lambda number: Export.objects.update(attempt=7) if number == 1 else None)
    export = worked_off(asked())
    assert (export.state, export.attempt, export.rows) == (ExportState.RUNNING, 7, 1)
    assert files(folder) == []


def test_an_export_is_written_once_however_often_its_task_runs(made_by: Enter, folder: Path) -> None:
    made_by()
    export = worked_off(asked())
    run_export.func(export.pk)
    export.refresh_from_db()
    assert (export.attempt, len(files(folder))) == (1, 1)


def test_a_file_is_written_in_the_language_in_which_it_was_asked_for(made_by: Enter) -> None:
    spoken = []
    made_by(lambda number: spoken.append(translation.get_language()), rows=1)
    with translation.override("en"):
        asked()
    asked()
    worker.work_off()
    assert spoken == ["en", "zh-hans"]


def test_a_file_is_kept_for_seven_days(made_by: Enter) -> None:
    made_by()
    export = worked_off(asked())
    assert export.expires_at is not None
    assert 6.99 < (export.expires_at - timezone.now()).total_seconds() / 86400 < 7.01
