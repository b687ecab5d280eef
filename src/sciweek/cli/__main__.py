"""`python -m sciweek.cli`: finds the command and runs it."""

import argparse
import importlib
import os
import pkgutil
import sys

from sciweek.cli import commands


def parser() -> argparse.ArgumentParser:
    """The parser with every command; each module of `commands` adds its own."""
    made = argparse.ArgumentParser(prog="./sciweek", description="科技周：从通知到上报，一处办完。")
    groups = made.add_subparsers(dest="command", metavar="命令")
    for module in sorted(pkgutil.iter_modules(commands.__path__), key=lambda module: module.name):
        importlib.import_module(f"{commands.__name__}.{module.name}").add(groups)
    groups.add_parser("help", help="列出全部命令")
    return made


def main(words: list[str] | None = None) -> int:
    """Run one command; the exit code is its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sciweek.config.settings")
    made = parser()
    chosen, rest = made.parse_known_args(words)
    if chosen.command in {None, "help"}:
        made.print_help()
        return 0
    if rest and not getattr(chosen, "takes_rest", False):
        made.error(f"不认识的参数：{' '.join(rest)}")
    chosen.rest = rest
    return int(chosen.run(chosen) or 0)


if __name__ == "__main__":
    sys.exit(main())
