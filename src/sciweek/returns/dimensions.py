"""The dimensions of totals as columns of a query, on the roster itself or on what leads to it.

`to_roster` is the path from the rows of the query to the roster's: empty for placements, `ret__placement__` for cells.
"""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Case, CharField, F, Model, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, StrIndex, Substr
from django.db.models.lookups import Exact

from sciweek.people.enums import Level
from sciweek.returns.choice import Key, Narrowing
from sciweek.returns.enums import Dimension
from sciweek.returns.rollup import code_at

FROM_CELLS = "ret__placement__"
Row = TypeVar("Row", bound=Model)


def key_column(dimension: Dimension, by: Level, anchors: Sequence[int], to_roster: str = "") -> Combinable:
    """What rows are grouped by; see `key_of` for what comes out."""
    if dimension == Dimension.PLACE:
        return code_at(by, f"{to_roster}division_code")
    if dimension == Dimension.LINE:
        return line_key(f"{to_roster}line", anchors)
    return F(f"{to_roster}{dimension.value}")


def key_of(dimension: Dimension, found: object) -> Key:
    """A key as the database gives it, as pages and addresses hold it."""
    return int(str(found or 0)) if dimension == Dimension.LINE else found  # type: ignore[return-value]


def line_key(column: str, anchors: Sequence[int]) -> Case:
    """The id of the unit on a line that stands next below an anchor, the first of `anchors` that is on it; the anchor
    itself for its own return; the top of the line where none is. Ids as text."""
    whens = []
    for office in anchors:
        mark = f"/{office}/"
        below = Substr(column, StrIndex(F(column), Value(mark)) + len(mark))
        whens.append(When(**{f"{column}__endswith": mark}, then=Value(str(office))))
        whens.append(When(**{f"{column}__contains": mark}, then=_first_of(below)))
    return Case(*whens, default=_first_of(Substr(column, 2)), output_field=CharField())


def _first_of(path: Substr) -> Substr:
    """What stands before the first slash."""
    return Substr(path, 1, StrIndex(Concat(path, Value("/")), Value("/")) - 1)


def narrowed(rows: QuerySet[Row], narrowing: Narrowing, anchors: Sequence[int], to_roster: str = "") -> QuerySet[Row]:
    """The rows of these reporters alone."""
    if narrowing.codes:
        rows = rows.filter(**{f"{to_roster}division_code__range": narrowing.codes})
    if narrowing.kind:
        rows = rows.filter(**{f"{to_roster}kind": narrowing.kind})
    if narrowing.level is not None:
        rows = rows.filter(**{f"{to_roster}level": narrowing.level.value})
    if narrowing.line is not None:
        rows = rows.filter(Exact(line_key(f"{to_roster}line", anchors), str(narrowing.line or "")))
    return rows
