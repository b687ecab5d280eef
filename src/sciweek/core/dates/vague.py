"""What names no exact day: parts of a month or a year, and spans that count from the day of the document."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sciweek.core.dates import grammar
from sciweek.core.dates.numbers import YEARS, han_number, month_number
from sciweek.core.workdays import add_workdays

Span = tuple[int, int]
# The days of a month that each part covers; 31 stands for its last day.
PARTS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "中上旬": (1, 20),
    "中下旬": (11, 31),
    "初": (1, 10),
    "中": (11, 20),
    "底": (21, 31),
    "末": (21, 31),
    "": (1, 31),
}
THAT_MONTH = {"上": -1, "下": 1, "次": 1}
YEAR_PARTS = {
    "初": (1, 3),
    "中": (6, 7),
    "底": (12, 12),
    "末": (12, 12),
    "内": (1, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
}
FROM_ELSEWHERE = re.compile(r"结束|完成|开始|举办")


def fuzzy(level: str, year: int | None, issued: date | None) -> Iterator[tuple[date | None, date | None, Span, bool]]:
    """First and last day that each may mean (None where its month or year is unknown), its place, whether it is due."""
    for match in grammar.MONTH_PART.finditer(level):
        if match["every"]:
            continue
        first = _month(match, "", year, issued)
        last = _month(match, "2", first[0] if first else year, issued) or first
        begin, end = PARTS[match["part"].lstrip("月")], PARTS[(match["part2"] or match["part"]).lstrip("月")]
        yield (*_bounds(first, begin, last, end), match.span(), bool(match["by"]))
    for match in grammar.MONTHS.finditer(level):
        if match["m3"]:
            said = han_number(match["y3"]) if match["y3"] else year
            first, last = _numbered(said, match["m3"]), _numbered(said, match["m4"])
        else:
            first = _month(match, "", year, issued)
            last = _month(match, "2", first[0] if first else year, issued) or first
        yield (*_bounds(first, PARTS[""], last, PARTS[""]), match.span(), bool(match["by"]))
    yield from _seasons(level, year)


def _seasons(level: str, year: int | None) -> Iterator[tuple[date | None, date | None, Span, bool]]:
    for match in grammar.SEASON.finditer(level):
        part = (match["part"] or match["half"] or "").removeprefix("年")
        base = han_number(match["y"]) if match["y"] else year
        if base and match["w"] in {"明", "来", "去", "上"}:
            base += 1 if match["w"] in {"明", "来"} else -1
        months = YEAR_PARTS.get(part)
        if quarter := re.match(r"第?([一二三四1-4])季度([末底]?)", part):
            last = 3 * han_number(quarter[1])
            months = (last if quarter[2] else last - 2, last)
        if base is None or base not in YEARS or months is None:
            yield None, None, match.span(), bool(match["by"] or match["by2"])
        else:
            bounds = _bounds((base, months[0]), PARTS[""], (base, months[1]), PARTS[""])
            yield (*bounds, match.span(), bool(match["by"] or match["by2"]))


def _month(match: re.Match[str], n: str, year: int | None, issued: date | None) -> tuple[int, int] | None:
    if that := match[f"that{n}"]:
        if issued is None:
            return None
        count = issued.year * 12 + issued.month - 1 + THAT_MONTH.get(that, 0)
        return count // 12, count % 12 + 1
    if not match[f"m{n}"]:
        return None
    said = match[f"y{n}"]
    named = han_number(said) + (2000 if len(said) == 2 and said.isdigit() else 0) if said else year
    word = match[f"w{n}"] or ""
    if named and word[:1] in {"明", "来", "次", "去", "上"}:
        named += -1 if word[:1] in {"去", "上"} else 1
    return _numbered(named, match[f"m{n}"])


def _numbered(year: int | None, month: str) -> tuple[int, int] | None:
    try:
        number = month_number(month)
    except ValueError:
        return None
    return (year, number) if year and year in YEARS and 1 <= number <= 12 else None


def _bounds(
    first: tuple[int, int] | None, begin: tuple[int, int], last: tuple[int, int] | None, end: tuple[int, int]
) -> tuple[date | None, date | None]:
    if first is None or last is None:
        return None, None
    last = (first[0] + 1, last[1]) if last < first else last
    following = date(last[0] + last[1] // 12, last[1] % 12 + 1, 1)
    until = following - timedelta(days=1) if end[1] == 31 else date(*last, end[1])
    since = date(*first, begin[0])
    return (since, until) if since <= until else (None, None)


def relative(level: str, issued: date | None) -> Iterator[tuple[date | None, Span]]:
    """The last day of each span that counts from some day, where that is the document's own; and its place."""
    for match in grammar.RELATIVE.finditer(level):
        anchor, unit = match["anchor"] or "", match["unit"] or match["plain"]
        count = 2 if match["count"] == "两" else han_number(match["count"])
        known = issued is not None and not FROM_ELSEWHERE.search(anchor)
        yield (_after(issued, count, unit) if known and issued else None), match.span()


def _after(issued: date, count: int, unit: str) -> date | None:
    if "工作日" in unit:
        return add_workdays(issued, count) if count <= 366 else None
    days = {"周": 7, "星期": 7, "个星期": 7, "个月": 30}.get(unit, 1)
    if unit == "小时":
        return issued + timedelta(hours=count)
    return issued + timedelta(days=count * days)
