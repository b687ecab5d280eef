"""`check`: format, lint, types, layers, translations, migrations, then the tests."""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sciweek.cli.running import root

STEPS: Sequence[tuple[str, Sequence[str]]] = (
    ("格式", ("ruff", "format", "--check", "--quiet", ".")),
    ("代码检查", ("ruff", "check", "--quiet", ".")),
    ("模板检查", ("djlint", "--lint", "--quiet", "src")),
    ("类型", ("mypy",)),
    ("分层", ("lint-imports",)),
)


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("check", help="格式、检查、类型、分层、翻译、迁移、测试")
    command.add_argument("--quick", action="store_true", help="不运行测试")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Run each step, say how it went and how long it took; 1 when one failed."""
    folder = Path(sys.executable).parent
    steps = [(name, [str(folder / step[0]), *step[1:]]) for name, step in STEPS]
    own = [sys.executable, "-m", "sciweek.cli"]
    steps.append(("翻译", [*own, "messages", "--check"]))
    steps.append(("迁移", [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]))
    if not words.quick:
        steps.append(("测试", [*own, "test"]))
    failed = [name for name, step in steps if not _passes(name, step)]
    print("全部通过。" if not failed else f"没有通过：{'、'.join(failed)}", flush=True)
    return 1 if failed else 0


def _passes(name: str, step: list[str]) -> bool:
    start = time.monotonic()
    loud = name == "测试"
    done = subprocess.run(step, check=False, cwd=root(), text=True, capture_output=not loud)
    good = done.returncode == 0
    print(f"{'✓' if good else '✗'} {name}（{time.monotonic() - start:.0f} 秒）", flush=True)
    if not good and not loud:
        print((done.stdout + done.stderr)[-6000:], flush=True)
    return good
