"""Rounded parts that add up to their rounded whole: what must hold for any figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.report.balancing import balanced, rounded, touched

VALUES = st.lists(st.integers(0, 10**12), max_size=12)
STEPS = st.sampled_from([1, 3, 100, 10_000, 1_000_000])


@given(VALUES, STEPS)
def test_the_sum_is_kept(values, step):
    assert sum(balanced(values, step)) == rounded(sum(values), step)


@given(VALUES, STEPS)
def test_each_part_moves_by_less_than_one_step(values, step):
    moves = [abs(shown * step - value) for value, shown in zip(values, balanced(values, step), strict=True)]
    assert all(move < step for move in moves)


@given(VALUES, STEPS)
def test_an_exact_part_stays(values, step):
    exact = [value // step * step for value in values]
    mixed = [value for pair in zip(exact, values, strict=True) for value in pair]
    shown = balanced(mixed, step)
    assert shown[::2] == [value // step for value in exact]


@given(VALUES, STEPS)
def test_nothing_differs_where_plain_rounding_adds_up(values, step):
    plain = [rounded(value, step) for value in values]
    if sum(plain) == rounded(sum(values), step):
        assert balanced(values, step) == plain


@given(VALUES, STEPS)
def test_no_more_parts_differ_than_the_sum_is_off(values, step):
    plain = [rounded(value, step) for value in values]
    shown = balanced(values, step)
    off = abs(sum(plain) - rounded(sum(values), step))
    assert sum(a != b for a, b in zip(plain, shown, strict=True)) == off
    names = [str(number) for number in range(len(values))]
    assert len(touched("合计", names, values, shown, step)) == off


@given(VALUES, STEPS, st.booleans())
def test_either_rounding_of_the_sum_can_be_met(values, step, up):
    total = sum(values)
    whole = -(-total // step) if up else total // step
    assert sum(balanced(values, step, whole)) == whole


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), min_size=1, max_size=5), STEPS)
def test_parts_of_parts_add_up_to_what_their_whole_was_moved_to(groups, step):
    wholes = balanced([sum(group) for group in groups], step)
    for group, whole in zip(groups, wholes, strict=True):
        assert sum(balanced(group, step, whole)) == whole


def test_a_whole_that_is_no_rounding_is_refused():
    with pytest.raises(ValueError, match="no rounding"):
        balanced([149, 149], 100, 5)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([50, 50], [1, 0]),
        ([149, 149, 149], [2, 1, 1]),
        ([333, 333, 334], [3, 3, 4]),
        ([1, 10**12], [0, 10**10]),
    ],
)
def test_small_examples(values, shown):
    assert balanced(values, 100) == shown


def test_what_was_moved_is_told_with_its_exact_value():
    moved = touched("参加人次", ["甲", "乙", "丙"], [149, 149, 149], [2, 1, 1], 100)
    assert [(each.part, each.exact, each.plain, each.shown) for each in moved] == [("甲", 149, 1, 2)]
