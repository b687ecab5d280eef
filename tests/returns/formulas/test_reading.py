"""Formulas are read as people type them, and what is wrong is said with its place."""

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.returns.enums import ValueKind
from sciweek.returns.formulas.binding import Reach, Vocabulary, bind
from sciweek.returns.formulas.lexer import LONGEST
from sciweek.returns.formulas.parser import DEEPEST, parse
from sciweek.returns.formulas.telling import shown
from sciweek.returns.formulas.tree import Call, CellOf, FormulaError, Node, Number
from tests.returns.formulas.trees import statements

FORM = {
    "A01": ValueKind.INTEGER,
    "A02": ValueKind.INTEGER,
    "A03": ValueKind.INTEGER,
    "F01": ValueKind.MONEY,
    "T01": ValueKind.TEXT,
    "D01": ValueKind.DATE,
    "D02": ValueKind.DATE,
}
WORDS = Vocabulary(
    FORM,
    {"幅度": Number(0, Fraction(1, 2), True)},
    {"单位类型": ["企业", "中小学"]},
    {"影像资料": [], "媒体报道": ["省级", "原创"]},
)


def placeless(value: object) -> object:
    """A tree without the places where its parts stand; only binding tells last year's cell from a call."""
    if isinstance(value, CellOf) and value.last:
        value = Call(0, "上年", (CellOf(0, value.code),))
    if isinstance(value, tuple):
        return tuple(placeless(each) for each in value)
    if not dataclasses.is_dataclass(value):
        return value
    fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.name != "at"}
    return (type(value).__name__, *((name, placeless(each)) for name, each in fields.items()))


@given(statements)
def test_a_formula_that_is_written_out_is_read_as_the_same_formula(tree: Node) -> None:
    assert placeless(parse(shown(tree))) == placeless(tree)


@given(st.text(alphabet="A0123456789B().,:+-×÷=≠<≤>≥%“”若则且或非当且仅当属于合计 （）＋，\t", max_size=60))
def test_whatever_is_typed_is_a_formula_or_refused_with_a_place_inside_it(text: str) -> None:
    refusal = refused(text)
    if refusal is not None:
        assert 0 <= refusal.at <= len(text)
        assert refusal.sentence.startswith(f"第 {refusal.at + 1} 个字处：")


def refused(text: str) -> FormulaError | None:
    try:
        bind(text, WORDS)
    except FormulaError as refusal:
        return refusal
    return None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("A01=A02+A03", "A01 = A02 + A03"),
        ("Ａ０１＝Ａ０２＋Ａ０３", "A01 = A02 + A03"),
        ("a01 <= a02", "A01 ≤ A02"),
        ("A01 => A02", "A01 ≥ A02"),
        ("A01 <> A02", "A01 ≠ A02"),
        ("A01 − A02 * 2 / 4 > 0", "A01 - A02 × 2 ÷ 4 > 0"),
        ("A01 = 合计（A02，A03）", "A01 = 合计(A02, A03)"),
        ("A01 = 合计(A02：A03)", "A01 = 合计(A02:A03)"),
        ("若A01>0则A02>0", "若 A01 > 0 则 A02 > 0"),
        ("A01>0当且仅当A02>0", "A01 > 0 当且仅当 A02 > 0"),
        ("(A01 > 0 且 A02 > 0) 或 A03 > 0", "A01 > 0 且 A02 > 0 或 A03 > 0"),
        ("A01 > 0 且 (A02 > 0 或 A03 > 0)", "A01 > 0 且 (A02 > 0 或 A03 > 0)"),
        ("非(A01 = 0)", "非 A01 = 0"),
        ("A01 ≤ 上年(A01) × 150%", "A01 ≤ 上年(A01) × 150%"),
        ("单位类型 属于 (「企业」、“中小学”) 或 A01 = 1", "单位类型 属于 (“企业”, “中小学”) 或 A01 = 1"),
        ("(A01 - (A02 - A03)) = 0.50", "A01 - (A02 - A03) = 0.5"),
        ("A01=资料（媒体报道）", "A01 = 资料(媒体报道)"),
        ("A01 ≥ 资料( 媒体报道 ． 省级 )", "A01 ≥ 资料(媒体报道.省级)"),
        ("A01 ≥ 资料(媒体报道·原创)", "A01 ≥ 资料(媒体报道.原创)"),
    ],
)
def test_full_width_signs_and_other_habits_are_read_right(typed: str, meant: str) -> None:
    assert shown(parse(typed)) == meant
    bind(typed, WORDS)


@pytest.mark.parametrize(
    ("typed", "at", "said"),
    [
        ("", 0, "公式却到此为止"),
        ("A01 = ", 6, "公式却到此为止"),
        ("A01 = (A02 + A03", 16, "第 7 个字的左括号应有“)”"),
        ("A01 ≤ A02 ≤ A03", 10, "一条公式只比较一次"),
        ("若 A01 > 0", 9, "“若”的条件之后应有“则”"),
        ("A01 > 0 A02 > 0", 8, "多出“A02”"),
        ("A01 @ A02", 4, "不认识“@”"),
        ("单位类型 = “企业 且 A01 = 1", 7, "引号没有成对"),
        ("单位类型 属于 (企业)", 9, "带引号的文字"),
        ("A01 = 合计(A02:)", 13, "冒号之后应是指标代码"),
        ("+A01 = 1", 0, "这里却是“+”"),
        ("(" * (DEEPEST + 1) + "A01", DEEPEST, "套得太深"),
        ("若 A01 > 0 则 " * (DEEPEST + 1) + "A01 > 0", 12 * DEEPEST, "套得太深"),
        ("A" * (LONGEST + 1), LONGEST, "公式超过 500 个字"),
        ("A09 = 1", 0, "表中没有代码 A09"),
        ("A01 + A02", 4, "应当成立的关系"),
        ("A01 = 平均(A02, A03)", 6, "没有函数“平均”"),
        ("A01 = 合计(A02)", 6, "至少要有两项"),
        ("A01 = 合计(A03:A02)", 9, "A03 应当排在 A02 前面"),
        ("A01 = 合计(A02:F01)", 9, "类型不同"),
        ("A01 = A02:A03", 9, "多出“:”"),
        ("A01 = F01", 4, "类型不同"),
        ("A01 + F01 = 1", 4, "类型不同"),
        ("A01 = T01", 4, "文字不能和数比较"),
        ("T01 > “甲” 且 A01 = 1", 4, "只能比较是否相同"),
        ("T01 + 1 = A01", 0, "这里应是数"),
        ("D01 + 1 = D02", 0, "日期只能比较先后"),
        ("D01 > 5", 4, "类型不同"),
        ("(A01 = 1) = (A02 = 1)", 10, "两个关系不能比较"),
        ("A01 且 A02 = 1", 0, "这里应是一个关系"),
        ("A01 ÷ 0 = 1", 6, "不能除以 0"),
        ("上年(上年(A01)) = 1", 0, "不能再往前"),
        ("上年(1) = A01", 3, "应是一个指标代码"),
        ("上年(A01, A02) = 1", 0, "只能有一项"),
        ("上年(A01) = 1", 0, "没有本表的指标"),
        ("绝对值 = A01", 0, "后面要有括号"),
        ("下限 < A01", 0, "不认识“下限”。可用的参数和单位信息：幅度、单位类型"),
        ("单位类型 = “公司” 且 A01 = 1", 7, "没有“公司”，应为：企业、中小学"),
        ("A01 属于 (“企业”)", 4, "前面应是文字"),
        ("A01 = 资料", 6, "“资料”后面要有括号"),
        ("A01 = 资料(A02)", 9, "括号里应是材料的名称，如 媒体报道，这里却是“A02”"),
        ("A01 = 资料(媒体报道.)", 14, "点之后应是其中的一类"),
        ("A01 = 资料(媒体报道.省级, A02)", 16, "“资料”的括号应有“)”"),
        ("A01 = 资料(录像)", 6, "没有“录像”这种材料。可用：影像资料、媒体报道"),
        ("A01 = 资料(媒体报道.国家级)", 6, "没有“国家级”，应为：省级、原创"),
        ("A01 = 资料(影像资料.省级)", 6, "没有“省级”，应为：不分类"),
        ("F01 = 资料(影像资料)", 4, "类型不同"),
        ("资料(影像资料) > 0", 0, "没有本表的指标"),
        ("A01.省级 = 1", 3, "多出“.”"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(typed: str, at: int, said: str) -> None:
    with pytest.raises(FormulaError, match=f"^第 {at + 1} 个字处：") as refused:
        bind(typed, WORDS)
    assert said in refused.value.sentence
    assert refused.value.at == at


@pytest.mark.parametrize(
    ("formula", "codes", "reach"),
    [
        ("A03 ≤ A01", ("A03", "A01"), Reach.TABLE),
        ("A01 = 合计(A02:A03) + A01", ("A01", "A02", "A03"), Reach.TABLE),
        ("A01 ≤ 上年(A02)", ("A01",), Reach.BEFORE),
        ("若 单位类型 = “企业” 则 A01 = 0", ("A01",), Reach.DIRECTORY),
        ("若 单位类型 = “企业” 则 A01 ≤ 上年(A01)", ("A01",), Reach.BEFORE),
        ("A01 ≤ 上年(A01) + 资料(媒体报道)", ("A01",), Reach.BETWEEN),
    ],
)
def test_a_bound_formula_knows_what_it_looks_at(formula: str, codes: tuple[str, ...], reach: Reach) -> None:
    bound = bind(formula, WORDS)
    assert (bound.codes, bound.reach) == (codes, reach)


@pytest.mark.parametrize(
    "formula",
    ["A01 ÷ A02 ≤ 幅度", "F01 ÷ A01 ≤ 0.1", "F01 ≤ 2 × F01", "D01 ≤ D02", "T01 = “甲” 或 A01 = 0", "F01 × 3 > F01"],
)
def test_like_things_are_compared(formula: str) -> None:
    assert bind(formula, WORDS)
