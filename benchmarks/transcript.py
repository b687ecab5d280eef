"""The transcript (过录表) of every return, and the peak memory that it took beyond what the process held before.

The reference is the same table built whole in memory first, as a list of rows.
"""

import argparse
import io
import time
import tracemalloc
from collections.abc import Callable

from benchmarks.province import lay
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.returns.desk.places import names_around
from sciweek.returns.desk.sheets import transcript_rows
from sciweek.returns.models import Form, Return
from sciweek.returns.queries.forms import form_text


def run(words: argparse.Namespace) -> None:
    """Write it both ways."""
    laid = lay(words.returns, words.indicators)
    text = form_text(Form.objects.get(campaign=laid.campaign))
    names = names_around(laid.campaign.division_code)
    rows = Return.objects.filter(campaign=laid.campaign).select_related("unit", "placement", "track").order_by("pk")
    head = [item.code for item in text.items]

    def streamed() -> int:
        return _written(SheetOut("过录表", head, transcript_rows(rows, text, names)))

    def whole() -> int:
        return _written(SheetOut("过录表", head, list(transcript_rows(rows, text, names))))

    for name, write in (("row by row", streamed), ("built whole first", whole)):
        seconds, peak, size = _peak(write)
        print(f"  {name:<20}{seconds:8.1f} s, peak {peak / 1e6:8.1f} MB, file {size / 1e6:6.1f} MB")


def _written(sheet: SheetOut) -> int:
    out = io.BytesIO()
    write_xlsx([sheet], out)
    return out.tell()


def _peak(act: Callable[[], int]) -> tuple[float, int, int]:
    """Seconds without tracing, then the peak of Python's allocations in a traced second run."""
    begin = time.perf_counter()
    size = act()
    seconds = time.perf_counter() - begin
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, peak, size
