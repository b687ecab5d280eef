"""Division codes as integers: level, parent, and the range of a subtree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.errors import BadInput
from sciweek.places.codes import (
    COUNTY,
    PREFECTURE,
    PROVINCE,
    holder_of,
    holds,
    level_of,
    parent_of,
    prefecture_of,
    province_of,
    range_of,
)

PROVINCES = st.integers(11, 82).map(lambda number: number * 10000)
PREFECTURES = st.builds(lambda province, number: province + number * 100, PROVINCES, st.integers(1, 99))
COUNTIES = st.builds(lambda prefecture, number: prefecture + number, PREFECTURES, st.integers(1, 99))
CODES = st.one_of(PROVINCES, PREFECTURES, COUNTIES)


@pytest.mark.parametrize(
    ("code", "level", "parent", "reach"),
    [
        (630000, PROVINCE, None, (630000, 639999)),
        (630100, PREFECTURE, 630000, (630100, 630199)),
        (630102, COUNTY, 630100, (630102, 630102)),
        (632857, COUNTY, 632800, (632857, 632857)),
    ],
)
def test_a_code_says_its_level_parent_and_reach(
    code: int, level: int, parent: int | None, reach: tuple[int, int]
) -> None:
    assert (level_of(code), parent_of(code), range_of(code)) == (level, parent, reach)


@pytest.mark.parametrize("code", [0, 63, 6301, 109999, 830000, 6301021, -630000])
def test_what_is_no_code_is_refused_with_an_example(code: int) -> None:
    with pytest.raises(BadInput, match="6 位数字"):
        level_of(code)


@given(CODES)
def test_the_parent_is_one_level_up_and_holds_the_child(code: int) -> None:
    parent = parent_of(code)
    if parent is None:
        assert level_of(code) == PROVINCE
        return
    assert level_of(parent) == level_of(code) - 1
    assert holds(parent, code)
    assert not holds(code, parent)


@given(CODES)
def test_climbing_by_parents_ends_at_the_province(code: int) -> None:
    steps = [code]
    while (parent := parent_of(steps[-1])) is not None:
        steps.append(parent)
    assert steps[-1] == province_of(code)
    assert len(steps) == level_of(code)
    assert prefecture_of(code) == next((step for step in steps if level_of(step) == PREFECTURE), None)


@given(CODES, CODES)
def test_two_ranges_are_nested_or_apart(one: int, other: int) -> None:
    (low, high), (start, end) = range_of(one), range_of(other)
    apart = high < start or end < low
    assert apart is not (holds(one, other) or holds(other, one))


@given(CODES, CODES)
def test_holding_means_being_among_the_ancestors(outer: int, inner: int) -> None:
    steps: list[int | None] = [inner]
    while steps[-1] is not None:
        steps.append(parent_of(steps[-1]))
    assert holds(outer, inner) is (outer in steps)


@pytest.mark.parametrize(
    ("codes", "holder"),
    [
        ([630102, 630103], 630100),
        ([630102], 630100),
        ([630100, 630102], 630100),
        ([630102, 630202], 630000),
        ([630000, 630102], 630000),
        ([630102, 620102], None),
    ],
)
def test_what_holds_several_divisions_is_the_lowest_that_does(codes: list[int], holder: int | None) -> None:
    assert holder_of(codes) == holder
