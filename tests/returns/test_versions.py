"""The hash chain of what was submitted."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from sciweek.returns.enums import CellState
from sciweek.returns.values import CellContent
from sciweek.returns.versions import START, Frozen, first_broken, frozen_cells, version_hash

UNIT = 7


@dataclass
class Kept:
    number: int
    cells: Frozen
    previous: str
    hash: str


def chain(values: list[int]) -> list[Kept]:
    kept: list[Kept] = []
    for number, value in enumerate(values, 1):
        previous = kept[-1].hash if kept else START
        cells = frozen_cells({"A01": CellContent(CellState.VALUE, value)})
        kept.append(Kept(number, cells, previous, version_hash(previous, UNIT, number, cells)))
    return kept


values = st.lists(st.integers(0, 10**6), min_size=1, max_size=5)


@given(values)
def test_an_untouched_chain_is_whole(given_values: list[int]) -> None:
    assert first_broken(UNIT, chain(given_values)) is None


@given(values, st.data())
def test_a_changed_figure_is_found_where_it_was_changed(given_values: list[int], data: st.DataObject) -> None:
    kept = chain(given_values)
    place = data.draw(st.integers(0, len(kept) - 1))
    kept[place] = replace(kept[place], cells={"A01": ["V", given_values[place] + 1, ""]})
    assert first_broken(UNIT, kept) == place + 1


@given(values)
def test_a_chain_of_another_unit_does_not_fit(given_values: list[int]) -> None:
    assert first_broken(UNIT + 1, chain(given_values)) == 1


def test_a_version_taken_out_is_found() -> None:
    first, _second, third = chain([1, 2, 3])
    assert first_broken(UNIT, [first, third]) == 2
