"""Edits of a form: what each makes of it, and what it refuses with the way to mend."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.core.errors import BadInput, NotFound
from sciweek.returns.checks import Check
from sciweek.returns.definition.comparing import changed_sums, differences
from sciweek.returns.definition.editing import (
    add_group,
    add_item,
    change_group,
    change_item,
    check_of,
    item_of,
    letter_of,
    move_group,
    move_item,
    next_code,
    put_check,
    remove_check,
    remove_group,
    remove_item,
    settled,
    uses_of,
)
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.faults import Faulty
from sciweek.returns.links import Link
from sciweek.returns.template import FormText, GroupText, ItemText, shipped
from tests.returns.definition.forms import forms

FORM = shipped()
NEW = ItemText("A14", "科学之夜", "场", ValueKind.INTEGER, "夜间举办的科普活动。")


def codes(form: FormText, letter: str) -> str:
    return " ".join(item.code for group in form.groups if group.letter == letter for item in group.items)


def test_an_indicator_is_added_at_the_end_or_behind_the_parts_of_its_total() -> None:
    assert codes(add_item(FORM, "A", NEW), "A").endswith("A13 A14")
    part = replace(NEW, parent="A01")
    assert " A10 A14 A11 " in codes(add_item(FORM, "A", part), "A")
    with pytest.raises(Faulty, match="代码重复：A01"):
        add_item(FORM, "A", replace(NEW, code="A01"))
    with pytest.raises(NotFound):
        add_item(FORM, "Z", NEW)


def test_an_indicator_that_a_part_or_a_check_holds_is_not_removed() -> None:
    with pytest.raises(BadInput, match="总项：B09 教师、辅导员、B10 医务骨干、B11 农牧民"):
        remove_item(FORM, "B08")
    with pytest.raises(BadInput, match="审核公式 R13、Z06 用到 E06 原创报道。请先修改或删除"):
        remove_item(FORM, "E06")
    free = remove_check(remove_check(FORM, "R13"), "Z06")
    assert "E06" not in remove_item(free, "E06").kinds


def test_one_inside_of_a_span_is_removed_and_the_sum_says_what_it_lost() -> None:
    uses = uses_of(FORM, "A07")
    assert ([check.code for check in uses.spans], uses.hold) == (["R02"], False)
    gone = remove_item(FORM, "A07")
    assert changed_sums(FORM, gone) == [("R02", [], ["A07"])]
    assert changed_sums(FORM, FORM) == []


def test_a_new_code_takes_the_old_ones_place_with_its_parts_checks_and_links() -> None:
    link = Link("A01", "A14", LinkKind.REDEFINED, "不再计常规讲座")
    form = change_item(FORM, "A01", replace(NEW, unit="次"), "A", [link])
    assert codes(form, "A").startswith("A14 A02")
    assert item_of(form, "A02").parent == "A14"
    assert check_of(form, "R01").formula == "A14 = A02 + A03"
    assert check_of(form, "H01").formula == "绝对值(A14 - 上年(A14)) ≤ 最大(幅度 × 上年(A14), 下限)"
    assert check_of(form, "R02").formula == "A14 = 合计(A04:A10)"
    assert form.links == (link,)
    again = change_item(form, "A14", replace(NEW, code="A15", unit="次"), "A", [replace(link, after="A15")])
    assert [each.after for each in again.links] == ["A15"]


def test_an_indicator_moves_to_the_end_of_another_group_with_its_parts() -> None:
    form = change_item(FORM, "B08", item_of(FORM, "B08"), "C", [])
    assert codes(form, "B").endswith("B07")
    assert codes(form, "C").endswith("C05 B08 B09 B10 B11")
    with pytest.raises(Faulty, match="应当排在它前面"):
        change_item(FORM, "C01", replace(item_of(FORM, "C01"), parent="D01"), "C", [])


@pytest.mark.parametrize(
    ("code", "by", "letter", "expected"),
    [
        ("A12", -1, "A", "A10 A12 A11 A13"),
        ("A11", -1, "A", "A11 A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A12"),
        ("A01", 1, "A", "A11 A01 A02"),
        ("B02", 1, "B", "B01 B04 B02 B03 B05"),
        ("B04", -1, "B", "B01 B04 B02 B03 B05"),
        # Beyond the edge of its group.
        ("C01", -1, "B", "B08 B09 B10 B11 C01"),
        ("B08", 1, "C", "B08 B09 B10 B11 C01"),
    ],
)
def test_an_indicator_moves_with_its_parts(code: str, by: int, letter: str, expected: str) -> None:
    form = replace(FORM, checks=()) if code.startswith("A") else FORM
    assert expected in codes(move_item(form, code, by), letter)


def moved(form: FormText, code: str, by: int, *, times: int) -> FormText:
    for _time in range(times):
        form = move_item(form, code, by)
    return form


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda form: move_item(form, "A01", -1), "已经在最前面"),
        (lambda form: move_item(form, "F01", 1), "已经在最后面"),
        (lambda form: move_item(form, "A02", -1), "A01 的第一个其中项"),
        # R02 sums from A04 to A10.
        (lambda form: moved(form, "A10", -1, times=6), "R02“A01 = 合计"),
        (lambda form: move_group(form, "A", -1), "已经在最前面"),
        (lambda form: move_group(form, "F", 1), "已经在最后面"),
        (lambda form: remove_group(form, "D"), "分组 D 里还有指标：D01 发放科普资料、.*等 6 项"),
        (lambda form: add_group(form, GroupText("A", "又一组", "", ())), "编号重复：A"),
    ],
)
def test_an_edit_that_leads_nowhere_says_so(act: Callable[[FormText], FormText], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        act(FORM)


def test_groups_are_added_renamed_moved_and_removed() -> None:
    form = add_group(FORM, GroupText("G", "其他", "说明", ()))
    assert [group.letter for group in move_group(form, "G", -1).groups] == list("ABCDEGF")
    form = change_group(form, "G", GroupText("H", "补充", "", ()))
    assert (form.groups[-1].letter, form.groups[-1].name) == ("H", "补充")
    assert codes(change_group(form, "D", GroupText("D", "宣传资料", "", ())), "D").startswith("D01")
    assert len(remove_group(form, "H").groups) == 6
    with pytest.raises(NotFound):
        change_group(form, "Z", GroupText("Z", "补充", "", ()))


def test_checks_are_added_changed_where_they_stand_and_removed() -> None:
    row = {"code": "R99", "grade": "提示性", "formula": "D01 ≥ D02", "sentence": "资料一般不少于图书"}
    form = put_check(FORM, "", row)
    assert form.checks[-1].code == "R99"
    form = put_check(form, "R01", {**row, "code": "R01"})
    assert (form.checks[0].code, form.checks[0].formula) == ("R01", "D01 ≥ D02")
    assert len(remove_check(form, "R99").checks) == len(FORM.checks)
    with pytest.raises(Faulty, match="第 5 个字处"):
        put_check(FORM, "R01", {**row, "formula": "D01 大于 D02"})
    with pytest.raises(NotFound):
        remove_check(FORM, "R98")


def test_the_next_code_was_never_given_to_anything() -> None:
    assert next_code(FORM, "A", ()) == "A14"
    assert next_code(FORM, "A", {"A20", "B99", "AB1"}) == "A21"
    assert next_code(add_group(FORM, GroupText("G", "其他", "", ())), "G", ()) == "G01"
    assert next_code(add_group(FORM, GroupText("一", "其他", "", ())), "一", ()) == "X01"


def test_differences_name_what_is_added_changed_moved_and_removed() -> None:
    form = remove_check(add_item(FORM, "A", NEW, [Link("Z01", "A14", LinkKind.RENAMED)]), "R32")
    form = change_item(form, "D02", replace(item_of(form, "D02"), name="赠书", required=False), "D", [])
    form = move_item(settled(replace(form, title="新表", notes="")), "D06", -1)
    found = {(each.outcome, each.what, each.key): each.details for each in differences(FORM, form)}
    assert found == {
        ("changed", "cover", "title"): (("title", FORM.title, "新表"),),
        ("changed", "cover", "notes"): (("notes", FORM.notes, ""),),
        ("added", "item", "A14"): (),
        ("changed", "item", "D02"): (("name", "赠送图书", "赠书"), ("required", "是", "否")),
        ("changed", "order", "D06"): (),
        ("removed", "check", "R32"): (),
        ("added", "link", "Z01 → A14"): (),
    }
    assert differences(FORM, FORM) == []


def by_code(form: FormText) -> set[ItemText]:
    return set(form.items)


@settings(max_examples=30, deadline=None)
@given(form=forms, steps=st.lists(st.tuples(st.integers(0, 20), st.sampled_from([-1, 1])), max_size=6))
def test_moving_loses_nothing_and_keeps_each_total_before_its_parts(
    form: FormText, steps: list[tuple[int, int]]
) -> None:
    assert settled(form) == form
    present = form
    for number, by in steps:
        if not present.items:
            return
        try:
            present = move_item(present, present.items[number % len(present.items)].code, by)
        except BadInput:
            continue
        assert by_code(present) == by_code(form)
        assert {check.code: check.formula for check in present.checks} == {c.code: c.formula for c in form.checks}


@settings(max_examples=25, deadline=None)
@given(one=forms, other=forms)
def test_forms_differ_just_when_differences_are_found(one: FormText, other: FormText) -> None:
    assert (differences(one, other) == []) == (_bare(one) == _bare(other))


def _bare(form: FormText) -> tuple[object, ...]:
    """The form as it is compared: the order of checks, links and groups without indicators says nothing."""
    groups = {group.letter: (group.name, group.note) for group in form.groups}
    checks: dict[str, Check] = {check.code: check for check in form.checks}
    cover = replace(form, groups=(), checks=(), links=())
    return cover, groups, [(letter_of(form, item.code), item) for item in form.items], checks, set(form.links)
