"""Finding a division by what people write, and reading the tree."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from sciweek.places.models import Division
from sciweek.places.queries import (
    Ambiguous,
    children_of,
    choices_within,
    division_by_code,
    divisions_at,
    find_division,
    name_of,
    path_name,
    subtree_of,
)

pytestmark = pytest.mark.django_db


def codes(found: Division | Ambiguous | None) -> list[int]:
    if isinstance(found, Ambiguous):
        return [division.code for division in found.candidates]
    return [found.code] if found else []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("青海省", 630000),
        ("青海", 630000),
        ("省直", 630000),
        ("内蒙古", 150000),
        ("新疆", 650000),
        ("西宁", 630100),
        ("海西", 632800),
        ("海西州", 632800),
        ("海西蒙古族藏族自治州", 632800),
        ("海南州", 632500),
        ("互助", 630223),
        ("互助县", 630223),
        ("互助土族自治县", 630223),
        ("民和", 630222),
        ("大柴旦行委", 632857),
        ("大柴旦", 632857),
        ("吉林市", 220200),
        ("青海西宁城东", 630102),
        ("青海省西宁市城东区", 630102),
        ("西宁城东", 630102),
        ("西宁市 城东区", 630102),
        ("青海省·海北州·门源县", 632221),
        ("青海省/海北藏族自治州/门源回族自治县", 632221),
        ("海西州格尔木市", 632801),
        ("黄南河南县", 632324),
        ("黄南州河南", 632324),
        ("青海海南", 632500),
        ("青海省玉树藏族自治州玉树市", 632701),
        ("广东深圳", 440300),
        ("恩施州", 422800),
        ("630102", 630102),
        ("６３０１０２", 630102),
    ],
)
def test_a_division_is_found_as_people_write_it(text: str, code: int) -> None:
    assert codes(find_division(text)) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湟中县", 630106),
        ("西宁市湟中县", 630106),
        ("同仁县", 632301),
        ("玉树县", 632701),
        ("平安县", 630203),
        ("海东地区", 630200),
        ("茫崖行政委员会", 632803),
        ("冷湖行政委员会", 632803),
    ],
)
def test_a_former_name_leads_to_what_became_of_it(text: str, code: int) -> None:
    assert codes(find_division(text)) == [code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("河南", [410000, 632324]),
        ("海南", [460000, 632500]),
        ("吉林", [220000, 220200]),
        ("玉树", [632700, 632701]),
    ],
)
def test_a_name_that_several_bear_is_asked_for_and_not_guessed(text: str, expected: list[int]) -> None:
    found = find_division(text)
    assert isinstance(found, Ambiguous)
    assert codes(found) == expected
    assert all(path_name(code) in found.sentence for code in expected)


@pytest.mark.parametrize(("text", "expected"), [("河南", [632324]), ("海南", [632500]), ("玉树", [632700, 632701])])
def test_a_name_is_looked_for_within_the_asked_subtree_first(text: str, expected: list[int]) -> None:
    assert codes(find_division(text, within=630000)) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "不存在", "西宁市西宁市", "海东市城东区", "999999", "63010", "፩፩፩፩፩፩", "<b>", "青海省" * 40]
)
def test_what_names_no_division_finds_none(text: str) -> None:
    assert find_division(text) is None


def test_every_shipped_name_finds_its_division_or_asks() -> None:
    for division in Division.objects.all():
        for name in (division.name, division.short_name, path_name(division.code)):
            assert division.code in codes(find_division(name)), name
        assert codes(find_division(path_name(division.code))) == [division.code]


def test_names_are_given_short_and_as_a_path() -> None:
    assert path_name(630102) == "青海省西宁市城东区"
    assert path_name(630100) == "青海省西宁市"
    assert path_name(630000) == "青海省"
    assert name_of(632800) == "海西州"
    assert name_of(999900) == "999900"


def test_children_and_subtree_come_by_code() -> None:
    assert [division.code for division in children_of(630000)][:3] == [630100, 630200, 632200]
    assert len(children_of(630000)) == 8
    assert len(subtree_of(630000)) == 54
    assert children_of(630102) == []
    assert choices_within(632200)[:2] == [(632200, "海北州"), (632221, "门源县")]


def test_the_loaded_tree_has_parents_and_levels() -> None:
    county = Division.objects.select_related("parent__parent").get(code=630102)
    assert county.parent is not None
    assert county.parent.parent is not None
    assert (county.level, county.parent.code, county.parent.parent.code) == (3, 630100, 630000)


def test_a_division_is_valid_on_its_first_and_last_day_and_not_beyond() -> None:
    row = Division.objects.get(code=630102)
    row.valid_from, row.valid_to = date(2020, 1, 1), date(2022, 12, 31)
    row.save()

    def valid(day: date) -> bool:
        return divisions_at(day).filter(code=630102).exists()

    assert [valid(date(2019, 12, 31)), valid(date(2020, 1, 1))] == [False, True]
    assert [valid(date(2022, 12, 31)), valid(date(2023, 1, 1))] == [True, False]


def test_looking_up_many_names_costs_no_more_queries_than_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(4):
        for text in ("青海省玉树藏族自治州玉树市", "不存在的县", "西宁", "青海西宁城东") * 20:
            find_division(text)
            name_of(630102)
            path_name(632801)
            division_by_code(630200)
