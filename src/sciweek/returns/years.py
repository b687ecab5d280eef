"""This campaign's figures beside those of the one before: what may be compared, and by how much it changed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from sciweek.returns.choice import Key
from sciweek.returns.enums import NUMERIC
from sciweek.returns.links import Comparison
from sciweek.returns.rollup import Total
from sciweek.returns.template import FormText

NO_BASE = "–"


def percent(now: int, before: int) -> Decimal | None:
    """The change in per cent to one decimal, halves away from zero; None where the base is 0."""
    if not before:
        return None
    tenths = (abs(now - before) * 2000 + before) // (2 * before)
    return Decimal(tenths).scaleb(-1).copy_sign(Decimal(now - before))


def change(now: Total, before: Total | None) -> Decimal | None:
    """The change of a total in per cent; None where one of the two is missing or the base is 0."""
    if before is None or not before.answered or not now.answered:
        return None
    return percent(now.value, before.value)


def shown_change(found: Decimal | str | None) -> str:
    """A change as pages write it: with its sign, a dash where there is none; words stay words."""
    if found is None:
        return NO_BASE
    return found if isinstance(found, str) else f"{found:+}%"


def fair(found: Mapping[str, Comparison], now: FormText, before: FormText) -> dict[str, Comparison]:
    """The comparisons of figures that are summed, by code of the newer form.

    Figures that are counted in another unit than before, or than the others of a comparison, count as redefined.
    """
    new, old = ({item.code: (item.kind, item.unit) for item in form.items} for form in (now, before))
    kept = {}
    for code, each in found.items():
        units = {*(new[other] for other in each.codes), *(old[other] for other in each.before)}
        if all(kind in NUMERIC for kind, _unit in units):
            kept[code] = each if len(units) == 1 else replace(each, kind="redefined")
    return kept


@dataclass(frozen=True, slots=True)
class Basis:
    """What the rows or columns of a table are compared with: totals of the campaign called `name`, by key.

    `redefined` are codes of indicators that mean something else now; `rows` the rows that a table about one indicator had.
    """

    name: str = ""
    totals: Mapping[Key, Total] = field(default_factory=dict)
    redefined: frozenset[str] = frozenset()
    rows: frozenset[Key] = frozenset()

    def change(self, key: Key, code: str, now: Total) -> Decimal | str | None:
        """The change of one row or column of this indicator in per cent; words where it may not be compared."""
        return _("口径变化") if code in self.redefined else change(now, self.totals.get(key))
