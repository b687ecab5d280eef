"""The command: prepares a database of its own, then runs one benchmark in it."""

import argparse
import contextlib
import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NAMES = ("rollup", "acts", "writers", "transcript", "importing", "reading", "report")
WITHOUT_DATABASE = {"reading"}


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty database that forgets nothing it has committed (fsync on); gone afterwards."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="sciweek-bench-", dir="/tmp") as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        return
    from tests.throwaway_postgres import server

    with server(durable=True) as address:
        yield address


def main() -> int:
    """Prepare, run, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--returns", type=int, default=7_500, help="how many returns to lay down")
    parser.add_argument("--indicators", type=int, default=60)
    parser.add_argument("--runs", type=int, default=5, help="medians are over so many runs")
    parser.add_argument("--seconds", type=int, default=60, help="how long writers write")
    parser.add_argument("--writers", type=int, default=16)
    words = parser.parse_args()
    if words.name in WITHOUT_DATABASE:
        print(words.name)
        importlib.import_module(f"benchmarks.{words.name}").run(words)
        return 0
    with tempfile.TemporaryDirectory(prefix="sciweek-bench-data-") as data, database(words.database) as address:
        os.environ |= {
            "SCIWEEK_DATA": data,
            "DATABASE_URL": address,
            "SCIWEEK_BASE_URL": "http://testserver",
            "DJANGO_SETTINGS_MODULE": "sciweek.config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        print(f"{words.name} on {words.database}: {words.returns:,} returns x {words.indicators} indicators")
        importlib.import_module(f"benchmarks.{words.name}").run(words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
