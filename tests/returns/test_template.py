"""A form as text: the shipped one, and what is refused."""

import re

import pytest

from sciweek.core.errors import BadInput
from sciweek.returns.checks import Grade
from sciweek.returns.enums import ValueKind
from sciweek.returns.faults import Faulty
from sciweek.returns.template import read_form, read_template, shipped

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
        ('title = "表"', "", "缺少“表名”"),
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
        ('sentence = "线上不能多于活动"', "", "R01 缺少说明"),
        ('sentence = "线上', f'sentence = "{"长" * 200}', "超过 200 个字"),
        ("[[checks]]", '[[checks]]\nparameters = {"若" = "1"}', "参数名“若”不能用"),
        ("[[checks]]", '[[checks]]\nparameters = {"幅度" = "A01"}', "参数“幅度”应是一个数"),
        ('name = "线上"', f'name = "{"长" * 61}"', "指标 A02 的“名称”有 61 个字，最多 60 个字"),
        ("[[groups]]", "groups = 3\n[[ignored]]", "读不出来"),
        ('letter = "A"', 'letter = "甲乙丙"', "“编号”有 3 个字"),
        ('name = "线上"', 'nane = "线上"', "不认识“nane”"),
        ('name = "线上"', "name = 5", "“名称”应是文字"),
        ('name = "线上"', 'name = " \u2028\t"', "缺少“名称”"),
        ('parent = "A01"', "required = 1", "“必填”应为 true 或 false"),
        ('parent = "A01"', 'options = ["甲", "乙"]', "不是“选项”类型"),
        ('kind = "money"', 'kind = "choice"', "至少要有两个选项"),
        ('kind = "money"', 'kind = "choice"\noptions = ["甲", "甲"]', "相同的选项"),
        ('kind = "money"', 'kind = "choice"\noptions = ["甲；乙", "丙"]', "不能有分号"),
        ('kind = "money"', 'kind = "choice"\noptions = ["甲", 3]', "每一条都应是文字"),
        ('unit = "万元"', 'unit = "元"', "计量单位应为“万元”"),
        ('title = "表"', 'title = "表"\nvalid_until = "明年底"', "“有效期至”不是日期"),
        ('title = "表"', 'title = "表"\nvalid_until = 2025-01-01T08:00:00Z', "“有效期至”不是日期"),
        ("[[checks]]", '[[links]]\nbefore = "A01"\nafter = "A02"\nkind = "renamed"\n[[checks]]', "A01 还在表上"),
        ("[[checks]]", '[[links]]\nbefore = "A08"\nafter = "A09"\nkind = "renamed"\n[[checks]]', "表上没有代码 A09"),
        ("[[checks]]", '[[links]]\nbefore = "A08"\nafter = "A02"\nkind = "x"\n[[checks]]', "关系“x”不认识"),
    ],
)
def test_a_crooked_form_is_refused_and_says_where(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(BadInput) as refusal:
        read_template(GOOD.replace(old, new, 1))
    assert said in "".join(fault.sentence for fault in getattr(refusal.value, "faults", ())) + refusal.value.sentence


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "表式应写成若干"),
        ({"title": "表", "groups": 3}, "“分组”应是一列"),
        ({"title": "表", "groups": [3]}, "第 1 个分组应写成若干"),
        ({"title": "表", "groups": [{"letter": "A", "name": "活动", "items": [None]}]}, "指标应写成若干"),
        ({"title": "表", "checks": ["A01 > 0"]}, "第 1 条审核公式应写成若干"),
        ({"title": "表", "links": [[]]}, "第 1 条衔接应写成若干"),
    ],
)
def test_data_of_another_shape_is_refused(data: object, said: str) -> None:
    with pytest.raises(Faulty) as refusal:
        read_form(data)
    assert said in "".join(fault.sentence for fault in refusal.value.faults)


LINK = '[[links]]\nbefore = "{}"\nafter = "{}"\nkind = "{}"\n'


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([("A08", "A02", "merged"), ("A09", "A02", "renamed")], "关系都应是“合并”"),
        ([("A08", "A02", "split"), ("A08", "A03", "renamed")], "关系都应是“拆分”"),
        ([("A08", "A02", "split"), ("A08", "A02", "split")], "写了两次"),
    ],
)
def test_links_that_contradict_each_other_are_refused(links: list[tuple[str, str, str]], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_template(GOOD + "".join(LINK.format(*link) for link in links))


def test_links_stand_in_the_order_of_the_indicators() -> None:
    links = [("A08", "A03", "redefined"), ("A07", "A02", "merged"), ("A06", "A02", "merged")]
    form = read_template(GOOD + "".join(LINK.format(*link) for link in links))
    assert [(link.before, link.after) for link in form.links] == [("A06", "A02"), ("A07", "A02"), ("A08", "A03")]


def test_all_that_is_wrong_is_told_at_once_with_its_place() -> None:
    with pytest.raises(Faulty, match="共 3 处问题") as refusal:
        read_template(GOOD.replace('kind = "money"', 'kind = "钱"').replace("A02 ≤ A01", "A02 ≤").replace('"表"', '""'))
    assert [fault.path for fault in refusal.value.faults] == [
        ("title",),
        ("groups", 0, "items", 2, "kind"),
        ("checks", 0, "formula"),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "a = " + "[" * 5_000 + "]" * 5_000,
        "a = " + "9" * 5_000,
        'title = "表"\ntitle = "表"',
        'title = "' + "长" * 500_000 + '"',
        'title = "表"\ngroups = [' + '{letter = "A", name = "活动", items = []},' * 1_000 + "]",
        "\x00",
    ],
)
def test_a_hostile_file_is_refused_in_words(hostile: str) -> None:
    with pytest.raises(BadInput, match="请"):
        read_template(hostile)
