"""Figures of the units that reported in both of two campaigns: the same unit, a value then and a value now."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Sum

from sciweek.returns.dimensions import FROM_CELLS, narrowed
from sciweek.returns.enums import CellState
from sciweek.returns.models import Cell
from sciweek.returns.queries.totals import Question
from sciweek.returns.rollup import NOTHING, Total, counted_cells
from sciweek.returns.years import Line, Pair

# Both sides in one heap, grouped by unit and indicator. A join of the two is left to nested loops by SQLite, which has no
# other: 1.3 s for 300 units instead of 0.03 s.
BOTH = """
WITH now_cells (unit_id, indicator_id, value) AS ({now}),
     before_cells (unit_id, indicator_id, value) AS ({before}),
     matched (indicator_id, now_value, before_value) AS (
         SELECT indicator_id, SUM(now_value), SUM(before_value)
           FROM (SELECT unit_id, indicator_id, value AS now_value, NULL AS before_value FROM now_cells
                 UNION ALL
                 SELECT unit_id, indicator_id, NULL, value FROM before_cells) sides
          GROUP BY indicator_id, unit_id
         HAVING COUNT(now_value) = 1 AND COUNT(before_value) = 1)
SELECT i.code, COUNT(*), SUM(before_value), SUM(now_value)
  FROM matched JOIN returns_indicator i ON i.id = indicator_id
 GROUP BY i.code
"""


def valued_cells(question: Question, codes: Collection[str]) -> QuerySet[Cell]:
    """The cells with a value that count for a question."""
    cells = counted_cells(question.scope, question.campaign, question.counting)
    cells = cells.filter(state=CellState.VALUE, indicator__code__in=codes)
    return narrowed(cells, question.narrowing, question.anchors, FROM_CELLS)


def matched(now: Question, before: Question, lines: Sequence[Line]) -> dict[str, Pair]:
    """For each line that may be compared, by its code: both sums over the units that have a value in all its cells, then
    and now. `answered` is the number of these units. One query for all that go on as they are, two for each other line."""
    same = [line for line in lines if line.allowed and line.codes == line.before_codes]
    found = _same(now, before, [line.code for line in same])
    for line in lines:
        if line.allowed and line.codes != line.before_codes:
            found[line.code] = _joint(now, before, line)
    return {line.code: found.get(line.code, Pair(NOTHING, NOTHING)) for line in lines if line.allowed}


def matched_cells(now: Question, before: Question, line: Line, *, of_now: bool) -> QuerySet[Cell]:
    """The cells behind one of the two sums of a line; none where it may not be compared."""
    cells = valued_cells(now if of_now else before, line.codes if of_now else line.before_codes)
    for question, codes in ((now, line.codes), (before, line.before_codes)):
        for code in codes:
            cells = cells.filter(ret__unit__in=valued_cells(question, [code]).values("ret__unit_id"))
    return cells if line.allowed else cells.none()


def _same(now: Question, before: Question, codes: Sequence[str]) -> dict[str, Pair]:
    sides: list[str] = []
    parameters: list[Any] = []
    try:
        for question in (now, before):
            rows = valued_cells(question, codes).values_list("ret__unit_id", "indicator_id", "value")
            text, own = rows.query.get_compiler(connection=connection).as_sql()
            sides.append(text)
            parameters += own
    except EmptyResultSet:
        # An empty scope, or no codes.
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BOTH.format(now=sides[0], before=sides[1]), parameters)
        return {
            code: Pair(Total(int(then), units, 0), Total(int(here), units, 0))
            for code, units, then, here in cursor.fetchall()
        }


def _joint(now: Question, before: Question, line: Line) -> Pair:
    new, old = _by_unit(now, line.codes), _by_unit(before, line.before_codes)
    units = new.keys() & old.keys()
    return Pair(
        Total(sum(old[unit] for unit in units), len(units), 0), Total(sum(new[unit] for unit in units), len(units), 0)
    )


def _by_unit(question: Question, codes: Collection[str]) -> dict[int, int]:
    """Unit id to the sum of its cells, for units that have a value in each of them."""
    rows = valued_cells(question, codes).values_list("ret__unit_id").annotate(sum=Sum("value"), count=Count("pk"))
    return {unit: int(value) for unit, value, count in rows.order_by() if count == len(codes)}
