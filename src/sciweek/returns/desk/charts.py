"""A table about one indicator as bars by its rows, this campaign beside the one before where they may be compared."""

from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.documents.charts.svg import Series, bars
from sciweek.returns.crosstable import CrossTable
from sciweek.returns.rollup import NOTHING, Total
from sciweek.returns.values import show_number
from sciweek.returns.years import Basis

MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with what its colours mean, first to last; `note` says what the second colour counts, or why there is none."""

    title: str
    svg: SafeString
    keys: list[str]
    note: str = ""


def chart_of(table: CrossTable, basis: Basis, campaign: str) -> Chart | None:
    """The chart of a table about one indicator; None where less than two rows have a figure to compare."""
    item = table.item
    if item is None:
        return None
    comparable = bool(basis.totals) and item.code not in basis.redefined
    past = basis.totals if comparable else {}
    rows = [row for row in table.rows if table.at(row.key, None).answered or past.get(row.key, NOTHING).answered]
    if len(rows) < 2:
        return None
    title = _("%(name)s，按%(rows)s") % {"name": item.name, "rows": table.choice.rows.label}
    if len(rows) > MOST_BARS:
        note = _("共 %(count)s 行，超过 %(most)s 行不画图。缩小范围后再看。")
        return Chart(title, SafeString(""), [], note % {"count": len(rows), "most": MOST_BARS})
    series = [Series(campaign, [_value(table.at(row.key, None)) for row in rows])]
    if comparable:
        series.append(Series(basis.name, [_value(past.get(row.key, NOTHING)) for row in rows]))
    drawn = bars(title, [row.name for row in rows], series, shown=partial(show_number, kind=item.kind))
    note = _("%(name)s 为各级全部验收的数。") % {"name": basis.name} if comparable else ""
    if item.code in basis.redefined:
        note = _("口径变化，不与上届比。")
    return Chart(title, SafeString(drawn), [each.name for each in series], note)


def _value(total: Total) -> int | None:
    """What is drawn of a total: nothing where nobody gave a number."""
    return total.value if total.answered else None
