"""Short and bare forms of division names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.places.edition import shipped
from sciweek.places.naming import bare_form, normal, short_form

NAMES = [row["name"] for row in shipped("divisions")]


@pytest.mark.parametrize(
    ("name", "short", "bare"),
    [
        ("海西蒙古族藏族自治州", "海西州", "海西"),
        ("大通回族土族自治县", "大通县", "大通"),
        ("互助土族自治县", "互助县", "互助"),
        ("循化撒拉族自治县", "循化县", "循化"),
        ("河南蒙古族自治县", "河南县", "河南"),
        ("博尔塔拉蒙古自治州", "博尔塔拉州", "博尔塔拉"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏州", "克孜勒苏"),
        ("阿坝藏族羌族自治州", "阿坝州", "阿坝"),
        ("新疆维吾尔自治区", "新疆", "新疆"),
        ("内蒙古自治区", "内蒙古", "内蒙古"),
        ("西藏自治区", "西藏", "西藏"),
        ("香港特别行政区", "香港", "香港"),
        ("大柴旦行政委员会", "大柴旦", "大柴旦"),
        ("大兴安岭地区", "大兴安岭地区", "大兴安岭"),
        ("青海省", "青海省", "青海"),
        ("城东区", "城东区", "城东"),
        ("泽县", "泽县", "泽县"),
    ],
)
def test_names_are_shortened_as_people_do(name: str, short: str, bare: str) -> None:
    assert (short_form(name), bare_form(name)) == (short, bare)


def test_no_shipped_name_shrinks_to_less_than_two_characters_or_keeps_a_nationality() -> None:
    assert [name for name in NAMES if len(bare_form(name)) < 2 or "族" in short_form(name)] == []
    assert [name for name in NAMES if not name.startswith(bare_form(name))] == []


def test_shortening_twice_changes_nothing() -> None:
    assert [name for name in NAMES if short_form(short_form(name)) != short_form(name)] == []


@given(st.text(max_size=30))
def test_the_compared_form_is_stable_and_free_of_spaces(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert not any(sign.isspace() for sign in once)
