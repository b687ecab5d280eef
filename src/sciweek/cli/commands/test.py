"""`test`: the whole suite on SQLite and on a real PostgreSQL; browser tests where Chromium is."""

import argparse
import os
import subprocess
import sys

from sciweek.cli.running import root

# The order is ours (tests/conftest.py): pytest-xdist would begin with the files of most tests, not with the slowest.
XDIST = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("test", help="运行全部测试：SQLite、PostgreSQL、浏览器")
    command.add_argument("--only", choices=("sqlite", "postgres"), help="只在一种数据库上运行")
    command.set_defaults(run=run, takes_rest=True)


def run(words: argparse.Namespace) -> int:
    """Run both; the worse exit code. Arguments not known here go to pytest."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    pytest = [sys.executable, "-m", "pytest", "-q", *XDIST, *words.rest]
    worst = 0
    if words.only != "postgres":
        print("== SQLite", flush=True)
        worst = subprocess.run(pytest, check=False, cwd=root(), env=environment).returncode
    if words.only != "sqlite":
        print("== PostgreSQL", flush=True)
        started = [sys.executable, "-m", "tests.throwaway_postgres", *pytest]
        code = subprocess.run(started, check=False, cwd=root(), env=environment).returncode
        worst = worst or (0 if code == 5 and words.rest else code)
    return worst
