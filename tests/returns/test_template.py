"""A form as text: the shipped one, and what is refused."""

import re

import pytest

from sciweek.core.errors import BadInput
from sciweek.returns.enums import ValueKind
from sciweek.returns.template import read_template, shipped

GOOD = """
title = "表"
[[groups]]
letter = "A"
name = "活动"
[[groups.items]]
code = "A01"
name = "活动"
unit = "次"
kind = "integer"
[[groups.items]]
code = "A02"
name = "线上"
unit = "次"
kind = "integer"
parent = "A01"
[[groups.items]]
code = "A03"
name = "经费"
unit = "万元"
kind = "money"
[[checks]]
kind = "at_most"
grade = "强制性"
part = "A02"
whole = "A01"
sentence = "线上不能多于活动"
"""


def test_the_shipped_form_asks_for_the_whole_week() -> None:
    form = shipped()
    codes = [item.code for item in form.items]
    assert form.title == "科技活动周情况统计表"
    assert "".join(group.letter for group in form.groups) == "ABCDEF"
    assert 45 <= len(codes) <= 55
    assert all(re.fullmatch(r"[A-F]\d\d", code) for code in codes)
    assert all(item.code.startswith(group.letter) for group in form.groups for item in group.items)


def test_every_number_of_the_shipped_form_says_its_unit_and_money_is_in_ten_thousand_yuan() -> None:
    for item in shipped().items:
        assert item.unit
        assert (item.kind == ValueKind.MONEY) == (item.unit == "万元")


def test_every_part_of_the_shipped_form_is_held_to_its_whole_by_a_check() -> None:
    form = shipped()
    held = {code for check in form.checks if check.kind != "together" for code in check.parts}
    assert {item.code for item in form.items if item.parent} <= held


def test_a_form_is_read_with_its_groups_parents_and_checks() -> None:
    form = read_template(GOOD)
    assert [item.parent for item in form.items] == ["", "A01", ""]
    assert form.checks[0].codes == ("A01", "A02")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "表"', "", "title"),
        ('title = "表"', 'title = "表', "读不出来"),
        ('kind = "money"', 'kind = "钱"', "钱"),
        ('code = "A03"', 'code = "A/3"', "只能用大写字母和数字"),
        ('code = "A03"', 'code = "A01"', "代码重复：A01"),
        ('parent = "A01"', 'parent = "A03"', "排在它前面"),
        ('parent = "A01"', 'parent = "A02"', "排在它前面"),
        ('part = "A02"', 'part = "A09"', "没有的代码：A09"),
        ('part = "A02"', 'part = "A03"', "类型不同"),
        ('grade = "强制性"', 'grade = "严重"', "审核等级"),
        ('kind = "at_most"', 'kind = "product"', "检查种类"),
        ('name = "线上"', f'name = "{"长" * 61}"', "超过 60 个字"),
        ("[[groups]]", "groups = 3\n[[ignored]]", "读不出来"),
    ],
)
def test_a_crooked_form_is_refused_and_says_where(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(BadInput, match=re.escape(said)):
        read_template(GOOD.replace(old, new, 1))
