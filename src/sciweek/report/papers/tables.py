"""The tables and charts of the papers."""

from collections.abc import Iterator, Sequence

from sciweek.documents.papers import blocks as b
from sciweek.report.balancing import rounded
from sciweek.report.content import Content
from sciweek.report.facts import Figure, PlaceRow
from sciweek.report.prose import NO_BASE, change_of, comparison, percent, rounding
from sciweek.returns.rollup import Total

MAIN, PROGRESS = "主要指标", "上报和验收情况"
MAIN_CODES = ("A01", "B01", "B02", "B06", "D01", "E01", "F01")
CHART_CODES = ("A01", "B01")
WIDTHS_OF_FORM = (13, 55, 18, 27, 27, 16)


def form(content: Content) -> Iterator[b.Block]:
    """The form with the totals of this campaign and the one before."""
    facts = content.facts
    rows = [_form_row(content, figure) for figure in facts.figures]
    yield b.Table(
        f"{facts.campaign}合计（计入{facts.counted}家）",
        ("代码", "指标", "单位", "本届", "上届", "比上届"),
        rows,
        WIDTHS_OF_FORM,
    )
    said = comparison(facts)
    yield b.Remark(f"注：“{NO_BASE}”表示没有可比的基数。{said}{rounding(content.shown)}")


def _form_row(content: Content, figure: Figure) -> tuple[str, ...]:
    shown = content.shown
    indent = "　" if figure.parent else ""
    before = NO_BASE if figure.before is None or figure.redefined else shown.plain(figure.code, figure.before)
    change = change_of(content.facts, figure)
    unit = shown.scales[figure.code].unit
    return figure.code, indent + figure.name, unit, _cell(figure.total, shown.whole(figure.code)), before, change


def _cell(total: Total, text: str) -> str:
    """A total; `-` where all who answered said that there is none, blank where nobody answered."""
    if total.answered:
        return text
    return "-" if total.none else ""


def by_place(content: Content, figures: Sequence[Figure]) -> Iterator[b.Block]:
    """The main figures by place; the last row is the sum, to which each column adds up."""
    facts, shown = content.facts, content.shown
    head = ("地区", "计入", *[f"{each.name}（{shown.scales[each.code].unit}）" for each in figures])
    rows = [
        (
            *(row.name, f"{row.counted:,}"),
            *[_cell(row.total(each.code), shown.at(row.code, each.code)) for each in figures],
        )
        for row in facts.places
    ]
    rows.append(("合计", f"{facts.counted:,}", *[_cell(each.total, shown.whole(each.code)) for each in figures]))
    yield b.Table(f"分地区{MAIN}", head, rows, _widths(rows))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Millimetres for a column of names and columns of figures, by the longest of each."""
    name, *figures = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [min(44, max(20, 4 * name + 4)), *[max(12, 2 * longest + 5) for longest in figures]]


def progress(content: Content) -> Iterator[b.Block]:
    """How far everybody is, by place: what is expected, has come, is counted, and what still waits."""
    facts = content.facts
    head = ("地区", "应报", "已上报", "上报率", "按时", "按时率", "计入", "审核中", "未上报")
    rows = [_progress_row(row, row.name) for row in facts.places]
    rows.append(_progress_row(facts.whole, "合计"))
    yield b.Table(f"分地区{PROGRESS}（家）", head, rows, (26, 15, 16, 18, 15, 18, 15, 16, 16))
    counted = f"{facts.office}已验收" if facts.own else "各级主管部门均已验收"
    yield b.Remark(f"注：“计入”指{counted}；“未上报”含退回修改。上报率、按时率以现有应报单位为基数。")


def _progress_row(row: PlaceRow, name: str) -> tuple[str, ...]:
    return (
        *(name, f"{row.expected:,}", f"{row.submitted:,}", percent(row.submitted, row.expected)),
        *(f"{row.on_time:,}", percent(row.on_time, row.expected)),
        *(f"{row.counted:,}", f"{row.waiting:,}", f"{row.missing:,}"),
    )


def chart(content: Content, figure: Figure) -> b.BarChart:
    """One figure by place, beside the campaign before where the two may be compared."""
    facts, scale = content.facts, content.shown.scales[figure.code]
    series = [b.Series("本届", [content.shown.places[row.code][figure.code] for row in facts.places])]
    if facts.complete and figure.base:
        before = [rounded(row.before.get(figure.code, 0), scale.step) for row in facts.places]
        series.append(b.Series("上届", before))
    caption = f"分地区{figure.name}（{scale.unit}）"
    return b.BarChart(caption, [row.name for row in facts.places], series, scale.decimals)
