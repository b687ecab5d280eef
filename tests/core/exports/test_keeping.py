"""Files expire, records are forgotten, and what a dead worker was at is taken up again."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sciweek.core import worker
from sciweek.core.exports.keeping import MOST_ATTEMPTS
from sciweek.core.models import Export, ExportState
from sciweek.core.tasks import keep_exports
from tests.core.asking import asked

Enter = Callable[..., None]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]


def later(**fields: timedelta) -> None:
    """Let every export's moments lie so much further back."""
    Export.objects.update(**{name: timezone.now() - ago for name, ago in fields.items()})


def test_a_file_is_deleted_when_its_days_are_over(made_by: Enter, folder: Path) -> None:
    made_by()
    asked()
    worker.work_off()
    assert keep_exports() == ""
    assert len(list(folder.iterdir())) == 1
    later(expires_at=timedelta())
    assert keep_exports() == "删除到期文件 1 个"
    assert list(folder.iterdir()) == []
    assert Export.objects.get().state == ExportState.EXPIRED


def test_records_are_forgotten_after_a_month_but_none_that_is_open_or_has_a_file(made_by: Enter) -> None:
    made_by()
    asked()
    worker.work_off()
    asked(number=1)
    cancelled = asked(number=2)
    Export.objects.filter(pk=cancelled.pk).update(state=ExportState.CANCELLED)
    later(ended_at=timedelta(days=29))
    assert keep_exports() == ""
    later(ended_at=timedelta(days=31))
    assert keep_exports() == "清除旧记录 1 个"
    assert sorted(Export.objects.values_list("state", flat=True)) == ["done", "waiting"]


def test_a_file_that_no_export_knows_is_deleted_after_a_day(made_by: Enter, folder: Path) -> None:
    made_by()
    asked()
    worker.work_off()
    fresh, old, unpacked = folder / "fresh", folder / "old", folder / "sciweek-sheet-old"
    unpacked.mkdir()
    for path in (fresh, old, unpacked / "rows"):
        path.write_bytes(b"left by a worker that was killed")
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    for path in (old, unpacked, folder / Export.objects.get().file):
        os.utime(path, (yesterday, yesterday))
    keep_exports()
    assert sorted(path.name for path in folder.iterdir()) == sorted(["fresh", Export.objects.get().file])


def test_what_a_dead_worker_was_at_is_begun_anew_three_times(made_by: Enter) -> None:
    made_by()
    asked()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        DBTaskResult.objects.get().claim("dead")
        Export.objects.update(state=ExportState.RUNNING, attempt=attempt)
        later(beat_at=timedelta(minutes=14))
        assert keep_exports() == ""
        later(beat_at=timedelta(minutes=16))
        assert keep_exports() == "重新生成 1 个"
        assert DBTaskResult.objects.count() == (1 if attempt < MOST_ATTEMPTS else 0)
    export = Export.objects.get()
    assert export.state == ExportState.FAILED
    assert "中断了三次" in export.failure


def test_what_is_begun_anew_ends_well(made_by: Enter) -> None:
    made_by()
    asked()
    DBTaskResult.objects.get().claim("dead")
    Export.objects.update(state=ExportState.RUNNING, attempt=1)
    later(beat_at=timedelta(minutes=16))
    keep_exports()
    worker.work_off()
    assert (Export.objects.get().state, Export.objects.get().attempt) == (ExportState.DONE, 2)
