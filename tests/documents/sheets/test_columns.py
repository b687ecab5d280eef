"""The wanted columns are found wherever they stand; a head that cannot be trusted is refused with the place."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.columns import Columns, Wanted, find_columns, normal
from sciweek.documents.sheets.reading import Formula, read_sheet
from tests.documents.sheets.files import xlsx

WANTED = (
    Wanted("name", ("单位名称", "单位"), required=True),
    Wanted("place", ("所在地", "地区"), required=True),
    Wanted("phone", ("联系电话",)),
)


def columns(rows: list[list[object]], merged: str = "") -> Columns:
    return find_columns(read_sheet(xlsx(rows, merged=merged), "名单.xlsx"), WANTED)


def refusal(rows: list[list[object]], merged: str = "") -> str:
    with pytest.raises(UnreadableSheet) as refused:
        columns(rows, merged)
    return refused.value.sentence


def test_the_head_is_found_below_a_title_and_notes():
    found = columns(
        [["某某省单位名单"], ["填表说明：单位写全称"], ["序号", "单位名称", "地区"], [1, "甲", "西宁"]], "A1:C1"
    )
    assert [(found.text(row, "name"), found.text(row, "place")) for row in found.rows] == [("甲", "西宁")]


@given(st.permutations(["单位名称", "所在地", "联系电话"]))
def test_the_order_of_columns_does_not_matter(titles):
    said = {"单位名称": "甲", "所在地": "西宁", "联系电话": "123"}
    found = columns([titles, [said[title] for title in titles]])
    assert [found.text(found.rows[0], key) for key in ("name", "place", "phone")] == ["甲", "西宁", "123"]


@pytest.mark.parametrize("title", ["单 位 名 称", "单位名称*", "单位名称（全称）", "单位名称：", " 单位名称\n", "单位"])
def test_titles_are_compared_without_spaces_remarks_and_stars(title):
    assert columns([[title, "地区"], ["甲", "西宁"]]).places["name"] == 0


def test_width_and_case_do_not_matter():
    assert normal("ＩＤ ") == normal("id")


def test_missing_columns_are_named():
    assert "所在地" in refusal([["单位名称", "别的"], ["甲", "乙"]])


def test_a_sheet_without_any_head_says_so():
    assert "没有找到表头" in refusal([["甲", "西宁"]])


def test_an_empty_sheet_says_so():
    assert "没有找到表头" in refusal([[]])


def test_a_merged_head_is_told_before_what_it_hides():
    assert "A1:B1" in refusal([["单位名称", "所在地", "联系电话"], ["甲", "西宁", "1"]], "A1:B1")


def test_a_head_inside_a_tall_merged_range_is_told():
    assert "A1:A3" in refusal([["表"], ["单位名称", "所在地"], ["x", "y"]], "A1:A3")


def test_a_title_that_stands_twice_is_told_with_its_row():
    sentence = refusal([["名单"], ["单位名称", "所在地", "单位"], ["甲", "西宁", "乙"]])
    assert "第 2 行" in sentence
    assert "两次" in sentence


def test_values_that_look_like_titles_are_no_head():
    found = columns([["单位名称", "所在地", "联系电话"], ["单位", "地区", ""], ["单位", "单位", ""]])
    assert len(found.rows) == 2


def test_a_row_that_slipped_to_the_right_is_told_with_its_cells():
    sentence = refusal([["单位名称", "所在地"], ["甲", "西宁"], [None, "乙", "海东"]])
    assert "第 3 行错位" in sentence
    assert "A3" in sentence
    assert "C3" in sentence


def test_a_remark_beside_the_table_is_left_alone():
    assert len(columns([["单位名称", "所在地"], ["甲", "西宁", None, "已核"]]).rows) == 1


def test_a_formula_is_refused_with_its_address():
    found = columns([["单位名称", "所在地"], ["甲", "=A2"]])
    assert found.rows[0].cells[1] == Formula("=A2")
    with pytest.raises(UnreadableSheet, match="B2"):
        found.text(found.rows[0], "place")


def test_text_of_numbers_and_days_is_what_a_person_would_type():
    found = columns(
        [["单位", "地区", "联系电话"], [datetime.combine(date(2023, 5, 20), time.min), 3.0, 13800000000], ["甲"]]
    )
    first, second = found.rows
    assert [found.text(first, key) for key in ("name", "place", "phone")] == ["2023-05-20", "3", "13800000000"]
    assert found.text(second, "phone") == ""
