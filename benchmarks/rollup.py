"""Totals at every level and the page that a province opens, against DuckDB and polars on the same cells.

The reference of the ratios is polars in memory, on cells that are loaded already: the nearest to the physical limit that
is at hand. It keeps nothing, has no units with rights, and does not see the next correction.
"""

import argparse
import csv
import importlib.util
import tempfile
from collections.abc import Callable
from typing import Any

from django.test import Client

from benchmarks.measuring import Measured, line, measure
from benchmarks.province import AFTER, PROVINCE, Laid, lay
from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.people.enums import Level
from sciweek.people.models import Account
from sciweek.places.codes import range_of
from sciweek.returns.models import Cell
from sciweek.returns.rollup import Counting, Source, Total, Totals, bucket_of, counts, totals

LEVELS = (Level.COUNTY, Level.PREFECTURE, Level.PROVINCE, None)
STEP = {Level.COUNTY: 1, Level.PREFECTURE: 100, Level.PROVINCE: 10_000, None: 0}
WHOLE = Scope(ranges=(range_of(PROVINCE),))
# The table by place comes from county subtotals, those by kind and by line from the cells.
PAGES = (
    "/desk/returns/totals/",
    "/desk/returns/totals/?rows=kind&columns=indicator",
    "/desk/returns/totals/?rows=line&columns=kind&show=X001",
    "/desk/returns/completeness/",
)


def run(words: argparse.Namespace) -> None:
    """Lay down, measure, compare every total with every other way."""
    laid = lay(words.returns, words.indicators)
    ours = {
        source: measure(lambda source=source: _all_levels(laid, source), words.runs)  # type: ignore[misc]
        for source in Source
    }
    others = _others(laid, words.runs)
    reference = others.get("polars, cells in memory")
    print("all levels, value + answered + none, accepted by the first office:")
    for name, measured in {f"Sciweek from {source}": each for source, each in ours.items()}.items():
        line(name, measured, reference)
    for name, measured in others.items():
        line(name, measured, reference)
    different = [name for name, each in others.items() if each.result != ours[Source.CELLS].result]
    assert ours[Source.SUBTOTALS].result == ours[Source.CELLS].result
    assert not different, different
    print("  every total is the same in every way")
    _pages(laid, words.runs)


def _all_levels(laid: Laid, source: Source) -> list[Totals]:
    return [totals(WHOLE, laid.campaign, by=by, source=source) for by in LEVELS]


def _pages(laid: Laid, runs: int) -> None:
    """The pages of a province's and a county's officer, from the request to the last byte."""
    print("pages, request to bytes (this process; a database server's own time is in the wall time only):")
    for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY):
        officer = next(person for person in laid.officers.values() if person.level == level)
        client = Client()
        client.force_login(Account.objects.get(pk=officer.account_id), backend="sciweek.people.signin.SignInBackend")
        for path in PAGES:

            def page(client: Client = client, path: str = path) -> int:
                with clock.at(AFTER):
                    answer = client.get(path)
                assert answer.status_code == 200
                return len(answer.content)

            measured = measure(page, max(runs, 15))
            line(f"{path} of {officer.unit_name[:12]}, {measured.result:,} bytes", measured)


def _others(laid: Laid, runs: int) -> dict[str, Measured]:
    """The same totals by engines that are installed."""
    rows = list(
        Cell.objects.filter(counts(Counting.FIRST_OFFICE, "ret__track"), campaign=laid.campaign)
        .annotate(bucket=bucket_of("ret__track"))
        .values_list("ret__placement__division_code", "indicator__code", "value")
    )
    found: dict[str, Measured] = {}
    for name, module, make in (
        ("DuckDB, cells in memory", "duckdb", _duckdb),
        ("polars, cells in memory", "polars", _polars),
    ):
        if importlib.util.find_spec(module) is None:
            print(f"  {module} is not installed: pip install -r benchmarks/requirements.txt")
            continue
        found[name] = measure(make(rows), runs)
    return found


def _polars(rows: list[tuple[int, str, int | None]]) -> Callable[[], list[Totals]]:
    import polars

    frame = polars.DataFrame(rows, schema=["place", "code", "value"], orient="row")
    frame = frame.with_columns(polars.col("code").cast(polars.Categorical))

    def levels() -> list[Totals]:
        sums: list[Totals] = []
        for by in LEVELS:
            place = polars.col("place") // STEP[by] * STEP[by] if by else polars.lit(0)
            grouped = frame.group_by(place.alias("p"), "code").agg(
                polars.col("value").sum(), polars.col("value").count().alias("with"), polars.len().alias("all")
            )
            sums.append({(p, c): Total(v, w, n - w) for p, c, v, w, n in grouped.iter_rows()})
        return sums

    return levels


def _duckdb(rows: list[tuple[int, str, int | None]]) -> Callable[[], list[Totals]]:
    import duckdb

    base: Any = duckdb.connect()
    base.execute("CREATE TABLE cells (place INTEGER, code VARCHAR, value BIGINT)")
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as sheet:
        csv.writer(sheet).writerows(rows)
        sheet.flush()
        base.execute("COPY cells FROM ? (HEADER false, NULLSTR '')", [sheet.name])

    def levels() -> list[Totals]:
        sums: list[Totals] = []
        for by in LEVELS:
            place = f"place // {STEP[by]} * {STEP[by]}" if by else "0"
            query = f"SELECT {place} p, code, sum(value), count(value), count(*) FROM cells GROUP BY p, code"  # noqa: S608
            sums.append({(p, c): Total(int(v or 0), w, n - w) for p, c, v, w, n in base.execute(query).fetchall()})
        return sums

    return levels
