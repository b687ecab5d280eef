"""Works off the queue of tasks: what takes longer than a page may.

A task is a function with `django_tasks.task` on it, enqueued in the transaction of the data that it is about: both are
committed, or neither. It takes ids only. `./sciweek work` starts a worker when something waits; any number of workers,
on any number of machines, run each task once, since a worker takes a task by a locked row.

A worker that is asked to end lets the task at hand finish; a long one looks at `STOPPING` and puts itself off.
"""

import secrets
import threading
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet
from django_tasks_db.utils import exclusive_transaction

from sciweek.core.endurance import keep_at

STOPPING = threading.Event()
PAUSE_SECONDS = 1
THOUGHT_LOST_AFTER = timedelta(days=1)
KEPT = timedelta(days=2)
FAILURES_KEPT = timedelta(days=14)


def _waiting() -> DBTaskResultQuerySet:
    return DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS)


def something_waits() -> bool:
    """Whether a task could run now. Asked before the queue is locked: on SQLite that stops all other writers."""
    return _waiting().exists()


def work_off() -> None:
    """Run what waits, one task after another, until nothing does or this process shall end."""
    worker = _worker()
    while not STOPPING.is_set() and (taken := _taken(worker.worker_id)):
        worker.run_task(taken)


def work_on() -> None:
    """Run tasks as they come until this process shall end."""
    keep_at(work_off, until=STOPPING, pause=PAUSE_SECONDS)


def _worker() -> Worker:
    """The library's worker, for what it does around a task. Its own loop would lock the queue once a second."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(8),
        excluded_queue_names=[],
    )


def _taken(worker_id: str) -> "DBTaskResult[..., Any] | None":
    if not something_waits():
        return None
    with exclusive_transaction():
        task = _waiting().get_locked()
        if task is not None:
            task.claim(worker_id)
    return task


def give_up_lost() -> int:
    """Mark tasks as failed whose worker must be gone, since they began a day ago; how many."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - THOUGHT_LOST_AFTER)
    for task in lost:
        task.set_failed(TimeoutError("the worker did not come back"))
    return len(lost)


def forget_finished() -> int:
    """Delete the records of tasks that ended some time ago, of failed ones later; how many."""
    now = timezone.now()
    good = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEPT)
    bad = DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILURES_KEPT)
    return good.delete()[0] + bad.delete()[0]
