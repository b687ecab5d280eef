"""Days, ranges and deadlines in a notice's running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sciweek.core.dates import han_number

_N = r"[0-9〇零○Oo一二三四五六七八九十]"
YEAR = rf"(?P<y>(?:{_N}){{4}})\s*(?:年|[-./])\s*"
DAY = re.compile(rf"(?:{YEAR})?(?P<m>{_N}{{1,2}})\s*(?:月|[-./])\s*(?P<d>{_N}{{1,3}})\s*(?:日|号)?")
_WEEKDAY = r"(?:\s*\([^()]{2,4}\))?"
RANGE = re.compile(
    rf"(?:(?P<y>(?:{_N}){{4}})\s*[年.]\s*)?(?P<m>{_N}{{1,2}})\s*[月.]\s*(?P<d>{_N}{{1,3}})\s*日?{_WEEKDAY}\s*(?:-{{1,2}}|~|至|到)\s*"
    rf"(?:(?P<y2>(?:{_N}){{4}})\s*[年.]\s*)?(?:(?P<m2>{_N}{{1,2}})\s*[月.]\s*)?(?P<d2>{_N}{{1,3}})\s*日"
)
TIME = re.compile(r"\s*(?P<half>上午|下午|中午|晚上?)?\s*(?P<h>\d{1,2})\s*(?:[::](?P<min>\d\d)|[点时](?!间))\s*(?:整)?")


def day_of(found: "re.Match[str] | None", year: int | None) -> date | None:
    """The day that a match names; `year` stands in where it names none."""
    if found is None:
        return None
    try:
        named = han_number(found["y"].replace("O", "0").replace("o", "0")) if found["y"] else year
        return date(named, han_number(found["m"]), han_number(found["d"])) if named else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Span:
    """A range of days and where it stands."""

    start: date
    end: date
    at: tuple[int, int]


def ranges(text: str, year: int | None) -> Iterator[Span]:
    """Every range of days; a month or year that is left out is that of the first day."""
    for found in RANGE.finditer(text):
        first = day_of(found, year)
        if first is None:
            continue
        try:
            last = date(
                han_number(found["y2"]) if found["y2"] else first.year,
                han_number(found["m2"]) if found["m2"] else first.month,
                han_number(found["d2"]),
            )
        except ValueError:
            continue
        if first <= last and (last - first).days < 400:
            yield Span(first, last, found.span())


def days(text: str, year: int | None) -> Iterator[tuple[date, tuple[int, int]]]:
    """Every single day that is written with 月."""
    for found in DAY.finditer(text):
        if "月" in found[0] and (day := day_of(found, year)):
            yield day, found.span()


def time_after(text: str, place: int) -> tuple[str, int]:
    """A time of day right behind `place`, as HH:MM, and where it ends; empty when there is none."""
    found = TIME.match(text, place)
    if found is None:
        return "", place
    hour, minute = int(found["h"]), int(found["min"] or 0)
    if found["half"] in {"下午", "晚", "晚上"} and hour < 12:
        hour += 12
    if found["half"] == "上午" and hour == 12:
        hour = 12
    return (f"{hour:02d}:{minute:02d}", found.end()) if hour < 24 and minute < 60 else ("", place)
