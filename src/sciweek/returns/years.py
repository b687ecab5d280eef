"""This campaign's figures beside those of the one before: what may be compared, and by how much it changed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext as _

from sciweek.returns.choice import Key
from sciweek.returns.enums import NUMERIC
from sciweek.returns.links import Compared, Comparison
from sciweek.returns.rollup import NOTHING, Total
from sciweek.returns.template import FormText, ItemText

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


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of the newer form that are looked at together, and those of the older one that they are compared with.

    All of `items` are in one unit, and so are all of `before`; both hold one where the kind is `redefined` or `new`.
    """

    items: tuple[ItemText, ...]
    before: tuple[ItemText, ...]
    kind: Compared | Literal["new"]
    note: str = ""

    @property
    def code(self) -> str:
        """The code that its addresses name it by."""
        return self.items[0].code

    @property
    def codes(self) -> list[str]:
        """The codes of the newer form."""
        return [item.code for item in self.items]

    @property
    def before_codes(self) -> list[str]:
        """The codes of the older form."""
        return [item.code for item in self.before]

    @property
    def allowed(self) -> bool:
        """Whether the two may be compared."""
        return self.kind not in {"redefined", "new"}


def lines_between(items: Sequence[ItemText], before: Sequence[ItemText], found: Mapping[str, Comparison]) -> list[Line]:
    """Each figure of the newer form once, in its order, with what it is compared with; figures of a split stand together.

    A redefined figure stands beside its old one only where each is a single one: sums over different units are none.
    """
    new, old = ({item.code: item for item in each} for each in (items, before))
    lines, done = [], set[str]()
    for item in items:
        each = found.get(item.code)
        if item.code in done:
            continue
        if each is None:
            lines.append(Line((item,), (), "new"))
        elif each.allowed:
            done.update(each.codes)
            lines.append(
                Line(tuple(new[c] for c in each.codes), tuple(old[c] for c in each.before), each.kind, each.note)
            )
        else:
            single = len(each.codes) == len(each.before) == 1
            lines.append(Line((item,), tuple(old[c] for c in each.before) if single else (), "redefined", each.note))
    return lines


def added(totals: Mapping[str, Total], codes: Iterable[str]) -> Total:
    """The sum of these figures; its answers are those of all of them."""
    whole = NOTHING
    for code in codes:
        whole += totals.get(code, NOTHING)
    return whole


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure as it was and as it is."""

    before: Total
    now: Total

    @property
    def change(self) -> Decimal | None:
        """In per cent; see `change`."""
        return change(self.now, self.before)


class Over(StrEnum):
    """Over what a figure and the one before are taken."""

    ALL = "all"
    MATCHED = "matched"
    PRESENT = "present"


NO_PAIR = Pair(NOTHING, NOTHING)
