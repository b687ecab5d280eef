"""Days as they are written in Chinese: digits of any width, 〇, Han numerals, with or without the year. Pure."""

import re
import unicodedata
from datetime import date

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
