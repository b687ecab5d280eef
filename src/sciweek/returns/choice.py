"""What a table of totals shows, as a value: rows, columns, what it is narrowed to, which returns count.

Written to an address here, and read from one in `addresses`. A table never adds different units: indicators stand on its
rows or its columns, or it is about one alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.http import urlencode

from sciweek.people.enums import Level
from sciweek.places.codes import level_of
from sciweek.returns.enums import NUMERIC, Dimension
from sciweek.returns.naming import OWN, codes_of
from sciweek.returns.rollup import Counting
from sciweek.returns.template import FormText, ItemText

# A key of a row or column: a division's code, a unit's id, a kind, a level, an indicator's code; None where there is none.
Key = int | str | None
NO_COLUMNS = "none"
# After a group's letter: the whole group. No indicator's code has it.
WHOLE_GROUP = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which reporters totals are about, inside a scope; what is empty narrows nothing.

    `place` is one of `naming.place_choices`; `at` the first and last code of a row or column that is a place; `line` the
    unit below which they report.
    """

    place: str = ""
    at: tuple[int, int] | None = None
    line: int | None = None
    kind: str = ""
    level: Level | None = None

    @property
    def codes(self) -> tuple[int, int] | None:
        """First and last division code; the last before the first where there is none."""
        asked = [each for each in (codes_of(self.place) if self.place else None, self.at) if each]
        return (max(low for low, _high in asked), min(high for _low, high in asked)) if asked else None

    @property
    def by_place_only(self) -> bool:
        """Whether it asks for nothing that county subtotals do not know."""
        return self.line is None and not self.kind and self.level is None

    def value_of(self, dimension: Dimension) -> Key:
        """What it asks for in one dimension; None where nothing."""
        return {
            Dimension.PLACE: self.place or None,
            Dimension.LINE: self.line,
            Dimension.KIND: self.kind or None,
            Dimension.LEVEL: self.level,
        }.get(dimension)

    def to(self, dimension: Dimension, key: Key, by: Level) -> "Narrowing":
        """The same, narrowed to one key of a table; a place above the level of its table is its own offices alone."""
        value = key or 0
        if dimension == Dimension.PLACE:
            return replace(self, place=f"{value}{OWN if level_of(int(value)) < by else ''}")
        if dimension == Dimension.LINE:
            return replace(self, line=int(value))
        return replace(self, kind=str(value)) if dimension == Dimension.KIND else replace(self, level=Level(int(value)))

    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of an address."""
        own: list[tuple[str, Key]] = [("place", self.place), ("line", self.line), ("kind", self.kind)]
        own.append(("level", None if self.level is None else self.level.value))
        return [(name, str(value)) for name, value in own if value not in {None, ""}]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A table of totals. `shown` are codes of indicators and whole groups (`A-`); empty takes all of the form."""

    rows: Dimension
    columns: Dimension | None
    by: Level
    narrowing: Narrowing = field(default_factory=Narrowing)
    shown: tuple[str, ...] = ()
    counting: Counting = Counting.FIRST_OFFICE
    answers: bool = False

    @property
    def axes(self) -> tuple[Dimension, ...]:
        """The dimensions of reporters by which the totals are broken down."""
        return tuple(each for each in (self.rows, self.columns) if each and each != Dimension.INDICATOR)

    @property
    def by_indicator(self) -> bool:
        """Whether indicators stand on its rows or columns; else it is about one alone."""
        return Dimension.INDICATOR in {self.rows, self.columns}

    def items(self, form: FormText) -> list[ItemText]:
        """The indicators that it is about, in the form's order."""
        return items_shown(form, self.shown)

    def pairs(self) -> list[tuple[str, str]]:
        """The whole choice as parameters of an address, in one order."""
        columns = self.columns.value if self.columns else NO_COLUMNS
        pairs = [("rows", self.rows.value), ("columns", columns)]
        if Dimension.PLACE in self.axes:
            pairs.append(("by", str(self.by.value)))
        pairs += self.narrowing.pairs() + [("show", token) for token in self.shown]
        if self.counting != Counting.FIRST_OFFICE:
            pairs.append(("counting", self.counting.value))
        return pairs + ([("answers", "1")] if self.answers else [])

    @property
    def address(self) -> str:
        """The parameters as text, beginning with `?`."""
        return f"?{urlencode(self.pairs())}"

    @property
    def swapped(self) -> "Choice":
        """Rows as columns and columns as rows; the same where there are no columns."""
        return replace(self, rows=self.columns, columns=self.rows) if self.columns else self

    def narrowed_to(self, dimension: Dimension, key: Key) -> "Choice":
        """What opens a row or column: the table of this key alone, broken down by something else.

        A prefecture opens into its counties, an indicator into how it is spread.
        """
        if dimension == Dimension.INDICATOR:
            spread = next((each for each in (self.rows, self.columns) if each and each != dimension), Dimension.PLACE)
            return replace(self, rows=spread, columns=None, shown=(str(key),))
        narrowing = self.narrowing.to(dimension, key, self.by)
        if dimension == Dimension.PLACE and level_of(int(key or 0)) == self.by == Level.PREFECTURE:
            return replace(self, narrowing=narrowing, by=Level.COUNTY)
        rest = [Dimension.INDICATOR, Dimension.PLACE, Dimension.KIND]
        free = next(each for each in rest if each not in {dimension, self.rows, self.columns})
        return replace(
            self,
            narrowing=narrowing,
            shown=() if free == Dimension.INDICATOR else self.shown,
            rows=free if self.rows == dimension else self.rows,
            columns=free if self.columns == dimension else self.columns,
        )


def items_shown(form: FormText, shown: Sequence[str]) -> list[ItemText]:
    """The indicators that can be summed: those named, and those of the groups named; all where nothing is."""
    wanted = set(shown)
    return [
        item
        for group in form.groups
        for item in group.items
        if item.kind in NUMERIC and (not wanted or item.code in wanted or f"{group.letter}{WHOLE_GROUP}" in wanted)
    ]


def tokens_of(form: FormText) -> set[str]:
    """What `Choice.shown` may name on this form."""
    numeric = [(group.letter, item.code) for group in form.groups for item in group.items if item.kind in NUMERIC]
    return {code for _letter, code in numeric} | {f"{letter}{WHOLE_GROUP}" for letter, _code in numeric}


def codes_at(place: int, by: Level) -> tuple[int, int]:
    """First and last code that a table by divisions of this level shows at this place: above the level its own offices."""
    return place, place + {Level.PROVINCE: 9_999, Level.PREFECTURE: 99, Level.COUNTY: 0}[by]
