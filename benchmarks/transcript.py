"""The transcript (过录表) of every return as a worker writes it: asked for, queued, and written in a process of its own.

The reference is the same table read as model instances and built whole in memory first, in a process of its own too. Peak
memory is that of the whole process (Python, Django and all), as the system counts it.
"""

import argparse
import io

from benchmarks.measuring import in_own_process
from benchmarks.province import lay
from sciweek.core.models import Export, ExportState
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.people.person import Person
from sciweek.returns.exports import ask_transcript, transcript_of
from sciweek.returns.models import Return
from sciweek.returns.queries.cells import cells_by_return
from sciweek.returns.tables import sheet_value

# Built whole, more than so many returns would not fit into a small machine.
MOST_WHOLE = 20_000


def run(words: argparse.Namespace) -> None:
    """Write it each way."""
    laid = lay(words.returns, words.indicators)
    lead = laid.officers[laid.campaign.office_id]
    _print("a process that does nothing", "benchmarks.transcript.nothing")
    for file_format in ("xlsx", "csv"):
        asked = ask_transcript(actor=lead, campaign=laid.campaign, file_format=file_format)
        _print(f"{file_format} by a worker", "sciweek.core.worker.work_off")
        made = Export.objects.get(pk=asked.pk)
        assert made.state == ExportState.DONE, made.failure
        print(f"    {made.rows:,} rows, file {(made.size or 0) / 1e6:.1f} MB")
    if words.returns <= MOST_WHOLE:
        _print("xlsx, built whole first", "benchmarks.transcript.whole", lead, laid.campaign.pk)


def _print(name: str, where: str, *given: object) -> None:
    used = in_own_process(where, *given)
    print(f"  {name:<30}{used.wall:8.1f} s{used.cpu:8.1f} CPU-s, peak {used.peak / 1e6:8.1f} MB", flush=True)


def nothing() -> None:
    """Only what a process itself costs."""


def whole(person: Person, campaign_id: int) -> None:
    """The workbook as it was written before."""
    found = Return.objects.filter(campaign_id=campaign_id).select_related("unit", "placement", "track", "entered_by")
    made = transcript_of(person, found[0].campaign)
    rows = [
        [
            *(ret.unit.name, made.names[ret.placement.division_code], ret.placement.get_kind_display()),
            *(ret.track.get_stage_display(), ret.entered_by.name if ret.entered_by else ""),
            *[sheet_value(cells.get(item.code), item) for item in made.form.items],
        ]
        for ret, cells in cells_by_return(found.filter(pk__in=made.ret_ids))
    ]
    write_xlsx([SheetOut("过录表", made.head, rows)], io.BytesIO())
