"""The queue of tasks on the real database: each is run once, by whichever worker, and only if its data was committed."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from sciweek.core import worker
from sciweek.core.health import queue as queue_line
from sciweek.core.models import StoredFile
from sciweek.core.tasks import keep_queue

pytestmark = pytest.mark.usefixtures("queue")


@task()
def note(number: int) -> None:
    """Leave a row each time it is run."""
    StoredFile.objects.create(sha256="", size=number, media_type="", name="", taken_at=timezone.now())


@task()
def break_down() -> None:
    """Fail."""
    raise ValueError("as it should")


def noted() -> list[int]:
    return sorted(StoredFile.objects.values_list("size", flat=True))


def statuses() -> set[str]:
    return set(DBTaskResult.objects.values_list("status", flat=True))


@pytest.mark.django_db
def test_a_task_waits_until_a_worker_comes() -> None:
    note.enqueue(1)
    assert noted() == []
    worker.work_off()
    assert noted() == [1]
    assert statuses() == {TaskResultStatus.SUCCESSFUL}


@pytest.mark.django_db
def test_what_is_enqueued_in_a_transaction_that_rolls_back_never_runs() -> None:
    note.enqueue(1)
    with transaction.atomic():
        note.enqueue(2)
        transaction.set_rollback(True)
    worker.work_off()
    assert noted() == [1]


@pytest.mark.django_db
def test_a_worker_that_shall_end_takes_no_further_task() -> None:
    note.enqueue(1)
    worker.STOPPING.set()
    try:
        worker.work_off()
        worker.work_on()
    finally:
        worker.STOPPING.clear()
    assert noted() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_each_task_once(race: Callable[..., list[Any]]) -> None:
    for number in range(8):
        note.enqueue(number)
    assert race(worker.work_off, worker.work_off) == [None, None]
    assert noted() == list(range(8))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_workers_do_run_a_task_twice(race: Callable[..., list[Any]]) -> None:
    note.enqueue(1)
    both_have_read = threading.Barrier(2)

    def careless() -> None:
        found = DBTaskResult.objects.ready().get()
        both_have_read.wait()
        found.claim("careless")
        found.task.call(*found.args_kwargs["args"])

    race(careless, careless)
    assert noted() == [1, 1]


@pytest.mark.django_db
def test_the_self_check_tells_what_waits_too_long_and_what_failed() -> None:
    assert queue_line().ok
    note.enqueue(1)
    assert queue_line().ok
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=20))
    assert "请启动 ./sciweek work" in queue_line().mend
    note.enqueue(2)
    DBTaskResult.objects.order_by("-enqueued_at").first().claim("busy")
    assert "另开 ./sciweek work --tasks" in queue_line().mend
    break_down.enqueue()
    worker.work_off()
    assert "break_down" in queue_line().said
    assert not queue_line().ok


@pytest.mark.django_db
def test_a_task_whose_worker_is_gone_is_shown_and_given_up_after_a_day() -> None:
    note.enqueue(1)
    DBTaskResult.objects.get().claim("gone")
    assert queue_line().ok
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=7))
    assert "超过 6 小时" in queue_line().said
    assert keep_queue() == ""
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=25))
    assert keep_queue() == "中断 1 项"
    assert statuses() == {TaskResultStatus.FAILED}


@pytest.mark.django_db
def test_finished_tasks_are_forgotten_failed_ones_later() -> None:
    note.enqueue(1)
    break_down.enqueue()
    worker.work_off()
    assert keep_queue() == ""
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=3))
    assert keep_queue() == "清除 1 项"
    assert statuses() == {TaskResultStatus.FAILED}
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert keep_queue() == "清除 1 项"
