"""Formulas hold, fail, or cannot be told: Kleene's three values over exact numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.returns.enums import CellState, ValueKind
from sciweek.returns.formulas.binding import Bound, Vocabulary, bind
from sciweek.returns.formulas.evaluating import Known, holds
from sciweek.returns.formulas.telling import said, shown, told
from sciweek.returns.formulas.tree import Node, Number
from sciweek.returns.values import NOT_HERE, CellContent
from tests.returns.formulas.trees import CODES, KINDS, statements, whole_answers

FORM = {
    "A01": ValueKind.INTEGER,
    "A02": ValueKind.INTEGER,
    "A03": ValueKind.INTEGER,
    "F01": ValueKind.MONEY,
    "F02": ValueKind.MONEY,
    "T01": ValueKind.TEXT,
}
WORDS = Vocabulary(FORM, {"幅度": Number(0, Fraction(1, 2), True)}, {"单位类型": ["企业", "中小学"]})


def value(number: int) -> CellContent:
    return CellContent(CellState.VALUE, number)


def known(last: dict[str, int] | None = None, **cells: int | str) -> Known:
    kept = {
        code: NOT_HERE
        if each == "-"
        else CellContent(CellState.VALUE, text=each)
        if isinstance(each, str)
        else value(each)
        for code, each in cells.items()
    }
    return Known(kept, {code: value(each) for code, each in (last or {}).items()}, {"单位类型": "企业"})


def fitted(formula: str) -> Bound:
    return bind(formula, WORDS)


def outcome(formula: str, of: Known) -> bool | None:
    return holds(fitted(formula), of)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A01 = A02 + A03", True),
        ("A01 ≠ A02 + A03", False),
        ("A01 - A02 - A03 = 0", True),
        ("A01 - (A02 - A03) = 4", True),
        ("A01 × A02 + A03 = 17", True),
        ("A01 ÷ A02 = 5 ÷ 3", True),
        ("-A02 < 0", True),
        ("合计(A01:A03) = 10", True),
        ("最大(A02, A03, 1) = A02", True),
        ("最小(A01:A03) = A03", True),
        ("绝对值(A03 - A01) = 3", True),
        ("A01 > 50% × A01", True),
        ("A01 ≤ 4 或 A02 ≥ 3", True),
        ("A01 ≤ 4 且 A02 ≥ 3", False),
        ("非 A01 = 5", False),
        ("若 A01 = 9 则 A02 = 9", True),
        ("若 A01 = 5 则 A02 = 9", False),
        ("A01 = 9 当且仅当 A02 = 9", True),
        ("A01 = 5 当且仅当 A02 = 9", False),
        ("单位类型 = “企业” 且 A01 = 5", True),
        ("单位类型 属于 (“中小学”) 或 A01 = 0", False),
        ("A01 ≤ 上年(A01) + 幅度 × 上年(A01)", True),
        ("已填(A01) 且 已填(上年(A01)) 且 非 已填(F01)", True),
        ("不存在(A01)", False),
    ],
)
def test_a_formula_means_what_it_says(formula: str, expected: bool) -> None:
    assert outcome(formula, known({"A01": 4}, A01=5, A02=3, A03=2)) is expected


T, F, U = "A01 = 1", "A01 = 2", "A02 = 1"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (U, None),
        (f"非 {U}", None),
        (f"{F} 且 {U}", False),
        (f"{T} 且 {U}", None),
        (f"{T} 或 {U}", True),
        (f"{F} 或 {U}", None),
        (f"若 {F} 则 {U}", True),
        (f"若 {U} 则 {T}", True),
        (f"若 {U} 则 {F}", None),
        (f"若 {T} 则 {U}", None),
        (f"{T} 当且仅当 {U}", None),
        (f"{U} 当且仅当 {U}", None),
        ("A01 = A02 + 1", None),
        ("最大(A01, A02) ≥ 1", None),
        ("A01 ≤ 上年(A01)", None),
        ("不存在(A02)", None),
        ("已填(A02)", False),
        ("A01 ÷ (A01 - 1) > 0", None),
        ("T01 = “甲” 或 A01 = 2", None),
    ],
)
def test_what_is_blank_is_unknown_and_only_then_the_answer_is(formula: str, expected: bool | None) -> None:
    assert outcome(formula, known(A01=1)) is expected


def test_a_dash_is_nothing_and_blank_is_not() -> None:
    assert outcome("A01 = A02 + A03", known(A01=4, A02=4, A03="-")) is True
    assert outcome("A01 = A02 + A03", known(A01=4, A02=4)) is None
    assert outcome("不存在(A03)", known(A03="-")) is True


def test_a_text_is_compared_as_it_was_typed() -> None:
    assert outcome("T01 = “甲（一）” 且 A01 = 1", known(T01="甲（一）", A01=1)) is True
    assert outcome("T01 属于 (“甲”, “乙”) 或 A01 = 2", known(T01="丙", A01=1)) is False


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_money_is_exact(one: int, other: int) -> None:
    assert outcome("F01 = F02 + F02", known(F01=2 * one, F02=one)) is True
    assert outcome("F01 = F02", known(F01=one, F02=other)) is (one == other)


@given(statements, whole_answers, whole_answers, st.sets(st.sampled_from(CODES)))
def test_more_answers_never_turn_a_told_outcome_around(
    tree: Node, cells: dict[str, CellContent], last: dict[str, CellContent], answered: set[str]
) -> None:
    bound = Bound(tree, (), (), (), KINDS)
    part = Known({code: cells[code] for code in answered}, {code: last[code] for code in answered})
    early = holds(bound, part)
    if early is not None:
        assert holds(bound, Known(cells, last)) is early


@pytest.mark.parametrize(
    ("formula", "of", "sentence"),
    [
        ("A01 = A02 + A03", known(A01=10, A02=4, A03=5), "A01 填 10，A02 + A03 为 9，相差 1"),
        ("A01 = 合计(A02:A03)", known(A01=12345, A02=4, A03="-"), "A01 填 12,345，合计(A02:A03) 为 4，相差 12,341"),
        ("A03 ≤ A01", known(A01=1, A03=2), "A03 填 2，A01 填 1"),
        ("A01 ≤ 5", known(A01=6), "A01 填 6"),
        ("F01 = F02 × 3", known(F01=1_000_000, F02=10_000), "F01 填 1.00，F02 × 3 为 0.03，相差 0.97"),
        ("F01 ÷ A01 ≤ 0.1", known(F01=1_000_000, A01=3), "F01 ÷ A01 为 约 0.3333"),
        ("A01 > 0 当且仅当 A02 > 0", known(A01=3, A02="-"), "A01 填 3，A02 填 -"),
        ("绝对值(A01 - 上年(A01)) ≤ 1", known({"A01": 3}, A01=9), "A01 填 9，上年 3"),
        ("若 T01 = “甲” 则 A01 > 0", known(T01="甲", A01=0), "T01 填 甲，A01 填 0"),
    ],
)
def test_what_the_sides_came_to_is_told(formula: str, of: Known, sentence: str) -> None:
    assert told(fitted(formula), of) == sentence


def test_numbers_are_told_with_separators_and_cut_ones_are_marked() -> None:
    assert said(Fraction(1_234_567), ValueKind.INTEGER) == "1,234,567"
    assert said(Fraction(-5, 2), ValueKind.MONEY) == "-2.50"
    assert said(Fraction(1, 3), None) == "约 0.3333"
    assert said(Fraction(7), None) == "7"


def test_numbers_of_a_formula_are_written_as_they_were_typed() -> None:
    assert shown(fitted("A01 ≤ 0.000001 × A02").tree) == "A01 ≤ 0.000001 × A02"
    assert shown(fitted("A01 ≤ 12.5% × A02").tree) == "A01 ≤ 12.5% × A02"
