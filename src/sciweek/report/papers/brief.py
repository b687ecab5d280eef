"""The daily 简报: how far everybody is and the main figures so far, on one page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import day
from sciweek.report.content import Content
from sciweek.report.facts import PlaceRow
from sciweek.report.prose import GATHERINGS, MEDIA, MONEY, PEOPLE, SERVICE, Teller, percent

# One clause of each chapter without its parts, so that the page stays one.
CLAUSES = tuple(replace(each[0], parts=()) for each in (GATHERINGS, PEOPLE, SERVICE, MEDIA, MONEY))
# So many rows stand under each other on the page; more places stand beside each other, with fewer columns each.
MOST_ROWS = 11
FULL_HEAD, FULL_WIDTHS = ("地区", "应报", "已上报", "上报率", "计入", "未上报"), (36, 22, 24, 24, 22, 24)
PAIR_HEAD, PAIR_WIDTHS = ("地区", "应报", "上报", "计入"), (33, 15, 15, 15)
LEAST_HEAD, LEAST_WIDTHS = ("地区", "上报/应报"), (31, 21)


def brief(content: Content, new_today: int) -> Iterator[b.Block]:
    """The page. `new_today`: how many returns have come on this day."""
    facts = content.facts
    yield b.Title(f"{facts.campaign}简报")
    yield b.CentredLine(f"{facts.office}　{day(facts.written)}")
    yield b.Heading("上报进度")
    yield b.Text(_progress(facts.whole, new_today))
    told = Teller(facts, content.shown).paragraph(CLAUSES)
    if told:
        yield b.Heading("主要数字")
        yield b.Text(f"已计入的{facts.counted}家单位，{told}")
    yield _table(facts.places, facts.whole)


def _progress(row: PlaceRow, new_today: int) -> str:
    """How far everybody is, shorter than in the report."""
    said = f"应报{row.expected}家，已上报{row.submitted}家，上报率{percent(row.submitted, row.expected)}；"
    said += f"今日新上报{new_today}家。" if new_today else "今日没有新上报的单位。"
    said += f"逐级验收并计入{row.counted}家，正在审核{row.waiting}家，未上报{row.missing}家"
    return said + (f"（含退回修改{row.sent_back}家）。" if row.sent_back else "。")


def _table(places: Sequence[PlaceRow], whole: PlaceRow) -> b.Table:
    rows = [(row, row.name) for row in places] + [(whole, "合计")]
    beside = -(-len(rows) // MOST_ROWS)
    head, widths = {1: (FULL_HEAD, FULL_WIDTHS), 2: (PAIR_HEAD, PAIR_WIDTHS)}.get(beside, (LEAST_HEAD, LEAST_WIDTHS))
    high = -(-len(rows) // beside)
    cells = [_cells(row, name, beside) for row, name in rows] + [("",) * len(head)] * (high * beside - len(rows))
    lines = [tuple(cell for column in range(beside) for cell in cells[column * high + line]) for line in range(high)]
    return b.Table("分地区上报情况（家）", head * beside, lines, widths * beside)


def _cells(row: PlaceRow, name: str, beside: int) -> tuple[str, ...]:
    if beside > 2:
        return name, f"{row.submitted:,}/{row.expected:,}"
    if beside == 2:
        return name, f"{row.expected:,}", f"{row.submitted:,}", f"{row.counted:,}"
    numbers = (row.counted, row.missing)
    share = percent(row.submitted, row.expected)
    return name, f"{row.expected:,}", f"{row.submitted:,}", share, *map("{:,}".format, numbers)
