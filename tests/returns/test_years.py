"""What may stand beside the figures of the campaign before, and the change between them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.returns.enums import ValueKind
from sciweek.returns.links import Comparison
from sciweek.returns.rollup import NOTHING, Total
from sciweek.returns.template import FormText, GroupText, ItemText
from sciweek.returns.years import added, change, fair, lines_between, percent, shown_change


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (1250, 1000, "+25.0%"),
        (0, 7, "-100.0%"),
        (7, 7, "+0.0%"),
        (2001, 2000, "+0.1%"),
        (1999, 2000, "-0.1%"),
        (20009, 20000, "+0.0%"),
        (19991, 20000, "-0.0%"),
        (10005, 10000, "+0.1%"),
        (9995, 10000, "-0.1%"),
        (1, 3, "-66.7%"),
        (5, 0, "–"),
    ],
)
def test_a_change_has_its_sign_and_one_decimal_halves_away_from_zero(now: int, before: int, shown: str) -> None:
    assert shown_change(percent(now, before)) == shown


@given(now=st.integers(0, 10**18), before=st.integers(1, 10**18))
def test_a_change_is_the_nearest_tenth(now: int, before: int) -> None:
    exact = Fraction(now - before, before) * 100
    found = percent(now, before)
    assert found is not None
    assert abs(Fraction(found) - exact) <= Fraction(1, 20)
    assert found.as_tuple().exponent == -1
    assert (found.is_signed() is False) or now < before


@pytest.mark.parametrize(
    ("now", "before"),
    [(Total(5, 1, 0), None), (Total(5, 1, 0), Total(0, 0, 2)), (Total(0, 0, 1), Total(5, 1, 0)), (NOTHING, NOTHING)],
)
def test_there_is_no_change_where_one_of_the_two_is_missing(now: Total, before: Total | None) -> None:
    assert change(now, before) is None


def test_zero_now_is_a_change_and_no_gap() -> None:
    assert change(Total(0, 3, 0), Total(8, 2, 0)) == Decimal("-100.0")
    assert added({"A": Total(1, 1, 0), "B": Total(2, 1, 1)}, ["A", "B", "C"]) == Total(3, 2, 1)


def form(**units: str) -> FormText:
    """A form of figures in these units; `text` makes one of words."""
    items = [
        ItemText(code, f"指标{code}", unit, ValueKind.TEXT if unit == "text" else ValueKind.INTEGER)
        for code, unit in units.items()
    ]
    return FormText("表", "", "", "", [GroupText("A", "全部", "", items)], ())


def test_figures_in_another_unit_are_not_compared_and_words_are_no_figures() -> None:
    same = {code: Comparison((code,), (code,), "same") for code in ("A", "B", "T")}
    found = fair(same, form(A="次", B="万元", T="text"), form(A="次", B="元", T="text"))
    assert {code: each.kind for code, each in found.items()} == {"A": "same", "B": "redefined"}


def test_each_figure_stands_in_one_line_and_those_of_a_split_together() -> None:
    split = Comparison(("S8", "S9"), ("S1",), "split", "分开统计")
    found = {
        "P1": Comparison(("P1",), ("P1",), "same"),
        "S8": split,
        "S9": split,
        "M9": Comparison(("M9",), ("M1", "M2"), "merged"),
        "R9": Comparison(("R9",), ("R1",), "redefined"),
        "Q8": Comparison(("Q8", "Q9"), ("Q1",), "redefined"),
        "Q9": Comparison(("Q8", "Q9"), ("Q1",), "redefined"),
    }
    now = form(P1="次", S8="次", M9="次", S9="次", R9="次", Q8="次", Q9="次", Y1="次").items
    old = form(P1="次", S1="次", M1="次", M2="次", R1="次", Q1="次").items
    lines = lines_between(now, old, found)
    assert [(line.codes, line.before_codes, line.kind) for line in lines] == [
        (["P1"], ["P1"], "same"),
        (["S8", "S9"], ["S1"], "split"),
        (["M9"], ["M1", "M2"], "merged"),
        (["R9"], ["R1"], "redefined"),
        (["Q8"], [], "redefined"),
        (["Q9"], [], "redefined"),
        (["Y1"], [], "new"),
    ]
    assert lines[1].note == "分开统计"
    assert [line.allowed for line in lines] == [True, True, True, False, False, False, False]
