"""A table of totals as HTML. Drawn here and not by template tags: a table has some 600 figures.

Every figure leads to the cells behind it, every head to the table of that row or column alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.returns.choice import Choice, Key
from sciweek.returns.crosstable import CrossTable, Entry
from sciweek.returns.enums import Dimension
from sciweek.returns.rollup import NOTHING, Total
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import show_number
from sciweek.returns.years import Basis, shown_change

WHOLE = Entry(None, "")
# In the place of an indicator's code; no code begins with a digit.
ANY = "0"


def figure_text(total: Total, item: ItemText) -> str:
    """A total as people read it: `-` where all said so, nothing where nobody answered."""
    if total.answered:
        return show_number(total.value, item.kind)
    return "-" if total.none else ""


@dataclass(frozen=True, slots=True)
class DrillLinks:
    """Where a figure leads: its indicator's cells, narrowed as the table is and to its row and column. Escaped for HTML.

    An address is `base`, the code, `/`, `rest`, and the parts of row and column.
    """

    base: str
    rest: str
    choice: Choice

    @classmethod
    def of(cls, choice: Choice) -> "DrillLinks":
        """For the figures of a table of this choice."""
        on_axes = {axis.value for axis in choice.axes} - {Dimension.PLACE.value}
        pairs = [("counting", choice.counting.value)]
        pairs += [(name, value) for name, value in choice.narrowing.pairs() if name not in on_axes]
        return cls(reverse("returns:drill", args=["0"]).removesuffix("0/"), escape(f"?{urlencode(pairs)}"), choice)

    def part(self, dimension: Dimension | None, key: Key) -> str:
        """What one row or column adds; for a sum over all of them what the table itself is narrowed to."""
        if dimension in {None, Dimension.INDICATOR}:
            return ""
        if dimension == Dimension.PLACE:
            return "" if key is None else f"&amp;at={key}&amp;by={self.choice.by.value}"
        if key is None:
            key = self.choice.narrowing.value_of(Dimension(dimension))
        return "" if key is None else f"&amp;{dimension}={int(key) if isinstance(key, int) else key}"


class _Drawing:
    """A table on its way to HTML."""

    def __init__(self, table: CrossTable, basis: Basis) -> None:
        self.table, self.basis, self.choice = table, basis, table.choice
        self.links = DrillLinks.of(table.choice)
        self.parts = {
            column.key: self.links.part(self.choice.columns, column.key) for column in (WHOLE, *table.columns)
        }
        self.past = reverse("returns:compared", args=[table.item.code]) if table.item else ""
        self.spread = ""
        self.sums = self.choice.columns != Dimension.INDICATOR

    def figure(self, row: Entry, column: Entry, by_row: str, look: str) -> str:
        """One figure with its link, and with its answers where they are wanted."""
        total = self.table.totals.get((row.key, column.key), NOTHING)
        item = row.item or column.item or self.table.item_of(row, column)
        text = figure_text(total, item)
        if text:
            href = f"{self.links.base}{item.code}/{self.links.rest}{by_row}{self.parts[column.key]}"
            text = f'<a class="{look}" href="{href}">{text}</a>'
        if self.choice.answers:
            expected = self.table.reporters_at(row.key, column.key).expected
            text += f"<small>{total.answered} / {total.none} / {expected}</small>" if expected else ""
        return f'<td class="n">{text}</td>'

    def compared(self, row: Entry) -> str:
        """The change against the campaign before, with what it was then where the table is about one indicator."""
        item, key = self.table.item_of(row, None), row.key
        change = shown_change(self.basis.change(key, item.code, self.table.at(key, None)))
        if not self.table.item:
            return f'<td class="n muted">{change}</td>'
        before = figure_text(self.basis.totals.get(key, NOTHING), item)
        if before:
            part = self.links.part(self.choice.rows, key)
            href = f"{self.past}{self.links.rest}&amp;over=all&amp;side=before{part}"
            before = f'<a class="quiet" href="{href}">{before}</a>'
        return f'<td class="n muted">{before}</td><td class="n muted">{change}</td>'

    def row(self, row: Entry) -> str:
        """One row: its head, its sum, its figures."""
        by_row = self.links.part(self.choice.rows, row.key)
        cells = [self.head(self.choice.rows, row, "row")]
        if self.sums:
            cells += [self.figure(row, WHOLE, by_row, "sum"), self.compared(row)]
        cells += [self.figure(row, column, by_row, "quiet") for column in self.table.columns]
        return f"<tr>{''.join(cells)}</tr>"

    def head(self, dimension: Dimension | None, entry: Entry, scope: str) -> str:
        """The head of a row or column, which leads to it alone."""
        look = f' class="n{" wrap" if entry.item else ""}"' if scope == "col" else ""
        if entry.key is None or dimension is None:
            return f'<th scope="{scope}"{look}>{escape(entry.name)}</th>'
        href = self.opens(dimension, entry)
        name = escape(f"{entry.item.code} {entry.name}" if entry.item else entry.name)
        unit = f' <small class="faint">{escape(entry.item.unit)}</small>' if entry.item else ""
        indent = "　" if scope == "row" and entry.item and entry.item.parent else ""
        return f'<th scope="{scope}"{look}>{indent}<a class="head" href="{href}">{name}</a>{unit}</th>'

    def opens(self, dimension: Dimension, entry: Entry) -> str:
        """Where a head leads. Those of indicators differ in the indicator alone, and there are many."""
        if dimension != Dimension.INDICATOR:
            return escape(self.choice.narrowed_to(dimension, entry.key).address)
        if not self.spread:
            self.spread = escape(self.choice.narrowed_to(dimension, ANY).address)
        return self.spread.replace(f"show={ANY}", f"show={entry.key}")

    def changes(self) -> str:
        """Below a table whose columns are indicators: the change of each."""
        cells = [
            f'<td class="n muted">{shown_change(self.basis.change(c.key, str(c.key), self.table.at(None, c.key)))}</td>'
            for c in self.table.columns
        ]
        return f'<tr><th scope="row">{_("比上届")}</th>{"".join(cells)}</tr>'


def heads(table: CrossTable, basis: Basis) -> SafeString:
    """The heads of the columns."""
    drawing = _Drawing(table, basis)
    cells = [f'<th scope="col">{table.choice.rows.label}</th>']
    if drawing.sums:
        cells.append(f'<th scope="col" class="n">{_("合计")}</th>')
        if table.item:
            cells.append(f'<th scope="col" class="n">{_("上届")}</th>')
        cells.append(f'<th scope="col" class="n">{_("比上届")}</th>')
    cells += [drawing.head(table.choice.columns, column, "col") for column in table.columns]
    return SafeString(f"<tr>{''.join(cells)}</tr>")


def bodies(table: CrossTable, basis: Basis, form: FormText) -> Iterator[SafeString]:
    """The rows as table bodies: one a group of the form where rows are indicators, else one of all; then that of the sums."""
    drawing = _Drawing(table, basis)
    if table.choice.rows == Dimension.INDICATOR:
        rows = {row.key: row for row in table.rows}
        width = len(table.columns) + (2 + bool(table.item) if drawing.sums else 0)
        for group in form.groups:
            own = [drawing.row(rows[item.code]) for item in group.items if item.code in rows]
            if own:
                name = escape(f"{group.letter} {group.name}")
                head = f'<tr class="total"><th scope="rowgroup">{name}</th><td colspan="{width}"></td></tr>'
                yield SafeString(f"{head}{''.join(own)}")
        return
    yield SafeString("".join(drawing.row(row) for row in table.rows))
    last = drawing.row(Entry(None, _("合计"))).replace("<tr>", '<tr class="total">', 1)
    yield SafeString(last + ("" if drawing.sums else drawing.changes()))
