"""Writes the facts: the paper as docx, the data book as xlsx, and the chapters that the page shows."""

from collections.abc import Sequence
from typing import BinaryIO

from sciweek.documents.papers.paper import Paper
from sciweek.documents.sheets.writing import SheetOut, Value, write_xlsx
from sciweek.report.facts import Figure, ReportFacts
from sciweek.report.prose import MEDIA, MONEY, OVERVIEW, SERVICE, coverage, paragraph
from sciweek.returns.enums import DECIMALS, SMALLEST
from sciweek.returns.values import show_number

TABLE_CODES = ("A01", "B01", "B02", "B06", "D01", "E01", "F01")
CHART_CODE = "A01"


def title(facts: ReportFacts) -> str:
    """The paper's title."""
    return f"关于报送{facts.campaign}情况的报告"


def chapters(facts: ReportFacts) -> list[tuple[str, list[str]]]:
    """The report's chapters: a heading and its paragraphs; a chapter with nothing to say is left out."""
    first = f"{facts.campaign}以“{facts.theme}”为主题，于{_day(facts.start)}至{_day(facts.end)}举行，由{'、'.join(facts.hosts)}主办"
    first += f"，主会场设在{facts.main_venue}。" if facts.main_venue else "。"
    streams = f"活动主要内容是{'、'.join(facts.streams)}。" if facts.streams else ""
    made = [
        ("基本情况", [first + streams, paragraph(facts, OVERVIEW)]),
        ("服务群众", [paragraph(facts, SERVICE)]),
        ("宣传报道", [paragraph(facts, MEDIA)]),
        ("经费投入", [paragraph(facts, MONEY)]),
        ("统计范围", [coverage(facts)]),
    ]
    kept = [(heading, [text for text in texts if text]) for heading, texts in made]
    return [(heading, texts) for heading, texts in kept if texts]


def _day(day: object) -> str:
    return f"{day:%Y}年{day.month}月{day.day}日"  # type: ignore[attr-defined]


def write_document(facts: ReportFacts, out: BinaryIO) -> None:
    """The paper."""
    paper = Paper()
    paper.title(title(facts))
    paper.recipients(facts.above)
    for heading, texts in chapters(facts):
        paper.heading(heading)
        for text in texts:
            paper.text(text)
    paper.attachments(["科技活动周情况统计表", "各市州主要指标"])
    paper.signature(facts.office, facts.written)
    paper.attachment_page(1, "科技活动周情况统计表")
    paper.table(
        f"{facts.campaign}（计入 {facts.counted} 家）",
        ("代码", "指标", "单位", "本届", "上届", "比上届"),
        [_figure_row(figure) for figure in facts.figures],
        (14, 56, 20, 28, 28, 20),
    )
    paper.attachment_page(2, "各市州主要指标")
    columns = [figure for code in TABLE_CODES if (figure := facts.figure(code))]
    paper.table(
        "各市州主要指标",
        ("地区", "应报", "计入", *[f"{figure.name}（{figure.unit}）" for figure in columns]),
        [
            (
                row.name,
                str(row.expected),
                str(row.counted),
                *[show_number(row.totals.get(f.code, 0), f.kind) for f in columns],
            )
            for row in facts.places
        ],
        (24, 12, 12, *[int(108 / max(1, len(columns)))] * len(columns)),
    )
    chart = facts.figure(CHART_CODE)
    if chart is not None and facts.places:
        names, values = [row.name for row in facts.places], [row.totals.get(chart.code, 0) for row in facts.places]
        paper.chart(f"图1　各市州{chart.name}（{chart.unit}）", names, values, chart.name)
    paper.save(out)


def _figure_row(figure: Figure) -> tuple[str, ...]:
    before = show_number(figure.before, figure.kind) if figure.before is not None else "–"
    change = f"{(figure.value - figure.before) * 100 / figure.before:+.1f}%" if figure.before else "–"
    return figure.code, figure.name, figure.unit, show_number(figure.value, figure.kind), before, change


def _number(value: int, figure: Figure) -> Value:
    return value / SMALLEST[figure.kind] if DECIMALS[figure.kind] else value


def write_data_book(facts: ReportFacts, out: BinaryIO) -> None:
    """The data book: the consolidated form, and all indicators by place."""
    form: list[Sequence[Value]] = [
        (
            *(f.group, f.code, f.name, f.unit, _number(f.value, f)),
            *(None if f.before is None else _number(f.before, f), f.answered, f.none),
        )
        for f in facts.figures
    ]
    places: list[Sequence[Value]] = [
        (
            row.name,
            row.expected,
            row.submitted,
            row.counted,
            *[_number(row.totals.get(f.code, 0), f) for f in facts.figures],
        )
        for row in facts.places
    ]
    head = ("分组", "代码", "指标", "单位", "本届", "上届", "填报数", "不存在")
    notes = (title(facts), coverage(facts))
    by_place = ("地区", "应报", "已报", "计入", *[f"{f.code} {f.name}（{f.unit}）" for f in facts.figures])
    write_xlsx(
        [
            SheetOut("汇总表", head, form, notes=notes, widths=[10, 8, 26, 10, 14, 14, 10, 10]),
            SheetOut("分地区", by_place, places, widths=[16]),
        ],
        out,
    )
