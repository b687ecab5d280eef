"""A form as text: the shipped one, and what is refused."""

import re

import pytest

from sciweek.core.errors import BadInput
from sciweek.returns.checks import Grade
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
code = "R01"
grade = "强制性"
formula = "A02 ≤ A01"
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
    held = {code for check in form.checks if check.grade == Grade.MANDATORY for code in check.bound.codes}
    assert {item.code for item in form.items if item.parent} <= held


def test_a_form_is_read_with_its_groups_parents_and_checks() -> None:
    form = read_template(GOOD)
    assert [item.parent for item in form.items] == ["", "A01", ""]
    assert form.checks[0].bound.codes == ("A02", "A01")


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
        ('"A02 ≤ A01"', '"A09 ≤ A01"', "R01“A09 ≤ A01”：第 1 个字处：表中没有代码 A09"),
        ('"A02 ≤ A01"', '"A03 ≤ A01"', "类型不同"),
        ('"A02 ≤ A01"', '"A02 ≤"', "第 6 个字处"),
        ('grade = "强制性"', 'grade = "严重"', "R01 的等级“严重”不认识"),
        ('code = "R01"', 'code = "第一条"', "编号“第一条”不对"),
        ('sentence = "线上不能多于活动"', "", "R01 缺少公式或说明"),
        ('sentence = "线上', f'sentence = "{"长" * 200}', "超过 200 个字"),
        ("[[checks]]", '[[checks]]\nparameters = {"若" = "1"}', "参数名“若”不能用"),
        ("[[checks]]", '[[checks]]\nparameters = {"幅度" = "A01"}', "参数“幅度”应是一个数"),
        ('name = "线上"', f'name = "{"长" * 61}"', "超过 60 个字"),
        ("[[groups]]", "groups = 3\n[[ignored]]", "读不出来"),
    ],
)
def test_a_crooked_form_is_refused_and_says_where(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(BadInput, match=re.escape(said)):
        read_template(GOOD.replace(old, new, 1))
