"""A table of totals as the lines of a sheet: numbers as numbers, `-` where all said so, blank where nobody answered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.documents.sheets.writing import SheetOut, Value
from sciweek.returns.crosstable import CrossTable, Entry
from sciweek.returns.enums import Dimension, LinkKind
from sciweek.returns.queries.compared import Years
from sciweek.returns.rollup import Total
from sciweek.returns.tables import exact
from sciweek.returns.template import ItemText
from sciweek.returns.years import Basis, Line, Over, Pair

WHOLE = Entry(None, "")
OVER_NAMES = {
    Over.ALL: gettext_lazy("全部单位"),
    Over.MATCHED: gettext_lazy("两届都报的单位"),
    Over.PRESENT: gettext_lazy("按现行区划"),
}


def value_of(total: Total, item: ItemText) -> Value:
    """A total as a sheet holds it."""
    if total.answered:
        return exact(total.value, item)
    return "-" if total.none else None


def lines_of(table: CrossTable, basis: Basis, *, answers: bool) -> tuple[list[str], Iterator[list[Value]]]:
    """Head and lines. Each sum has its numbers of answers beside it; with `answers`, each figure has them."""
    by_indicator = table.choice.rows == Dimension.INDICATOR
    sums = table.choice.columns != Dimension.INDICATOR
    head = [_("代码"), _("指标"), _("单位")] if by_indicator else [_("代码"), str(table.choice.rows.label)]
    if table.item and not by_indicator:
        head[1] = f"{head[1]}（{table.item.code} {table.item.name}，{table.item.unit}）"
    if sums:
        head += [_("合计"), *_answer_heads(""), basis.name or _("上届"), _("比上届（%）")]
    for column in table.columns:
        name = _column_name(column)
        head += [name, *(_answer_heads(f"{name} ") if answers else ())]

    def lines() -> Iterator[list[Value]]:
        rows = [*table.rows, WHOLE] if table.sums_rows else table.rows
        for row in rows:
            line: list[Value] = _line_head(row, by_indicator=by_indicator)
            if sums:
                line += _figure(table, row, WHOLE, answers=True) + _compared(table, basis, row)
            for column in table.columns:
                line += _figure(table, row, column, answers=answers)
            yield line
        if not sums:
            yield from _compared_columns(table, basis, answers=answers)

    return head, lines()


def sheets_of(table: CrossTable, basis: Basis) -> list[SheetOut]:
    """Two sheets: the figures, and the same with the numbers of answers beside each."""
    head, lines = lines_of(table, basis, answers=False)
    beside, all_lines = lines_of(table, basis, answers=True)
    return [
        SheetOut(_("汇总"), head, lines, widths=[10, 28]),
        SheetOut(_("填报数"), beside, all_lines, widths=[10, 28]),
    ]


def _answer_heads(name: str) -> list[str]:
    return [f"{name}{_('填报数')}", f"{name}{_('不存在')}", f"{name}{_('应报')}"]


def _column_name(column: Entry) -> str:
    return f"{column.item.code} {column.name}（{column.item.unit}）" if column.item else column.name


def _line_head(row: Entry, *, by_indicator: bool) -> list[Value]:
    if row.item:
        return [row.item.code, row.item.name, row.item.unit]
    name = row.name if row.key is not None else _("合计")
    code = "" if row.key is None else str(row.key)
    return [code, name, ""] if by_indicator else [code, name]


def _figure(table: CrossTable, row: Entry, column: Entry, *, answers: bool) -> list[Value]:
    total = table.at(row.key, column.key)
    value = value_of(total, table.item_of(row, column))
    if not answers:
        return [value]
    return [value, total.answered, total.none, table.reporters_at(row.key, column.key).expected]


def _compared(table: CrossTable, basis: Basis, row: Entry) -> list[Value]:
    item, key = table.item_of(row, None), row.key
    before = basis.totals.get(key)
    return [value_of(before, item) if before else None, basis.change(key, item.code, table.at(key, None))]


def _compared_columns(table: CrossTable, basis: Basis, *, answers: bool) -> Iterator[list[Value]]:
    """Below a table whose columns are indicators: what each was a campaign before, and the change."""
    rest: list[Value] = [None] * 3 if answers else []
    before: list[Value] = ["", basis.name or _("上届")]
    changes: list[Value] = ["", _("比上届（%）")]
    for column in table.columns:
        item, key = table.item_of(None, column), column.key
        base = basis.totals.get(key)
        before += [value_of(base, item) if base else None, *rest]
        changes += [basis.change(key, item.code, table.at(None, key)), *rest]
    yield before
    yield changes


def year_lines(years: Years) -> tuple[list[str], Iterator[list[Value]]]:
    """Head and lines of a comparison with the campaign before: the three pairs of each line beside each other."""
    head = [_("代码"), _("指标"), _("单位"), _("与上届的关系")]
    for over in Over:
        name = OVER_NAMES[over]
        head += [f"{name} {word}" for word in (_("上届"), _("上届填报数"), _("本届"), _("本届填报数"), _("变化（%）"))]

    def lines() -> Iterator[list[Value]]:
        for line in years.lines:
            row: list[Value] = ["+".join(line.codes), "+".join(item.name for item in line.items), line.items[0].unit]
            row.append(told_kind(line))
            for over in Over:
                row += _pair(line, years.pair(line, over))
            yield row

    return head, lines()


def _pair(line: Line, pair: Pair) -> list[Value]:
    before = [value_of(pair.before, line.before[0]), pair.before.answered] if line.before else [None, None]
    return [*before, value_of(pair.now, line.items[0]), pair.now.answered, pair.change if line.allowed else None]


def told_kind(line: Line) -> str:
    """How a line goes on from the campaign before, in words; nothing where it simply goes on."""
    if line.kind in {"same", "new"}:
        return _("本届新增") if line.kind == "new" else ""
    words = str(LinkKind(line.kind).label)
    came_from = "、".join(line.before_codes)
    return _("%(kind)s（上届 %(codes)s）") % {"kind": words, "codes": came_from} if came_from else words
