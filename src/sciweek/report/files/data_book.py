"""The data book (xlsx): every total exact, by prefecture, by county, what each unit reported, and who the units are."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from sciweek.documents.papers.days import day
from sciweek.documents.sheets.writing import SheetOut, Value, write_xlsx
from sciweek.report.content import Content
from sciweek.report.facts import Figure, PlaceRow
from sciweek.report.lists import Lists, UnitRow
from sciweek.report.prose import change_of, comparison, coverage, rounding
from sciweek.report.shown import exact_text
from sciweek.returns.enums import DECIMALS, SMALLEST, ValueKind
from sciweek.returns.rollup import Total

FORM_HEAD = (
    *("分组", "代码", "指标", "单位", "本届", "上届", "比上届", "两届都有数的单位", "其本届", "其上届"),
    *("填报数", "不存在"),
)
PLACE_HEAD = ("区划代码", "地区", "应报", "部署时应报", "已上报", "按时", "退回修改", "计入")
UNIT_HEAD = (
    *("序号", "单位名称", "区划代码", "所在地", "类型", "级别", "状态", "计入报告", "上报时间", "按时", "代录单位"),
)
TOUCHED_HEAD = ("合计", "分项", "准确数", "四舍五入", "报告中写作")


def write_data_book(content: Content, lists: Lists, out: BinaryIO) -> None:
    """Write the workbook."""
    facts = content.facts
    sheets = [
        SheetOut("说明", ("项目", "内容"), _about(content), widths=[16, 60]),
        SheetOut("汇总表", FORM_HEAD, _form(content), widths=[8, 8, 26, 8, 14, 14, 10, 17, 14, 14, 9, 9]),
        _places("分市州" if len(facts.places) < len(facts.counties) else "分地区", content, facts.places),
    ]
    if len(facts.places) < len(facts.counties):
        sheets.append(_places("分县区", content, facts.counties))
    sheets += [
        SheetOut("过录表", lists.transcript_head, lists.transcript(), widths=[30, 10, 18, 14], long=True),
        SheetOut(
            "填报单位目录清单",
            UNIT_HEAD,
            units(lists.units()),
            widths=[7, 34, 10, 22, 14, 10, 14, 10, 18, 8, 24],
            long=True,
        ),
        SheetOut("舍位平衡", TOUCHED_HEAD, _touched(content), notes=(rounding(content.shown) or "没有调整。",)),
    ]
    write_xlsx(sheets, out)


def amount(value: int, kind: ValueKind) -> int | Decimal:
    """A value as a sheet's number, exact."""
    if not DECIMALS[kind]:
        return value
    # Nearly all amounts end with the form's own decimals.
    steps, rest = divmod(value, SMALLEST[kind] // 10 ** DECIMALS[kind])
    return Decimal(exact_text(value, kind)) if rest else Decimal(steps).scaleb(-DECIMALS[kind])


def total(given: Total, kind: ValueKind) -> Value:
    """A total: a number, `-` where all who answered said that there is none, blank where nobody answered."""
    if given.answered:
        return amount(given.value, kind)
    return "-" if given.none else None


def _about(content: Content) -> Iterator[Sequence[Value]]:
    facts = content.facts
    yield "报告", content.titles.report
    yield "报送单位", facts.office
    yield "日期", day(facts.written)
    yield "版次", content.imprint.line
    yield "统计范围", coverage(facts)
    yield "比较口径", comparison(facts)
    yield "舍入", rounding(content.shown) or "各表均为准确数，没有舍入。"
    yield "三种值", "数（含 0）、“-”（没有这类事项）、空白（没有填）分开保存和求和；空白从不当作 0。"
    yield "金额", "以万元为单位，两位小数，按准确的整数求和。"


def _form(content: Content) -> Iterator[Sequence[Value]]:
    facts = content.facts
    for each in facts.figures:
        same: tuple[Value, Value, Value] = (None, None, None)
        if each.same is not None:
            same = (each.same.units, amount(each.same.now, each.kind), amount(each.same.before, each.kind))
        yield (
            *(each.group, each.code, ("　" if each.parent else "") + each.name, each.unit),
            total(each.total, each.kind),
            None if each.before is None else amount(each.before, each.kind),
            change_of(facts, each),
            *(*same, each.answered, each.none),
        )


def _places(name: str, content: Content, rows: Sequence[PlaceRow]) -> SheetOut:
    figures = content.facts.figures
    head = (*PLACE_HEAD, *[f"{each.code} {each.name}（{each.unit}）" for each in figures])
    whole = _place(content.facts.whole, "合计", figures)
    filled = [*(_place(row, row.name, figures) for row in rows), whole]
    return SheetOut(name, head, filled, widths=[10, 16])


def _place(row: PlaceRow, name: str, figures: Sequence[Figure]) -> Sequence[Value]:
    return (
        *(str(row.code), name, row.expected, row.frozen, row.submitted, row.on_time, row.sent_back, row.counted),
        *[total(row.total(each.code), each.kind) for each in figures],
    )


def units(rows: Iterable[UnitRow]) -> Iterator[Sequence[Value]]:
    """The list of units, numbered."""
    for number, row in enumerate(rows, 1):
        yield (
            *(number, row.name, str(row.division_code), row.place, row.kind, row.level, row.state, row.counted),
            *(row.submitted_at, row.on_time, row.entered_by),
        )


def _touched(content: Content) -> Iterator[Sequence[Value]]:
    figures = {figure.code: figure for figure in content.facts.figures}
    for each in content.shown.touched:
        figure = figures[each.whole]
        scale = content.shown.scales[figure.code]
        texts = (scale.text(each.plain) + scale.unit, scale.text(each.shown) + scale.unit)
        yield figure.name, each.part, exact_text(each.exact, figure.kind) + figure.unit, *texts
