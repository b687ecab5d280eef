"""What people type into a cell, and how it is read, refused and shown."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sciweek.core.errors import BadInput
from sciweek.returns.enums import DECIMALS, NUMERIC, SMALLEST, CellState, ValueKind
from sciweek.returns.values import LARGEST, NOT_HERE, CellContent, read_value, show

INTEGER, DECIMAL, MONEY = ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.MONEY
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def amount(typed: str, kind: ValueKind = INTEGER, unit: str = "人次") -> int | None:
    content = read_value(typed, kind, unit=unit)
    assert content is not None
    return content.value


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0", 0),
        ("007", 7),
        ("1,234", 1234),
        ("１２３４", 1234),
        ("１，２３４", 1234),
        (" 1 234 ", 1234),
        ("1\u3000234", 1234),
        ("350人次", 350),
        ("12人", 12),
        ("1.2万", 12_000),
        ("１．２万人次", 12_000),
        ("3千", 3_000),
        ("0.5亿", 50_000_000),
        ("12.00", 12),
        ("12\t", 12),
    ],
)
def test_whole_numbers_are_read_as_people_write_them(typed: str, read: int) -> None:
    assert amount(typed) == read


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("1.5", 1_500_000), ("1.5万", 1_500_000), ("1.5万元", 1_500_000), ("0.01", 10_000), ("1,000", 1_000_000_000)],
)
def test_money_is_in_ten_thousand_yuan_and_kept_in_fen(typed: str, fen: int) -> None:
    assert amount(typed, MONEY, "万元") == fen


def test_decimals_are_kept_in_hundredths() -> None:
    assert amount("12.34", DECIMAL) == 1234
    assert amount(".5", DECIMAL) == 50


@pytest.mark.parametrize("typed", ["-", "－", "—", "–", "——", "无", "无此项", "不适用", " - "])
@pytest.mark.parametrize("kind", list(ValueKind))
def test_a_dash_says_that_the_thing_does_not_exist_here(typed: str, kind: ValueKind) -> None:
    assert read_value(typed, kind) == NOT_HERE


@pytest.mark.parametrize("typed", ["", "  ", "\u3000", "\n"])
@pytest.mark.parametrize("kind", list(ValueKind))
def test_nothing_typed_is_blank_and_not_zero(typed: str, kind: ValueKind) -> None:
    assert read_value(typed, kind) is None


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("-5", INTEGER, "负数"),
        ("－5", INTEGER, "负数"),
        ("−5", INTEGER, "负数"),
        ("约100", INTEGER, "不是数字"),
        ("很多", INTEGER, "不是数字"),
        ("5-10", INTEGER, "不是数字"),
        ("1e308", INTEGER, "不是数字"),
        ("=1+1", INTEGER, "不是数字"),
        ("nan", INTEGER, "不是数字"),
        ("5²", INTEGER, "不是数字"),
        ("½", INTEGER, "不是数字"),
        ("①", INTEGER, "不是数字"),
        ("٣", INTEGER, "不是数字"),
        ("1,5", INTEGER, "逗号位置不对"),
        ("1,0000", INTEGER, "逗号位置不对"),
        ("100余", INTEGER, "请去掉"),
        ("100+", INTEGER, "请去掉"),
        ("3公斤", INTEGER, "请去掉"),
        ("1.5", INTEGER, "整数"),
        ("1.23456万", INTEGER, "整数"),
        ("1.234", DECIMAL, "2 位小数"),
        ("1.234", MONEY, "2 位小数"),
        ("1.0000000000000000000000000001", INTEGER, "整数"),
        ("15000元", MONEY, "按万元填写"),
        ("1000000000000001", INTEGER, "太大"),
        ("99999999亿", INTEGER, "太大"),
        ("9" * 400, INTEGER, "太长"),
        ("5月40日", ValueKind.DATE, "不是日期"),
        ("1\x00", INTEGER, "控制符"),
        ("文字\x00", ValueKind.TEXT, "控制符"),
        ("字" * 501, ValueKind.TEXT, "精简"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence_that_mends_it(typed: str, kind: ValueKind, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_value(typed, kind, unit="万元" if kind == MONEY else "人次")
    assert refused.value.sentence.endswith("。")


def test_a_choice_is_one_of_the_options() -> None:
    assert read_value("是", ValueKind.CHOICE, options=("是", "否")) == CellContent(CellState.VALUE, text="是")
    with pytest.raises(BadInput, match="“也许”不在可选项中，请选：是、否。"):
        read_value("也许", ValueKind.CHOICE, options=("是", "否"))


@pytest.mark.parametrize("typed", ["线上（直播）", "线上(直播)", " 线上（直播)　"])
def test_a_choice_is_kept_as_the_form_writes_it(typed: str) -> None:
    content = read_value(typed, ValueKind.CHOICE, options=("线上（直播）", "线下"))
    assert content == CellContent(CellState.VALUE, text="线上（直播）")


def test_a_choice_called_none_is_a_choice_where_the_form_offers_it() -> None:
    assert read_value("无", ValueKind.CHOICE, options=("有", "无")) == CellContent(CellState.VALUE, text="无")
    assert read_value("无", ValueKind.CHOICE, options=("是", "否")) == NOT_HERE


def test_a_day_is_read_and_shown_as_a_day() -> None:
    content = read_value("2023年5月20日", ValueKind.DATE)
    assert content == CellContent(CellState.VALUE, date(2023, 5, 20).toordinal())
    assert show(content, ValueKind.DATE) == "2023-05-20"


def test_blank_dash_and_zero_look_different() -> None:
    shown = [show(content, INTEGER) for content in (None, NOT_HERE, CellContent(CellState.VALUE, 0))]
    assert shown == ["", "-", "0"]


numeric = st.sampled_from(sorted(NUMERIC))


@st.composite
def amounts(draw: st.DrawFn) -> tuple[ValueKind, int]:
    """A kind and an amount that its number of decimals can show."""
    kind = draw(numeric)
    step = SMALLEST[kind] // 10 ** DECIMALS[kind]
    return kind, draw(st.integers(0, LARGEST // step)) * step


@given(amounts(), st.booleans(), st.booleans())
def test_what_is_shown_is_read_back_as_the_same(kept: tuple[ValueKind, int], grouped: bool, wide: bool) -> None:
    kind, value = kept
    content = CellContent(CellState.VALUE, value)
    shown = show(content, kind, grouped=grouped)
    assert read_value(shown.translate(FULL_WIDTH) if wide else shown, kind, unit="万元") == content


@given(numeric, st.decimals(min_value=0, max_value=10**9, places=4))
def test_no_digit_is_ever_dropped(kind: ValueKind, number: Decimal) -> None:
    exact = number * 10 ** DECIMALS[kind]
    if exact == exact.to_integral_value() and number * SMALLEST[kind] <= LARGEST:
        assert amount(f"{number:f}", kind, "万元") == int(number * SMALLEST[kind])
    else:
        with pytest.raises(BadInput):
            read_value(f"{number:f}", kind, unit="万元")


@given(st.text(max_size=60), st.sampled_from(sorted(ValueKind)))
def test_any_text_is_read_or_refused(typed: str, kind: ValueKind) -> None:
    try:
        content = read_value(typed, kind, unit="人次", options=("是", "否"))
    except BadInput:
        return
    if content is None:
        assert not unicodedata.normalize("NFKC", typed).strip()
    elif content.state == CellState.VALUE:
        assert (content.value is None) != (content.text == "")
        assert content.value is None or 0 <= content.value <= LARGEST


@given(st.text(max_size=40))
def test_a_text_is_kept_as_it_was_typed(typed: str) -> None:
    assume(typed.strip() and not any(unicodedata.category(sign) == "Cc" for sign in typed))
    content = read_value(typed, ValueKind.TEXT)
    assume(content not in (None, NOT_HERE))
    assert content is not None
    assert show(content, ValueKind.TEXT) == typed.strip()
