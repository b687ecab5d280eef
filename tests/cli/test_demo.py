"""The demo starts again over what it has built, and builds anew when its tables are others."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.db import connection

from sciweek.cli.commands.demo import NAMES, _built_by, _tables
from sciweek.cli.running import free_port

PATIENCE = 60


@pytest.fixture
def built(tmp_path: Path, django_db_setup: None) -> dict[str, str]:
    """The environment of a demo whose two databases stand, empty: copies of the one that the tests use."""
    folder = tmp_path / "demo"
    folder.mkdir()
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("SCIWEEK_", "DATABASE_"))}
    for name in NAMES:
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as made:
            made.execute("VACUUM INTO ?", [str(folder / f"{name}.sqlite3")])
    (folder / "demo.marker").write_text(f"演示数据 {_tables()}\n", encoding="utf-8")
    return {**outside, "SCIWEEK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sciweek.config.settings"}


def answer(address: str) -> int:
    """The status of a page, asked for until the server is up."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=PATIENCE) as response:
                return response.status
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_a_second_start_serves_both_moments_and_tells_the_password(built):
    port = free_port(28100)
    words = [sys.executable, "-m", "sciweek.cli", "demo", "--port", str(port)]
    demo = subprocess.Popen(words, env=built, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert {answer(f"http://127.0.0.1:{port + place}/healthz") for place in range(len(NAMES))} == {200}
        assert answer(f"http://127.0.0.1:{port}/accounts/login/") == 200
    finally:
        demo.send_signal(signal.SIGTERM)
        said, _nothing = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == 0, said
    assert "密码都是" in said
    assert "正在建立" not in said


def test_data_of_other_tables_is_not_taken_for_built(tmp_path):
    assert _built_by(tmp_path) == ""
    (tmp_path / "demo.marker").write_text("演示数据\n", encoding="utf-8")
    assert _built_by(tmp_path) != _tables()
