"""Random formulas for tests: trees over a small form, by what they come to."""

from fractions import Fraction

from hypothesis import strategies as st

from sciweek.returns.enums import CellState, ValueKind
from sciweek.returns.formulas.tree import (
    Arithmetic,
    Both,
    Call,
    CellOf,
    Comparison,
    If,
    Joined,
    MaterialOf,
    Minus,
    Node,
    Not,
    Number,
)
from sciweek.returns.values import NOT_HERE, CellContent

CODES = ("A01", "A02", "A03")
KINDS = dict.fromkeys(CODES, ValueKind.INTEGER)

numbers = st.builds(
    lambda cents, percent: Number(0, Fraction(cents, 100) / (100 if percent else 1), percent),
    st.integers(0, 10_000),
    st.booleans(),
)
cells = st.builds(lambda code, last: CellOf(0, code, last), st.sampled_from(CODES), st.booleans())
materials = st.builds(lambda part: MaterialOf(0, "媒体报道", part), st.sampled_from(["", "省级", "新媒体"]))
amounts: st.SearchStrategy[Node] = st.recursive(
    st.one_of(numbers, cells, materials),
    lambda inner: st.one_of(
        st.builds(lambda sign, left, right: Arithmetic(0, sign, left, right), st.sampled_from("+-×÷"), inner, inner),
        st.builds(lambda of: Minus(0, of), inner),
        st.builds(lambda of: Call(0, "绝对值", (of,)), inner),
        st.builds(
            lambda name, given: Call(0, name, tuple(given)),
            st.sampled_from(["合计", "最大", "最小"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    ),
    max_leaves=5,
)
comparisons = st.builds(
    lambda sign, left, right: Comparison(0, sign, left, right), st.sampled_from("=≠<≤>≥"), amounts, amounts
)
statements: st.SearchStrategy[Node] = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(lambda of: Not(0, of), inner),
        st.builds(
            lambda word, parts: Joined(0, word, tuple(parts)),
            st.sampled_from(["且", "或"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda condition, then: If(0, condition, then), inner, inner),
        st.builds(lambda left, right: Both(0, left, right), inner, inner),
    ),
    max_leaves=5,
)
answers = st.one_of(st.just(NOT_HERE), st.integers(0, 20).map(lambda value: CellContent(CellState.VALUE, value)))
whole_answers = st.fixed_dictionaries(dict.fromkeys(CODES, answers))
