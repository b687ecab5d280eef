"""Figures are exact, and rounded parts add up to the rounded total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.documents.numbers import balance_rounding, fixed, grouped, percent, wan_yuan, year_on_year

MANY = st.lists(st.integers(-(10**18), 10**18), max_size=30)
UNITS = st.integers(1, 10**9)


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (1234567, "1,234,567"), (-1234, "−1,234"), (Decimal("1234.5"), "1,234.5")]
)
def test_numbers_are_grouped(value, shown):
    assert grouped(value) == shown


@pytest.mark.parametrize(("hundredths", "shown"), [(0, "0.00"), (5, "0.05"), (123456, "1,234.56"), (-5, "−0.05")])
def test_hundredths_have_two_decimals(hundredths, shown):
    assert fixed(hundredths) == shown


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (0, "0.00"),
        (1_000_000, "1.00"),
        (123_456_789_000_000, "123,456,789.00"),
        (5_000, "0.01"),
        (4_999, "0.00"),
        (-4_999, "0.00"),
        (-5_000, "−0.01"),
    ],
)
def test_money_is_exact_in_wan_yuan(fen, shown):
    assert wan_yuan(fen) == shown


@given(st.integers(0, 10**18))
def test_money_of_whole_cents_of_a_wan_is_read_back(cents):
    assert Decimal(wan_yuan(cents * 10_000).replace(",", "")) * 100 == cents


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1, 8, "12.5%"),
        (0, 9, "0.0%"),
        (9, 9, "100.0%"),
        (9999, 10000, "99.9%"),
        (1, 10**6, "0.1%"),
        (3, 0, "–"),
        (3, 2, "150.0%"),
    ],
)
def test_a_share_is_never_rounded_to_complete_or_to_nothing(part, whole, shown):
    assert percent(part, whole) == shown


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (9, 8, "增长12.5%"),
        (7, 8, "下降12.5%"),
        (8, 8, "持平"),
        (8, 0, ""),
        (8, None, ""),
        (10**9, 1, "增长99,999,999,900.0%"),
        (10**6 + 1, 10**6, "增长0.1%"),
    ],
)
def test_a_change_is_said_in_words(now, before, said):
    assert year_on_year(now, before) == said


@given(MANY, UNITS)
def test_balanced_parts_add_up_to_the_rounded_total(values, unit):
    parts = balance_rounding(values, unit)
    assert sum(parts) == (2 * sum(values) + unit) // (2 * unit)


@given(MANY, UNITS)
def test_no_balanced_part_is_a_whole_unit_away_and_exact_ones_stay(values, unit):
    for value, part in zip(values, balance_rounding(values, unit), strict=True):
        assert abs(part * unit - value) < unit


@given(MANY, UNITS)
def test_larger_remainders_are_raised_first(values, unit):
    parts = balance_rounding(values, unit)
    raised = [value % unit for value, part in zip(values, parts, strict=True) if part > value // unit]
    left = [value % unit for value, part in zip(values, parts, strict=True) if part == value // unit]
    assert min(raised, default=unit) >= max(left, default=0)


def test_parts_that_would_round_to_another_total_are_balanced():
    assert balance_rounding([14_000, 14_000, 14_000], 10_000) == [2, 1, 1]


def test_a_unit_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="positive"):
        balance_rounding([1], 0)
