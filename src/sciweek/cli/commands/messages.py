"""`messages`: collects what is shown on screen for translation, and finds what is not translated."""

import argparse

from sciweek.cli.translations import compile_all, gaps, merge


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("messages", help="收集和检查英文翻译（开发用）")
    command.add_argument("--check", action="store_true", help="只检查，有缺漏则失败")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Merge and compile, or check."""
    if not words.check:
        merge()
        compile_all()
    wrong = gaps()
    print("\n".join(wrong[:50]) or "翻译齐全。")
    return 1 if words.check and wrong else 0
