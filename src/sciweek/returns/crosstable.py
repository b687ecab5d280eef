"""A table of totals laid out: rows, columns, their figures and the sums over them. Pure.

Where indicators stand on one side, only the other side is added up: a table never adds different units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sciweek.returns.choice import Choice, Key
from sciweek.returns.enums import Dimension
from sciweek.returns.rollup import NOTHING, Total
from sciweek.returns.template import ItemText

# Where a figure stands: the keys of its row and column. None as a key is the sum over all rows or columns.
Place = tuple[Key, Key]
Keys = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row or column: its key, what it is called, and the indicator that it is."""

    key: Key
    name: str
    item: ItemText | None = None


@dataclass(frozen=True, slots=True)
class Reporters:
    """How many units are expected to report, and the returns of how many count. `beyond`: how many of the expected a scope
    reaches by unit or line alone, and not by place."""

    expected: int
    counted: int
    beyond: int = 0

    def __add__(self, other: "Reporters") -> "Reporters":
        return Reporters(self.expected + other.expected, self.counted + other.counted, self.beyond + other.beyond)


NOBODY = Reporters(0, 0)


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Totals by row and column. `item` is the indicator that the whole table is about, if it is about one alone."""

    choice: Choice
    item: ItemText | None
    rows: Sequence[Entry]
    columns: Sequence[Entry]
    totals: Mapping[Place, Total]
    reporters: Mapping[Place, Reporters]

    @property
    def sums_columns(self) -> bool:
        """Whether the columns of a row may be added up."""
        return self.choice.columns not in {None, Dimension.INDICATOR}

    @property
    def sums_rows(self) -> bool:
        """Whether the rows of a column may be added up."""
        return self.choice.rows != Dimension.INDICATOR

    def at(self, row: Key, column: Key) -> Total:
        """One figure; nothing where nobody answered."""
        return self.totals.get((row, column), NOTHING)

    def reporters_at(self, row: Key, column: Key) -> Reporters:
        """Whose figure it is; the same for every indicator, since all fill the same form."""
        by_row = None if self.choice.rows == Dimension.INDICATOR else row
        by_column = None if self.choice.columns == Dimension.INDICATOR else column
        return self.reporters.get((by_row, by_column), NOBODY)

    def item_of(self, row: Entry | None, column: Entry | None) -> ItemText:
        """The indicator of a figure.

        Raises:
            LookupError: a sum over different indicators, which no table has.
        """
        found = (row and row.item) or (column and column.item) or self.item
        if not found:
            raise LookupError("a figure of this table has no indicator")
        return found


def totals_by_place(choice: Choice, sums: Mapping[tuple[Keys, str], Total]) -> dict[Place, Total]:
    """Sums by the keys of the axes and the indicator, as figures of the table and the sums over its rows and columns."""
    figures: dict[Place, Total] = {}
    # Added up as lists: a new total for every figure of every sum would be a third of the work.
    over: dict[Place, list[int]] = {}
    for (keys, code), total in sums.items():
        place, *larger = _places(choice, keys, code)
        figures[place] = figures[place] + total if place in figures else total
        for each in larger:
            if each not in over:
                over[each] = [0, 0, 0]
            added = over[each]
            added[0] += total.value
            added[1] += total.answered
            added[2] += total.none
    return figures | {place: Total(*added) for place, added in over.items()}


def reporters_by_place(choice: Choice, found: Mapping[Keys, Reporters]) -> dict[Place, Reporters]:
    """Numbers of reporters by the keys of the axes, as those of the figures and of the sums."""
    added: dict[Place, Reporters] = {}
    for keys, each in found.items():
        for place in _places(choice, keys, None):
            added[place] = added.get(place, NOBODY) + each
    return added


def _places(choice: Choice, keys: Keys, code: str | None) -> list[Place]:
    """Every place of the table that takes in what has these keys: its own first, then the sums that it belongs to."""
    rest = iter(keys)
    by_row, by_column = choice.rows != Dimension.INDICATOR, choice.columns not in {None, Dimension.INDICATOR}
    row = next(rest) if by_row else code
    column = next(rest) if by_column else code if choice.columns else None
    places = [(row, column)]
    if by_column:
        places.append((row, None))
    if by_row:
        places += [(None, each) for _row, each in places]
    return places


def spread(
    choice: Choice, sums: Mapping[tuple[Keys, str], Total], found: Mapping[Keys, Reporters]
) -> tuple[set[Key], set[Key]]:
    """The keys that rows and columns have: wherever somebody is expected or something was reported."""
    axes = choice.axes
    seen: list[set[Key]] = [set() for _axis in axes]
    for keys in (*found, *(keys for keys, _code in sums)):
        for number, key in enumerate(keys):
            seen[number].add(key)
    by_axis = dict(zip(axes, seen, strict=True))
    return by_axis.get(choice.rows, set()), by_axis.get(choice.columns, set()) if choice.columns else set()
