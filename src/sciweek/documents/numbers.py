"""Figures as people read them on pages and in papers, exact from integers; and parts that add up to their rounded total. Pure."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

FEN_IN_WAN = 1_000_000
MINUS = "−"


def grouped(value: int | Decimal) -> str:
    """A number with separators, as 1,234,567; a real minus sign before a negative one."""
    return f"{value:,}".replace("-", MINUS)


def fixed(hundredths: int) -> str:
    """A number kept in hundredths, with two decimals and separators."""
    return grouped(Decimal(hundredths).scaleb(-2).quantize(Decimal("0.01")))


def wan_yuan(fen: int) -> str:
    """Money kept in fen as 万元 with two decimals. Half of the last place is rounded away from zero, as accountants do."""
    return grouped((Decimal(fen) / FEN_IN_WAN).quantize(Decimal("0.01"), ROUND_HALF_UP) + 0)


def percent(part: int, whole: int) -> str:
    """A share with one decimal, as 12.5%; an en dash where there is no whole.

    A share that is not complete is never shown as 100.0%, and one that is not empty never as 0.0%.
    """
    if not whole:
        return "–"
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if share == 100 and part < whole:
        share = Decimal("99.9")
    if share == 0 and part:
        share = Decimal("0.1").copy_sign(Decimal(part))
    return f"{grouped(share)}%"


def year_on_year(now: int, before: int | None) -> str:
    """How a figure stands to the one before, as 增长12.5%, 下降3.0% or 持平; empty where there is no base."""
    if not before:
        return ""
    if now == before:
        return "持平"
    share = (Decimal(abs(now - before)) * 100 / abs(before)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    word = "增长" if now > before else "下降"
    return f"{word}{max(share, Decimal('0.1')):,}%"


def balance_rounding(values: Sequence[int], unit: int) -> list[int]:
    """Values in a larger unit, rounded so that they add up to their rounded total (舍位平衡, largest remainder).

    Each result differs from its exact value by less than one; equal remainders are served in the order given.

    Raises:
        ValueError: the unit is not positive.
    """
    if unit < 1:
        raise ValueError("the unit must be positive")
    floors = [value // unit for value in values]
    total = (2 * sum(values) + unit) // (2 * unit)
    order = sorted(range(len(values)), key=lambda place: -(values[place] % unit))
    raised = set(order[: total - sum(floors)])
    return [floor + (place in raised) for place, floor in enumerate(floors)]
