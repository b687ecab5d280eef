"""`work` as a process: it outlives a missing database, runs what waits in a process of its own, and ends when asked to."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from sciweek.core.exports.running import run_export

pytestmark = [pytest.mark.once, pytest.mark.django_db]
PATIENCE = 30
TASK = """INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs, priority, task_path,
    worker_ids, queue_name, backend_name, run_after, exception_class_path, traceback)
    VALUES (lower(hex(randomblob(16))), 'READY', datetime('now'), '{"args": [1], "kwargs": {}}', 0, ?,
    '[]', 'default', 'default', '9999-01-01 00:00:00', '', '')"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An installation's database in `tmp_path`, without a table."""
    database = sqlite3.connect(tmp_path / "sciweek.sqlite3", isolation_level=None)
    yield database
    database.close()


def install(database: sqlite3.Connection) -> None:
    """The tables of this version, and a task that waits."""
    with sqlite3.connect(connection.settings_dict["NAME"]) as tables:
        tables.backup(database)
    database.execute(TASK, [run_export.module_path])


def statuses(database: sqlite3.Connection) -> list[tuple[str]]:
    return database.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchall()


def wait_for(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < until:
        time.sleep(0.1)
    return done()


def test_it_outlives_a_missing_database_runs_what_waits_and_ends_when_asked_to(
    database: sqlite3.Connection, tmp_path: Path
) -> None:
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("SCIWEEK_", "DATABASE_"))}
    log = tmp_path / "log"
    with log.open("wb") as errors:
        work = subprocess.Popen(
            [sys.executable, "-m", "sciweek.cli", "work"],
            env={**outside, "SCIWEEK_DATA": str(tmp_path)},
            stderr=errors,
        )
    try:
        assert wait_for(lambda: "the database fails us (no such table" in log.read_text(encoding="utf-8"))
        install(database)
        assert wait_for(lambda: statuses(database) == [("SUCCESSFUL",)])
        assert "the database answers again" in log.read_text(encoding="utf-8")
    finally:
        work.send_signal(signal.SIGTERM)
        work.wait(timeout=PATIENCE)
    assert work.returncode == 0
