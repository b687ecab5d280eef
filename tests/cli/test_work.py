"""`work` as a process: it runs what waits in a process of its own, and ends when it is asked to."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
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
def installed(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An installation's database in `tmp_path`, with the tables of this version and a task that waits."""
    database = sqlite3.connect(tmp_path / "sciweek.sqlite3", isolation_level=None)
    with sqlite3.connect(connection.settings_dict["NAME"]) as tables:
        tables.backup(database)
    database.execute(TASK, [run_export.module_path])
    yield database
    database.close()


def statuses(database: sqlite3.Connection) -> list[tuple[str]]:
    return database.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchall()


def test_what_waits_is_run_and_the_command_ends_when_asked_to(installed: sqlite3.Connection, tmp_path: Path) -> None:
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("SCIWEEK_", "DATABASE_"))}
    work = subprocess.Popen(
        [sys.executable, "-m", "sciweek.cli", "work"], env={**outside, "SCIWEEK_DATA": str(tmp_path)}
    )
    try:
        until = time.monotonic() + PATIENCE
        while statuses(installed) != [("SUCCESSFUL",)] and time.monotonic() < until:
            time.sleep(0.1)
        assert statuses(installed) == [("SUCCESSFUL",)]
    finally:
        work.send_signal(signal.SIGTERM)
        work.wait(timeout=PATIENCE)
    assert work.returncode == 0
