"""Days as they are written in Chinese: digits of any width, 〇, Han numerals, with or without the year. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import Enum

_HAN = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "O": 0,
    "o": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMBER = r"[0-9〇零○Oo一二三四五六七八九十]"
_DAY = re.compile(
    rf"(?:(?P<year>{_NUMBER}{{4}})\s*[年./-]\s*)?(?P<month>{_NUMBER}{{1,3}})\s*[月./-]\s*(?P<day>{_NUMBER}{{1,3}})\s*[日号]?"
)


def han_number(text: str) -> int:
    """A small number in digits or Han numerals: 二〇二三 is 2023, 十二 is 12, 三十一 is 31.

    Raises:
        ValueError: the text is no number.
    """
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (han_number(tens) if tens else 1) * 10 + (han_number(ones) if ones else 0)
    if not text or any(sign not in _HAN and not sign.isdigit() for sign in text):
        raise ValueError(text)
    return int("".join(str(_HAN.get(sign, sign)) for sign in text))


def read_date(text: str, year: int | None = None) -> date | None:
    """The day that the whole text names; `year` stands in where the text has none. None when it names no day."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    named = found["year"]
    if named is None and year is None:
        return None
    try:
        return date(han_number(named) if named else year or 0, han_number(found["month"]), han_number(found["day"]))
    except ValueError:
        return None


class Kind(Enum):
    """What an expression of time says."""

    DAY = "day"
    RANGE = "range"
    DUE = "due"
    FUZZY = "fuzzy"
    RELATIVE = "relative"
    FROM_NOW = "from now"


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression of time in running text. `span` holds offsets in the text as given.

    `start` is None for a due day and for what has no exact day; `end` is None for fuzzy and relative expressions.
    `time` is the time of day that is said with the last day; 24时 is the last minute of that day.
    """

    kind: Kind
    start: date | None
    end: date | None
    time: time | None
    span: tuple[int, int]


_DIGITS = r"[0-9〇零○Oo一二三四五六七八九十]"
_TIME = r"(?:\s*(?P<half>上午|下午|中午|晚上?)?\s*(?P<hour>\d{1,2})\s*(?::\s*(?P<minute>\d\d)|[点时](?!间)(?:(?P<part>半|\d{1,2}分))?整?))?"
_FULL = rf"(?:(?P<y>{_DIGITS}{{4}})\s*年\s*)?(?<![0-9])(?P<m>{_DIGITS}{{1,2}})\s*月\s*(?P<d>{_DIGITS}{{1,3}})\s*[日号]?"
_WEEKDAY = r"(?:\((?:星期|周)[一二三四五六日天]\))?"
_SECOND = (
    rf"(?:\s*(?:-{{1,2}}|~|至|到)\s*(?:(?P<y2>{_DIGITS}{{4}})\s*年\s*)?(?:(?P<m2>{_DIGITS}{{1,2}})\s*月\s*)?"
    rf"(?P<d2>{_DIGITS}{{1,3}})\s*[日号]{_WEEKDAY})?"
)
_LEAD = r"(?P<lead>截[至止]到?|不迟于|自?即日起[至到])?\s*"
_LAST = r"\s*(?P<before>之?前|以前|截[至止]|下班前)?"
_EXACT = re.compile(_LEAD + _FULL + _WEEKDAY + _SECOND + _TIME + _LAST)
_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)")
_LOOSE = re.compile(
    rf"(?P<fuzzy>(?:{_DIGITS}{{4}}年)?(?:{_DIGITS}{{1,2}}|本|当|上|下|每)月\s*(?:[上中下]旬|月?[初中底末])|(?:今|明|本)?年(?:底|末|初|中)|春节)"
    rf"(?:之?前)?|(?P<relative>(?:公示|发布|通知|收到)?(?:之日起|后)?\s*{_DIGITS}{{1,3}}个?(?:工作日|自然日|日|天)(?:之?内|以内)|每月{_DIGITS}{{1,3}}日前?)"
    r"|(?P<now>自?即日起(?![至到]))"
)
_EVEN = str.maketrans({"—": "-", "–": "-", "－": "-", "―": "-", "～": "~", "：": ":", "（": "(", "）": ")", "．": "."})


def date_expressions(text: str, year: int | None = None) -> Iterator[DateExpression]:
    """Every expression of time, in order; `year` stands in where a day names none, else such a day is left out.

    Fuzzy (下旬, 月底) and relative ones (5个工作日内) are recognised, so that a page can show them, but get no day.
    """
    level = "".join(_level(sign) for sign in text)
    found = [each for match in _EXACT.finditer(level) if (each := _exact(match, year))]
    found += [each for match in _ISO.finditer(level) if (each := _one_day(match))]
    taken = [each.span for each in found]
    for match in _LOOSE.finditer(level):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            kind = Kind.FUZZY if match["fuzzy"] else Kind.RELATIVE if match["relative"] else Kind.FROM_NOW
            found.append(DateExpression(kind, None, None, None, match.span()))
    yield from sorted(found, key=lambda each: each.span)


def _level(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign.translate(_EVEN))
    return folded if len(folded) == 1 else sign


def _day(year: int | None, month: str, day: str) -> date | None:
    try:
        return date(year, han_number(month), han_number(day)) if year else None
    except ValueError:
        return None


def _one_day(match: re.Match[str]) -> DateExpression | None:
    day = _day(int(match["y"]), match["m"], match["d"])
    return DateExpression(Kind.DAY, day, day, None, match.span()) if day else None


def _exact(match: re.Match[str], year: int | None) -> DateExpression | None:
    first_year = han_number(match["y"]) if match["y"] else year
    first = _day(first_year, match["m"], match["d"])
    if first is None:
        return None
    last = first
    if match["d2"]:
        second = _day(han_number(match["y2"]) if match["y2"] else first.year, match["m2"] or match["m"], match["d2"])
        if second is None or second < first:
            return None
        last = second
    lead = match["lead"] or ""
    span = (match.start(), match.start() + len(match[0].rstrip()))
    if "即日起" in lead:
        return DateExpression(Kind.FROM_NOW, None, last, _clock(match), span)
    if lead or match["before"]:
        return DateExpression(Kind.DUE, None, last, _clock(match), span)
    return DateExpression(Kind.RANGE if match["d2"] else Kind.DAY, first, last, _clock(match), span)


def _clock(match: re.Match[str]) -> time | None:
    if not match["hour"]:
        return None
    part = match["part"] or ""
    hour, minute = int(match["hour"]), 30 if part == "半" else int(match["minute"] or part.rstrip("分") or 0)
    if match["half"] in {"下午", "晚", "晚上"} and hour < 12:
        hour += 12
    if (hour, minute) == (24, 0):
        return time(23, 59)
    return time(hour, minute) if hour < 24 and minute < 60 else None
