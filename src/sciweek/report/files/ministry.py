"""The ministry's own layout filled in: what the marks of an uploaded docx or xlsx stand for.

`A01` or `A01.本年` the total, `A01.上年` that of the campaign before, `A01.增幅` the change; `A01@630100` or `A01@西宁市`
for one place. `上报.计入` and others tell how far everybody is, also with a place; `活动周.名称`, `报告.单位` and others
are texts. `GUIDE` is the whole list; whatever else stands in braces is told as unknown, with its place.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from sciweek.documents.filling.layouts import Found, Layout
from sciweek.documents.filling.marks import Filling, Lookup
from sciweek.documents.papers.days import day, span
from sciweek.report.content import Content
from sciweek.report.facts import Figure, PlaceRow
from sciweek.report.files.data_book import amount
from sciweek.report.prose import change_of, percent, share_of_change
from sciweek.returns.rollup import Total

_INDICATOR = re.compile(r"(?P<code>[A-Z][A-Z0-9]{0,11})(?:\.(?P<what>[^@.]+))?(?:@(?P<place>[^@]+))?")
_WORD = re.compile(r"(?P<what>[^@]+?)(?:@(?P<place>[^@]+))?")
NOW, BEFORE, CHANGE = {"本年", "本届", ""}, {"上年", "上届"}, {"增幅", "比上年", "比上届"}

COUNTS: Mapping[str, Callable[[PlaceRow], Filling]] = {
    "上报.应报": lambda row: row.expected,
    "上报.已上报": lambda row: row.submitted,
    "上报.按时": lambda row: row.on_time,
    "上报.计入": lambda row: row.counted,
    "上报.审核中": lambda row: row.waiting,
    "上报.未上报": lambda row: row.missing,
    "上报.上报率": lambda row: percent(row.submitted, row.expected),
}
TEXTS: Mapping[str, Callable[[Content], Filling]] = {
    "活动周.名称": lambda content: content.facts.campaign,
    "活动周.主题": lambda content: content.facts.theme,
    "活动周.开始": lambda content: day(content.facts.start),
    "活动周.结束": lambda content: day(content.facts.end),
    "活动周.时间": lambda content: span(content.facts.start, content.facts.end),
    "活动周.主会场": lambda content: content.facts.main_venue,
    "活动周.主办": lambda content: "、".join(content.facts.hosts),
    "报告.单位": lambda content: content.facts.office,
    "报告.地区": lambda content: content.facts.place,
    "报告.日期": lambda content: day(content.facts.written),
    "报告.文号": lambda content: content.texts.number,
    "报告.联系": lambda content: content.facts.contact,
    "报告.版次": lambda content: content.imprint.edition or "草稿",
    "报告.凭据": lambda content: content.imprint.line,
}
GUIDE = (
    "A01",
    "A01.本年",
    "A01.上年",
    "A01.增幅",
    "A01@630100",
    "A01.上年@西宁市",
    *COUNTS,
    "上报.计入@西宁市",
    *TEXTS,
)


def lookup_in(content: Content) -> Lookup:
    """What a mark stands for in this report."""
    facts = content.facts
    rows = _rows((*facts.counties, *facts.places, facts.whole))
    figures = {figure.code: figure for figure in facts.figures}

    def lookup(mark: str) -> Filling | None:
        mark = mark.replace("＠", "@").replace("．", ".").replace(" ", "")
        if mark in TEXTS:
            return TEXTS[mark](content)
        indicator = _INDICATOR.fullmatch(mark)
        if indicator and indicator["code"] in figures:
            row = rows.get(indicator["place"]) if indicator["place"] else facts.whole
            return _figure(content, figures[indicator["code"]], indicator["what"] or "", row)
        word = _WORD.fullmatch(mark)
        if word and word["what"] in COUNTS:
            row = rows.get(word["place"]) if word["place"] else facts.whole
            return COUNTS[word["what"]](row) if row else None
        return None

    return lookup


def _rows(rows: Sequence[PlaceRow]) -> dict[str, PlaceRow]:
    """Rows by code and by name; the larger place comes last and has the code. A name that two places bear is none."""
    codes: dict[str, set[int]] = {}
    for row in rows:
        codes.setdefault(row.name, set()).add(row.code)
    named = {row.name: row for row in rows if len(codes[row.name]) == 1}
    return named | {str(row.code): row for row in rows}


def _figure(content: Content, figure: Figure, what: str, row: PlaceRow | None) -> Filling | None:
    if row is None:
        return None
    whole = row is content.facts.whole
    before = figure.before if whole else row.before.get(figure.code)
    if what in NOW:
        return _total(row.total(figure.code), figure)
    if what in BEFORE:
        return "" if before is None else amount(before, figure.kind)
    if what in CHANGE:
        if whole:
            return change_of(content.facts, figure)
        comparable = content.facts.complete and not figure.redefined
        return share_of_change(row.total(figure.code).value, before or 0) if comparable else ""
    return None


def _total(given: Total, figure: Figure) -> Filling:
    if given.answered:
        return amount(given.value, figure.kind)
    return "-" if given.none else ""


def unknown_marks(layout: Layout, content: Content) -> list[Found]:
    """The marks that this report has no value for, or that stand where nothing is filled in."""
    lookup = lookup_in(content)
    return [found for found in layout.marks if not found.reached or lookup(found.mark) is None]
