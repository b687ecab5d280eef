"""`lock`: makes the lock files anew, without any host in them."""

import argparse
import subprocess
import sys
from pathlib import Path

from sciweek.cli.running import root

COMPILE = ("pip", "compile", "-q", "--universal", "--generate-hashes", "--python-version", "3.11", "--no-header")


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("lock", help="更新依赖锁文件（开发用）")
    command.add_argument("--upgrade", action="store_true", help="升到允许的最新版本")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Compile both locks with uv."""
    uv = Path(sys.executable).parent / "uv"
    more = ["--upgrade"] if words.upgrade else []
    for out, group in (("requirements.lock", []), ("requirements-dev.lock", ["--group", "dev"])):
        done = subprocess.run([str(uv), *COMPILE, *group, *more, "pyproject.toml", "-o", out], check=False, cwd=root())
        if done.returncode:
            return done.returncode
    return 0
