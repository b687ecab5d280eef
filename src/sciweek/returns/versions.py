"""Frozen versions of a return as a hash chain: what was submitted does not change without a trace. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sciweek.returns.values import CellContent

START = "0" * 64
Frozen = dict[str, list[object]]


class Version(Protocol):
    """A kept version, as far as its chain needs it."""

    number: int
    cells: Frozen
    previous: str
    hash: str


def frozen_cells(cells: Mapping[str, CellContent]) -> Frozen:
    """Cells as a version keeps them: code to state, value and text."""
    return {code: [cell.state.value, cell.value, cell.text] for code, cell in sorted(cells.items())}


def version_hash(previous: str, unit_id: int, number: int, cells: Mapping[str, Sequence[object]]) -> str:
    """SHA-256 over the version before, the unit, the number and all cells."""
    facts = json.dumps([unit_id, number, cells], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((previous + facts).encode()).hexdigest()


def first_broken(unit_id: int, versions: Iterable[Version]) -> int | None:
    """The number of the first version, oldest first, that does not fit the one before it; None when all do."""
    previous = START
    for place, version in enumerate(versions, 1):
        whole = version_hash(previous, unit_id, version.number, version.cells) == version.hash
        if version.number != place or version.previous != previous or not whole:
            return place
        previous = version.hash
    return None
