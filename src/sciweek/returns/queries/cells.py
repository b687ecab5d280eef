"""Reads of cells: of one return, of many; what a total sums, and who changed what."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from sciweek.campaigns.models import Campaign
from sciweek.core.scope import Scope
from sciweek.returns.choice import Narrowing
from sciweek.returns.dimensions import FROM_CELLS, narrowed
from sciweek.returns.enums import CellState
from sciweek.returns.models import (
    Cell,
    CellChange,
    Return,
)
from sciweek.returns.rollup import SUMS, Counting, Total, counted_cells
from sciweek.returns.values import CellContent


def cells_of(ret_id: int) -> dict[str, CellContent]:
    """A return's answered cells by indicator code."""
    rows = Cell.objects.filter(ret_id=ret_id).values_list("indicator__code", "state", "value", "text")
    return {code: CellContent(CellState(state), value, text) for code, state, value, text in rows}


def cells_by_return(rows: QuerySet[Return]) -> Iterator[tuple[Return, dict[str, CellContent]]]:
    """Each return with its answered cells, 200 at a time, so that memory does not grow with them."""
    each = rows.iterator(chunk_size=200)
    while chunk := list(islice(each, 200)):
        cells = cells_of_many([ret.pk for ret in chunk])
        yield from ((ret, cells[ret.pk]) for ret in chunk)


def cells_of_many(ret_ids: Sequence[int]) -> dict[int, dict[str, CellContent]]:
    """Return id to its answered cells; empty for one that has none. One query."""
    cells: dict[int, dict[str, CellContent]] = {ret_id: {} for ret_id in ret_ids}
    found = Cell.objects.filter(ret__in=ret_ids).values_list("ret_id", "indicator__code", "state", "value", "text")
    for ret_id, code, state, value, text in found:
        cells[ret_id][code] = CellContent(CellState(state), value, text)
    return cells


def changed_since(ret: Return, version: int) -> set[str]:
    """The codes of cells changed after `version`."""
    rows = CellChange.objects.filter(ret=ret, version__gt=version)
    return set(rows.values_list("indicator__code", flat=True))


def history_of(ret: Return, code: str) -> QuerySet[CellChange]:
    """Every change of one cell, newest first."""
    return CellChange.objects.filter(ret=ret, indicator__code=code).order_by("-at", "-pk")


def cells_behind(
    scope: Scope,
    campaign: Campaign,
    *,
    codes: Collection[str],
    counting: Counting,
    narrowing: Narrowing | None = None,
    anchors: Sequence[int] = (),
) -> QuerySet[Cell]:
    """The cells that a total of these indicators sums, with unit and state of each: what a figure opens into.

    `narrowing` is that of the figure itself, its row and column included.
    """
    cells = counted_cells(scope, campaign, counting).filter(indicator__code__in=codes)
    if narrowing is not None:
        cells = narrowed(cells, narrowing, anchors, FROM_CELLS)
    return cells.select_related("ret__unit", "ret__placement", "ret__track", "indicator")


def total_of(cells: QuerySet[Cell]) -> Total:
    """What these cells sum to. One query."""
    summed = cells.aggregate(**SUMS)
    return Total(int(summed["sum"] or 0), summed["with_value"], summed["with_none"])
