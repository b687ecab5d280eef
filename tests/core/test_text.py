"""Text in the form in which it is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.text import comparable, even, normal_text


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("２０２３年５月", "2023年5月"),
        ("测 试 省", "测试省"),
        ("科学(xué)精神", "科学精神"),
        ("科\u200b技周", "科技周"),
        ("热爱科学 崇尚科学", "热爱科学 崇尚科学"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("甲\u3000\u3000乙丙", "甲 乙丙"),
    ],
)
def test_damage_of_copies_is_levelled(given_text: str, expected: str) -> None:
    assert normal_text(given_text) == expected


@given(st.text(max_size=80))
def test_what_is_compared_holds_no_blank(text: str) -> None:
    assert not any(sign.isspace() for sign in comparable(text))


@given(st.text(alphabet="测试省 科技（）12\n\u200b　", max_size=60))
def test_levelling_keeps_every_han_character(text: str) -> None:
    assert [sign for sign in comparable(text) if "一" <= sign <= "鿿"] == [s for s in text if "一" <= s <= "鿿"]


def test_even_text_has_one_width_and_keeps_the_signs_of_chinese_writing() -> None:
    assert even("（２０３１）－Ａ：\u3000《甲》、“乙”。") == "(2031)-A: 《甲》、“乙”。"


@given(st.text(max_size=60))
def test_even_text_is_as_long_as_the_text_and_evening_it_again_changes_nothing(text: str) -> None:
    level = even(text)
    assert len(level) == len(text)
    assert even(level) == level
