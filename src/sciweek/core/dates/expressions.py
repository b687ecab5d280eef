"""Every expression of time in a text, with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum

from sciweek.core.dates import grammar, vague
from sciweek.core.dates.numbers import YEARS, han_number, month_number
from sciweek.core.text import even

LONGEST_RANGE = 400
AFTERNOON = {"下午", "傍晚", "晚", "晚上"}
YEARS_ON = {"明年": 1, "来年": 1, "次年": 1, "去年": -1, "上年": -1}


class Kind(Enum):
    """What an expression of time says."""

    DAY = "day"
    RANGE = "range"
    DUE = "due"
    FUZZY = "fuzzy"
    RELATIVE = "relative"
    RECURRING = "recurring"
    FROM_NOW = "from now"


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression of time in running text. `span` holds offsets in the text as given.

    DAY and RANGE have both days. DUE has only its last day, `end`. FUZZY has the days that it may mean at the
    earliest and the latest, where its month is known. RELATIVE and FROM_NOW have an `end` where it can be told.
    RECURRING has neither. `time` is the time of day that is said with the last day; 24时 is that day's last minute.
    `by` says that something is due until then; `damaged` that the sign between the two days was lost in a copy.
    """

    kind: Kind
    start: date | None
    end: date | None
    time: time | None
    span: tuple[int, int]
    by: bool = False
    damaged: bool = False


def date_expressions(text: str, year: int | None = None, issued: date | None = None) -> Iterator[DateExpression]:
    """Every expression of time, in order.

    `year` stands in where a day names none, else such a day is left out. `issued`, the day of the document, gives
    a day to what counts from it (公示之日起7日内) or from its month (本月底).
    """
    level = even(text)
    found: list[DateExpression] = []
    for pattern in (grammar.WRITTEN, grammar.FIGURES):
        for match in pattern.finditer(level):
            found += _days(level, match, year)
    found += [each for match in grammar.DAY_FIRST.finditer(level) if (each := _single(match))]
    # Exact days go before vague expressions; of vague ones that overlap the longest stays.
    found += sorted(_vague(level, year, issued), key=lambda each: each.span[0] - each.span[1])
    yield from sorted(_apart(found, len(level)), key=lambda each: each.span)


def _vague(level: str, year: int | None, issued: date | None) -> list[DateExpression]:
    """Fuzzy, recurring and relative expressions."""
    made = [DateExpression(Kind.RECURRING, None, None, None, each.span()) for each in grammar.RECURRING.finditer(level)]
    for start, end, span, by in vague.fuzzy(level, year, issued):
        made.append(DateExpression(Kind.FUZZY, start, end, None, span, by))
    for last, span in vague.relative(level, issued):
        made.append(DateExpression(Kind.RELATIVE, None, last, None, span, True))
    for match in grammar.FROM_NOW.finditer(level):
        made.append(DateExpression(Kind.FROM_NOW, None, None, None, match.span()))
    return made


def _apart(found: list[DateExpression], length: int) -> list[DateExpression]:
    """Those that no earlier one of the list overlaps."""
    kept, taken = [], bytearray(length)
    for each in found:
        start, end = each.span
        if not any(taken[start:end]):
            kept.append(each)
            taken[start:end] = b"\x01" * (end - start)
    return kept


def _day(year: int | None, month: str, day: str) -> date | None:
    try:
        return date(year, month_number(month), han_number(day)) if year and year in YEARS else None
    except ValueError:
        return None


def _year(match: re.Match[str], n: str, otherwise: int | None) -> int | None:
    named = match.groupdict()
    if named.get(f"y{n}"):
        said = han_number(named[f"y{n}"])
        return said + 2000 if said < 100 else said
    word = named.get(f"w{n}")
    return otherwise + YEARS_ON.get(word, 0) if word and otherwise else otherwise


def _single(match: re.Match[str]) -> DateExpression | None:
    day = _day(int(match["y"]), match["m"], match["d"])
    return DateExpression(Kind.DAY, day, day, None, match.span()) if day else None


def _days(level: str, match: re.Match[str], year: int | None) -> list[DateExpression]:
    """The expressions that one match holds: several where single days are listed (8月11日、18日)."""
    first = _day(_year(match, "", year), match["m"], match["d"])
    if first is None:
        return []
    last = _second(match, first)
    if last is None:
        return []
    span = (match.start(), match.start() + len(match[0].rstrip()))
    if match["every"]:
        return [DateExpression(Kind.RECURRING, None, None, None, span)]
    if match["around"]:
        return [DateExpression(Kind.FUZZY, first, last, None, span)]
    lead = match["lead"] or ""
    clock = _clock(match, "2") if match["d2"] else _clock(match, "1")
    if "起" in lead or lead.startswith("即日"):
        return [DateExpression(Kind.FROM_NOW, None, last, clock, span, True)]
    if lead or match["last"]:
        return [DateExpression(Kind.DUE, None, last, clock, span, True)]
    if match["d2"]:
        return [DateExpression(Kind.RANGE, first, last, clock, span, damaged=not match["to"])]
    return _listed(level, DateExpression(Kind.DAY, first, first, clock, span))


def _listed(level: str, single: DateExpression) -> list[DateExpression]:
    """A day with those listed behind it: days in a row are a range, others stand each for itself."""
    days = [single]
    while single.start and (match := grammar.MORE_DAYS.match(level, days[-1].span[1])):
        following = _day(single.start.year, str(single.start.month), match["d"])
        if following is None or following <= (days[-1].end or following):
            break
        days.append(DateExpression(Kind.DAY, following, following, None, (match.start("d"), match.end())))
    ends = [each.end for each in days if each.end]
    if len(days) > 1 and (ends[-1] - ends[0]).days == len(days) - 1:
        return [replace(single, kind=Kind.RANGE, end=ends[-1], span=(single.span[0], days[-1].span[1]))]
    return days


def _second(match: re.Match[str], first: date) -> date | None:
    """The last day: the first itself where no second one is written; None where the two are no range."""
    if not match["d2"]:
        return first
    last = _day(_year(match, "2", first.year), match["m2"] or match["m"], match["d2"])
    if last and match["m2"] and not match["y2"] and last < first:
        last = _day(first.year + 1, match["m2"], match["d2"])
    return last if last and first <= last and (last - first).days < LONGEST_RANGE else None


def _clock(match: re.Match[str], n: str) -> time | None:
    if not match[f"hour{n}"]:
        return None
    part, minute = match[f"part{n}"] or "", match[f"minute{n}"]
    past = {"半": 30, "一刻": 15, "": 0}.get(part)
    hour, minutes = han_number(match[f"hour{n}"]), int(minute) if minute else past
    if minutes is None:
        minutes = han_number(part.rstrip("分"))
    half = match[f"half{n}"] or ""
    if (half in AFTERNOON and hour < 12) or (half in {"中午", "正午"} and hour < 6):
        hour += 12
    if (hour, minutes) == (24, 0) or (half in {"晚", "晚上"} and (hour, minutes) == (12, 0)):
        return time(23, 59)
    return time(hour, minutes) if hour < 24 and minutes < 60 else None
