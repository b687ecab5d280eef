"""Numbers as dates write them, and a day that stands alone."""

import re
from datetime import date

from sciweek.core.text import even

DIGITS = r"[0-9〇零○Oo一二三四五六七八九十廿]"
# What a notice can mean: a year outside is damage.
YEARS = range(1900, 2200)
_HAN = {sign: str(n) for n, signs in enumerate(("〇零○Oo", *"一二三四五六七八九")) for sign in signs}
_DAY = re.compile(
    rf"(?:(?P<year>{DIGITS}{{4}})\s*[年./-]\s*)?(?P<month>{DIGITS}{{1,3}}|元)\s*[月./-]\s*(?P<day>{DIGITS}{{1,3}})\s*[日号]?"
)


def han_number(text: str) -> int:
    """A small number in digits or Han numerals: 二〇二三 is 2023, 十二 is 12, 三十一 is 31.

    Raises:
        ValueError: the text is no number.
    """
    if text.isdigit() and text.isascii():
        return int(text)
    plain = text.replace("廿", "二十")
    if "十" in plain:
        tens, _, ones = plain.partition("十")
        return (han_number(tens) if tens else 1) * 10 + (han_number(ones) if ones else 0)
    if not plain or any(sign not in _HAN and not sign.isdigit() for sign in plain):
        raise ValueError(text)
    return int("".join(_HAN.get(sign, sign) for sign in plain))


def month_number(text: str) -> int:
    """A month; 元月 is the first.

    Raises:
        ValueError: the text is no number.
    """
    return 1 if text == "元" else han_number(text)


def read_date(text: str, year: int | None = None) -> date | None:
    """The day that the whole text names; `year` stands in where the text has none. None when it names no day."""
    found = _DAY.fullmatch(even(text).strip())
    if found is None:
        return None
    named = found["year"]
    if named is None and year is None:
        return None
    try:
        return date(han_number(named) if named else year or 0, month_number(found["month"]), han_number(found["day"]))
    except ValueError:
        return None
