"""The shipped data, reading an edition, and what it would change."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.errors import BadInput
from sciweek.places.codes import holds, level_of, parent_of
from sciweek.places.edition import Change, EditionChange, compare, read_edition, shipped

SHIPPED = {int(row["code"]): row["name"] for row in shipped("divisions")}
QINGHAI = {code: name for code, name in SHIPPED.items() if holds(630000, code)}
SMALL = {630000: "青海省", 630100: "西宁市", 630102: "城东区", 630103: "城中区", 630200: "海东市", 630202: "乐都区"}


def rows(edition: dict[int, str]) -> list[dict[str, str]]:
    return [{"code": str(code), "name": name} for code, name in edition.items()]


def test_the_shipped_table_holds_all_provinces_and_prefectures_and_the_counties_of_qinghai() -> None:
    assert Counter(level_of(code) for code in SHIPPED) == {1: 34, 2: 333, 3: 45}
    assert Counter(level_of(code) for code in QINGHAI) == {1: 1, 2: 8, 3: 45}
    assert len(shipped("divisions")) == len(SHIPPED)


def test_the_counties_of_qinghai_are_of_the_kinds_the_statistics_give() -> None:
    counties = [name for code, name in QINGHAI.items() if level_of(code) == 3]
    kinds = Counter("自治县" if name.endswith("自治县") else name[-1] for name in counties)
    assert kinds == {"区": 7, "市": 5, "县": 25, "自治县": 7, "会": 1}


def test_every_shipped_division_has_its_parent_and_a_name_of_its_own_beside_its_siblings() -> None:
    assert all(parent_of(code) in SHIPPED for code in SHIPPED if level_of(code) > 1)
    siblings = Counter((parent_of(code), name) for code, name in SHIPPED.items())
    assert max(siblings.values()) == 1


def test_statistical_rows_that_are_no_divisions_are_left_out() -> None:
    assert not {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"} & set(SHIPPED.values())


def test_shipped_aliases_and_changes_lead_to_divisions() -> None:
    assert all(int(row["code"]) in SHIPPED for row in shipped("aliases"))
    steps = {int(row["old_code"]): int(row["new_code"]) for row in shipped("changes")}
    assert all(new in SHIPPED or new in steps for new in steps.values())
    assert not steps.keys() & SHIPPED.keys()


def test_an_edition_is_read_by_code() -> None:
    assert read_edition(rows(SMALL)) == SMALL
    assert read_edition([{"code": " 630000 ", "name": " 青海省 "}]) == {630000: "青海省"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"code": "63010", "name": "城北区"}, "第 8 行"),
        ({"code": "6301055", "name": "城北区"}, "第 8 行"),
        ({"code": "63010²", "name": "城北区"}, "第 8 行"),
        ({"code": "=630105", "name": "城北区"}, "第 8 行"),
        ({"code": "990000", "name": "别处"}, "第 8 行：行政区划代码 990000 不对"),
        ({"code": "630105", "name": ""}, "第 8 行"),
        ({"code": "630105", "name": "城" * 41}, "第 8 行"),
        ({"code": "630102", "name": "城东区"}, "第 8 行：代码 630102 重复"),
        ({"code": "632801", "name": "格尔木市"}, "上级 632800 不在表中"),
        ({"code": "630105"}, "缺少 code 或 name 列"),
        ({"代码": "630105", "名称": "城北区"}, "缺少 code 或 name 列"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(row: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_edition([*rows(SMALL), row])
    assert sentence in refused.value.sentence


def test_the_same_edition_changes_nothing() -> None:
    assert compare(SHIPPED, SHIPPED) == []


def test_additions_new_names_and_closings_are_told_apart() -> None:
    edition = {**SMALL, 630103: "城中新区", 630104: "城西区"}
    del edition[630102]
    assert compare(SMALL, edition) == [
        EditionChange(Change.CLOSED, 630102, "城东区", ""),
        EditionChange(Change.RENAMED, 630103, "城中区", "城中新区"),
        EditionChange(Change.ADDED, 630104, "", "城西区"),
    ]


def test_an_edition_of_one_province_leaves_the_others_alone() -> None:
    changes = compare(SHIPPED, QINGHAI)
    assert changes == []


def test_an_edition_without_counties_leaves_the_counties_alone() -> None:
    assert compare(SMALL, {code: name for code, name in SMALL.items() if level_of(code) < 3}) == []


def test_a_prefecture_is_not_closed_over_the_head_of_its_counties() -> None:
    with pytest.raises(BadInput, match=r"没有 630200（海东市）.*630202（乐都区）仍在使用"):
        compare(SMALL, {630000: "青海省", 630100: "西宁市"})


@given(st.sets(st.sampled_from(sorted(code for code in QINGHAI if level_of(code) == 3)), min_size=1))
def test_comparing_tells_exactly_the_counties_left_out(kept: set[int]) -> None:
    edition = {code: name for code, name in QINGHAI.items() if level_of(code) < 3 or code in kept}
    closed = {change.code for change in compare(QINGHAI, edition)}
    assert closed == {code for code in QINGHAI if level_of(code) == 3} - kept
