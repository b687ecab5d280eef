"""Filled sheets of many units imported at once, from the bytes on disk to the last commit: read, matched, checked, saved as
代录 with history and audit. The reference of the ratios is openpyxl alone reading the same files.

Each run types other figures, so that every cell of every sheet changes. `--returns` says how many sheets.
"""

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from benchmarks.province import AFTER, PROVINCE, Laid, lay
from sciweek.campaigns.models import Placement
from sciweek.core import clock
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.returns.actions.importing import save_at_once
from sciweek.returns.importing.gathering import BY_COMMAND, Gathered, ReadFile, gather, read_member
from sciweek.returns.importing.planning import InHand, Planned, plan
from sciweek.returns.models import Cell, CellChange, Form
from sciweek.returns.queries.forms import form_text
from sciweek.returns.tables import FORM_HEAD, whose
from sciweek.returns.template import FormText

# Offices of all places report too, so more units are laid down than sheets are sent.
OFFICES = 60


def run(words: argparse.Namespace) -> None:
    """Write the sheets, read them with openpyxl, import them; the medians over the runs."""
    laid = lay(words.returns + OFFICES, 0, reported=False)
    form = form_text(Form.objects.get(campaign=laid.campaign))
    places = list(Placement.objects.filter(campaign=laid.campaign, kind="school").order_by("pk")[: words.returns])
    spent: dict[str, list[tuple[float, float]]] = {}

    def timed(name: str, act: Callable[[], Any]) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        made = act()
        spent.setdefault(name, []).append((time.perf_counter() - wall, time.process_time() - cpu))
        return made

    with tempfile.TemporaryDirectory(prefix="sciweek-bench-", dir="/tmp") as folder, clock.at(AFTER):
        for number in range(words.runs):
            paths = _write(Path(folder), laid, form, places, number)
            timed("openpyxl alone", lambda paths=paths: [_by_openpyxl(path) for path in paths])
            timed("import, whole", lambda paths=paths: _import(laid, form, paths, timed))
    cells = Cell.objects.filter(campaign=laid.campaign).count()
    assert cells == len(places) * len(form.items)
    assert CellChange.objects.count() >= cells
    _tell(spent, len(places), cells)


def _tell(spent: dict[str, list[tuple[float, float]]], sheets: int, cells: int) -> None:
    medians = {name: tuple(map(statistics.median, zip(*each, strict=True))) for name, each in spent.items()}
    reference = medians["openpyxl alone"]
    print(f"  {sheets:,} sheets, {cells:,} cells, each changed; medians of {len(spent['openpyxl alone'])} runs:")
    for name, (wall, cpu) in medians.items():
        ratio = f"{wall / reference[0]:6.2f} x wall, {cpu / reference[1]:6.2f} x CPU"
        print(f"  {name:<26}{wall:8.2f} s{cpu:8.2f} CPU-s  {ratio}")


def _write(folder: Path, laid: Laid, form: FormText, places: list[Placement], number: int) -> list[Path]:
    """The downloaded form of each unit, filled."""
    paths = []
    for place in places:
        rows = [
            [item.code, ("　" if item.parent else "") + item.name, item.unit, None, (place.pk + n) % 90 + number]
            for n, item in enumerate(form.items)
        ]
        out = io.BytesIO()
        notes = [form.title, *whose(laid.campaign, place.unit_name)]
        write_xlsx([SheetOut(form.title, FORM_HEAD, rows, notes=notes)], out)
        path = folder / f"{place.pk}.xlsx"
        path.write_bytes(out.getvalue())
        paths.append(path)
    return paths


def _by_openpyxl(path: Path) -> list[tuple[Any, ...]]:
    return list(load_workbook(path, read_only=True).worksheets[0].values)


def _import(laid: Laid, form: FormText, paths: list[Path], timed: Callable[[str, Callable[[], Any]], Any]) -> None:
    """What `returns import --yes` does, as the province's officer, whose chain all units stand in."""
    officer = next(person for person in laid.officers.values() if person.division_code == PROVINCE)

    def read() -> tuple[Gathered, list[ReadFile]]:
        gathered = gather(((path.name, path.read_bytes()) for path in paths), BY_COMMAND)
        return gathered, [read_member(member, form, laid.campaign.name) for member in gathered.members]

    def planned(files: list[ReadFile]) -> list[Planned]:
        hand = [InHand(key=n, name=each.name, layout=each.layout, refusal=each.refusal) for n, each in enumerate(files)]
        return plan(officer, laid.campaign, hand)

    _gathered, files = timed("  reading", read)
    plans = timed("  matching and checks", lambda: planned(files))
    chosen = [(each, b"") for each in plans]
    results = timed(
        "  saving",
        lambda: save_at_once(actor=officer, campaign=laid.campaign, chosen=chosen, source="command"),
    )
    assert not [each for each in results if each.sentence], results[:3]
