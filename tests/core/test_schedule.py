"""Periodic jobs: each once when it is due, failures kept, and none lost to a database that goes away for a while."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from sciweek.core import endurance, schedule
from sciweek.core.endurance import keep_at
from sciweek.core.models import JobRun
from sciweek.core.schedule import Job, tick

pytestmark = pytest.mark.django_db
NAME = "tests.note"


class Paused(threading.Event):
    """Is set after so many pauses, and keeps how long each would have been."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds, self.pauses = rounds, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        """Pause for no time at all."""
        self.pauses.append(timeout or 0)
        if len(self.pauses) == self.rounds:
            self.set()
        return self.is_set()


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The only job there is, due every minute: it notes that it ran."""
    ran: list[str] = []

    def run() -> str:
        ran.append("ran")
        return f"第 {len(ran)} 次"

    monkeypatch.setattr(schedule, "JOBS", {NAME: Job(NAME, "记一笔", timedelta(minutes=1), run)})
    return ran


@contextmanager
def failing(times: int, what: str = "") -> Iterator[None]:
    """The database fails the first statements that contain `what`."""
    left = times

    def fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        if left and what in sql:
            left -= 1
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield
    assert left == 0


def test_a_job_runs_when_it_is_due_and_not_before(job: list[str]) -> None:
    now = timezone.now()
    assert [run.result for run in tick(now)] == ["第 1 次"]
    assert tick(now + timedelta(seconds=59)) == []
    assert [run.result for run in tick(now + timedelta(minutes=1))] == ["第 2 次"]


def test_a_job_that_fails_is_kept_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise ValueError("as it should")

    monkeypatch.setattr(schedule, "JOBS", {NAME: Job(NAME, "出错", timedelta(minutes=1), fail)})
    assert [run.failed for run in tick()] == [True]
    assert JobRun.objects.get(name=NAME).result == "ValueError: as it should"


@pytest.mark.django_db(transaction=True)
def test_when_the_database_is_back_the_next_round_runs_the_job_and_until_then_pauses_grow(
    job: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    stop, told = Paused(9), list[JobRun]()
    with failing(8):
        keep_at(lambda: told.extend(tick()), until=stop, pause=7)
    assert stop.pauses == [1, 2, 5, 10, 30, 60, 60, 60, 7]
    assert [run.result for run in told] == ["第 1 次"]
    levels = [record.levelname for record in caplog.records if record.name == endurance.__name__]
    assert levels == ["ERROR"] * 8 + ["WARNING"]


@pytest.mark.django_db(transaction=True)
def test_what_is_no_fault_of_the_database_ends_the_loop() -> None:
    def broken() -> None:
        raise ValueError("a mistake of ours")

    with pytest.raises(ValueError, match="of ours"):
        keep_at(broken, until=Paused(1), pause=7)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_outcome_could_not_be_written_is_not_thought_to_run_for_an_hour(job: list[str]) -> None:
    now = timezone.now()
    with failing(1, '"result" = '), pytest.raises(OperationalError):
        tick(now)
    assert JobRun.objects.get(name=NAME).finished_at is None
    tick(now + timedelta(seconds=5))
    assert JobRun.objects.get(name=NAME).result == "第 1 次"
    assert [run.result for run in tick(now + timedelta(minutes=1))] == ["第 2 次"]
