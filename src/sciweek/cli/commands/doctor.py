"""`doctor`: the installation checks itself."""

import argparse


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("doctor", help="自检：数据库、审计、文件、任务、邮件、磁盘")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Print one line a check; 1 when one is red."""
    import django

    django.setup()
    from sciweek.core.health import findings

    found = findings()
    for line in found:
        print(f"{'✓' if line.ok else '✗'} {line.title}：{line.said}" + (f"\n  → {line.mend}" if line.mend else ""))
    return 0 if all(line.ok for line in found) else 1
