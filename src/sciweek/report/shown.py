"""How figures are written: in which unit, to how many places, and so that parts add up to what they are part of. Pure.

Whole numbers of a million and more are written in ten thousands (万) with two decimals, and so is everything that they
are the sum of; money stands in 万元 with two decimals. What is rounded is balanced (舍位平衡): first from sums to
parts, then each figure over its places; see `balancing`. The data book and the data files keep exact figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sciweek.report.balancing import Touched, balanced, rounded, touched
from sciweek.report.facts import Figure, ReportFacts, Sum
from sciweek.returns.enums import DECIMALS, SMALLEST, ValueKind

TEN_THOUSAND = 10_000
# From here on a figure is told in ten thousands: 100 万.
LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Scale:
    """How one indicator is written: `step` smallest units are one in the last of `decimals` places, in `unit`.

    `large`: told in ten thousands.
    """

    step: int
    decimals: int
    unit: str
    large: bool = False

    def text(self, steps: int) -> str:
        """So many steps as people read them."""
        return f"{Decimal(steps).scaleb(-self.decimals):,.{self.decimals}f}"


def scale_of(kind: ValueKind, unit: str, *, large: bool) -> Scale:
    """The scale of an indicator; `large`: told in ten thousands, which only whole numbers are."""
    if large and kind == ValueKind.INTEGER:
        return Scale(TEN_THOUSAND // 100, 2, f"万{unit}", large=True)
    return Scale(SMALLEST[kind] // 10 ** DECIMALS[kind], DECIMALS[kind], unit)


def exact_text(value: int, kind: ValueKind) -> str:
    """A value to its last place, never fewer decimals than the form has: what data files hold."""
    amount = Decimal(value) / SMALLEST[kind]
    shortest = -int(amount.normalize().as_tuple().exponent) if amount else 0
    return f"{amount:.{max(DECIMALS[kind], shortest)}f}"


@dataclass(frozen=True, slots=True)
class Shown:
    """Every total of a report as it is written: scales and steps by code, and by place and code."""

    scales: Mapping[str, Scale]
    wholes: Mapping[str, int]
    places: Mapping[int, Mapping[str, int]]
    touched: Sequence[Touched]

    def whole(self, code: str) -> str:
        """A total, without its unit."""
        return self.scales[code].text(self.wholes[code])

    def amount(self, code: str) -> str:
        """A total with its unit."""
        return self.whole(code) + self.scales[code].unit

    def at(self, place: int, code: str) -> str:
        """A place's total, without its unit."""
        return self.scales[code].text(self.places[place][code])

    def plain(self, code: str, value: int) -> str:
        """Another value of this indicator (last year's), rounded by itself."""
        scale = self.scales[code]
        return scale.text(rounded(value, scale.step))


def shown(facts: ReportFacts) -> Shown:
    """The report's totals as they are written."""
    values = {figure.code: figure.value for figure in facts.figures}
    scales = _scales(facts.figures, facts.sums)
    moved: list[Touched] = []
    wholes = _balanced_sums(values, scales, facts, moved)
    places = _balanced_places(values, wholes, scales, facts, moved)
    return Shown(scales, wholes, places, moved)


def _scales(figures: Sequence[Figure], sums: Sequence[Sum]) -> dict[str, Scale]:
    large = {figure.code for figure in figures if figure.kind == ValueKind.INTEGER and figure.value >= LARGE}
    for each in sums:
        if each.whole in large:
            large |= set(each.parts)
    return {f.code: scale_of(f.kind, f.unit, large=f.code in large) for f in figures}


def _balanced_sums(
    values: Mapping[str, int], scales: Mapping[str, Scale], facts: ReportFacts, moved: list[Touched]
) -> dict[str, int]:
    """Steps by code. A part is settled by the first sum that holds it; the form lists wholes before their parts."""
    names = {figure.code: figure.name for figure in facts.figures}
    wholes = {code: rounded(value, scales[code].step) for code, value in values.items()}
    settled: set[str] = set()
    for each in facts.sums:
        parts = list(each.parts)
        exact = [values[code] for code in parts]
        step = scales[each.whole].step
        alike = all(scales[code].step == step for code in parts)
        # Checks may be waived, so what a form calls a sum need not be one in the totals.
        if not alike or settled & set(parts) or sum(exact) != values[each.whole]:
            continue
        steps = balanced(exact, step, wholes[each.whole])
        moved += touched(each.whole, [names[code] for code in parts], exact, steps, step)
        wholes |= dict(zip(parts, steps, strict=True))
        settled |= set(parts)
    return wholes


def _balanced_places(
    values: Mapping[str, int],
    wholes: Mapping[str, int],
    scales: Mapping[str, Scale],
    facts: ReportFacts,
    moved: list[Touched],
) -> dict[int, dict[str, int]]:
    """Steps by place and code: each column adds up to its whole."""
    places: dict[int, dict[str, int]] = {row.code: {} for row in facts.places}
    labels = [row.name for row in facts.places]
    for figure in facts.figures:
        exact, step = [row.total(figure.code).value for row in facts.places], scales[figure.code].step
        whole = wholes[figure.code] if sum(exact) == values[figure.code] else None
        steps = balanced(exact, step, whole)
        moved += touched(figure.code, labels, exact, steps, step)
        for row, each in zip(facts.places, steps, strict=True):
            places[row.code][figure.code] = each
    return places
