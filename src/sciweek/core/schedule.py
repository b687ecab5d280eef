"""Periodic jobs: each room names its own in `tasks.py`; `tick` runs what is due.

`./sciweek work` calls `tick` every few seconds; so may cron. Two ticks at once never run a job twice: the row of the job
is taken by a conditional update. A job opens its own transactions, so that none holds the write lock while it waits for a network.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from sciweek.core.models import JobRun

log = logging.getLogger(__name__)
# A job that died with its process may run again after this time.
GIVEN_UP_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job. `run` answers with one Chinese sentence of what it did, empty for nothing."""

    name: str
    title: str
    every: timedelta
    run: Callable[[], str]


JOBS: dict[str, Job] = {}


def periodic(name: str, title: str, every: timedelta) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Enter a function in the list of periodic jobs."""

    def enter(run: Callable[[], str]) -> Callable[[], str]:
        JOBS[name] = Job(name, title, every, run)
        return run

    return enter


# What came of jobs in this process and could not be written yet, by job: without it the next run would wait `GIVEN_UP_AFTER`.
_UNWRITTEN: dict[str, JobRun] = {}


def tick(moment: datetime | None = None) -> list[JobRun]:
    """Run every job that is due at `moment` (real time; jobs are not bound to the domain clock).

    What fails a job is kept, not raised. A database that does not answer is raised: the caller ticks again later.
    """
    moment = moment or timezone.now()
    for unwritten in list(_UNWRITTEN.values()):
        _write(unwritten)
    return [run for job in sorted(JOBS.values(), key=lambda job: job.name) if (run := _run_if_due(job, moment))]


def _run_if_due(job: Job, moment: datetime) -> JobRun | None:
    run, _new = JobRun.objects.get_or_create(name=job.name, defaults={"next_at": moment})
    idle = Q(started_at=None) | Q(finished_at__gte=F("started_at")) | Q(started_at__lt=moment - GIVEN_UP_AFTER)
    taken = JobRun.objects.filter(idle, name=job.name, next_at__lte=moment).update(
        started_at=moment, next_at=moment + job.every
    )
    if not taken:
        return None
    run.started_at, run.next_at = moment, moment + job.every
    try:
        run.result, run.failed = job.run()[:300], False
    except Exception as error:
        log.exception("job %s failed", job.name)
        run.result, run.failed = f"{type(error).__name__}: {error}"[:300], True
    run.finished_at = timezone.now() if moment <= timezone.now() else moment
    _UNWRITTEN[job.name] = run
    _write(run)
    return run


def _write(run: JobRun) -> None:
    run.save(update_fields=["result", "failed", "finished_at"])
    _UNWRITTEN.pop(run.name, None)
