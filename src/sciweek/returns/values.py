"""What people type into a cell, and what is kept of it. Pure.

A cell is blank (not answered), `-` (does not exist here), or a value; numbers are integers in the smallest unit.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from sciweek.core.dates import read_date
from sciweek.core.errors import BadInput
from sciweek.returns.enums import DECIMALS, NUMERIC, SMALLEST, CellState, ValueKind

# Sums of a national month stay far below 2^63 in the smallest unit.
LARGEST = 10**15
LONGEST_TEXT = 500
LONGEST_NUMBER = 40
_NONE = {"-", "—", "–", "－", "--", "——", "无", "无此项", "不适用"}
_SCALES = {"亿": 100_000_000, "万": 10_000, "千": 1_000, "百": 100}
_COUNTERS = {"", "个", "人", "次", "份"}
_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)(?P<scale>[亿万千百]?)(?P<unit>[^0-9]*)"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class CellContent:
    """What a cell holds. Exactly one of value and text for state V; neither for state N."""

    state: CellState
    value: int | None = None
    text: str = ""


NOT_HERE = CellContent(CellState.NONE)


def read_value(typed: str, kind: ValueKind, *, unit: str = "", options: tuple[str, ...] = ()) -> CellContent | None:
    """The content that the typed text means; None for blank.

    Full-width digits, separators, spaces, a repeated unit and 万 are read right. In a 万元 cell the number is in 万元.

    Raises:
        BadInput: negative, not a number, too many decimals, too large, no date, not an option, control signs; the
            sentence says how to mend it.
    """
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in typed):
        raise BadInput("含有看不见的控制符，请重新输入。")
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    if kind == ValueKind.CHOICE and (chosen := _chosen(text, options)):
        return CellContent(CellState.VALUE, text=chosen)
    if text in _NONE or typed.strip() in _NONE:
        return NOT_HERE
    if kind in NUMERIC:
        return CellContent(CellState.VALUE, _number(typed, text, kind, unit))
    if kind == ValueKind.DATE:
        found = read_date(text)
        if found is None:
            raise BadInput(f"“{text[:20]}”不是日期，请写成 2023-05-20。")
        return CellContent(CellState.VALUE, found.toordinal())
    if kind == ValueKind.CHOICE:
        raise BadInput(f"“{text[:20]}”不在可选项中，请选：{'、'.join(options)}。")
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"超过 {LONGEST_TEXT} 个字，请精简。")
    return CellContent(CellState.VALUE, text=typed.strip())


def _chosen(text: str, options: tuple[str, ...]) -> str:
    """The option that is meant, as the form writes it, whatever the width of its signs; an option may well be 无."""
    return next((option for option in options if unicodedata.normalize("NFKC", option).strip() == text), "")


def _number(typed: str, text: str, kind: ValueKind, unit: str) -> int:
    compact = "".join(text.split())
    if len(compact) > LONGEST_NUMBER:
        raise BadInput("数字太长，请核对。")
    money = kind == ValueKind.MONEY
    found = _NUMBER.fullmatch(compact)
    # Signs such as ² and ½ become plain digits in the normal form: 5² would be read as 52.
    if found is None or any(unicodedata.category(sign) == "No" for sign in typed):
        raise BadInput(f"“{text[:20]}”不是数字。请只填数字；没有这类事项填“-”。")
    if found["sign"]:
        raise BadInput("不能填负数，请核对。")
    digits = found["digits"]
    if "," in digits and not _GROUPED.fullmatch(digits):
        raise BadInput(f"“{text[:20]}”里的逗号位置不对。千分位每三位一个逗号，小数点请用“.”。")
    rest = found["scale"] + found["unit"]
    scale = 1
    if money:
        if rest not in {"", "万", "万元"}:
            raise BadInput(f"请按万元填写，只填数字。“{text[:20]}”里的“{rest}”请去掉并换算。")
    else:
        scale = _SCALES.get(found["scale"], 1)
        if found["unit"] not in _COUNTERS | {unit}:
            raise BadInput(f"“{text[:20]}”里的“{found['unit']}”请去掉，只填准确的数字。")
    return _smallest(digits.replace(",", ""), scale, kind)


def _smallest(digits: str, scale: int, kind: ValueKind) -> int:
    places = DECIMALS[kind]
    with localcontext(prec=2 * LONGEST_NUMBER):
        amount = Decimal(digits) * scale
        shown = amount * 10**places
        if shown != shown.to_integral_value():
            raise BadInput("请填整数。" if places == 0 else f"最多保留 {places} 位小数。")
        exact = amount * SMALLEST[kind]
    if exact > LARGEST:
        raise BadInput("数字太大，请核对单位。")
    return int(exact)


def show_number(value: int, kind: ValueKind, *, grouped: bool = True) -> str:
    """A number of smallest units as people read it."""
    places = DECIMALS[kind]
    if not places:
        return f"{value:,}" if grouped else str(value)
    amount = Decimal(value) / SMALLEST[kind]
    return f"{amount:{',' if grouped else ''}.{places}f}"


def show(content: CellContent | None, kind: ValueKind, *, grouped: bool = True) -> str:
    """A cell as people read it: empty for blank, `-` for what does not exist."""
    if content is None:
        return ""
    if content.state == CellState.NONE:
        return "-"
    if content.value is None:
        return content.text
    if kind == ValueKind.DATE:
        return date.fromordinal(content.value).isoformat()
    return show_number(content.value, kind, grouped=grouped)
