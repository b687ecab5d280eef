"""The grammar of Chinese dates, as a table of expressions."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.dates import DateExpression, Kind, date_expressions, han_number, read_date

pytestmark = pytest.mark.once

# Expression | kind, first day, last day, time of day. A year that is not written is 2023; the document is of 8 May 2023.
ISSUED = date(2023, 5, 8)
TABLE = [
    line.rsplit(" | ", 1)
    for line in (Path(__file__).parent / "date_expressions.txt").read_text(encoding="utf-8").splitlines()
]


def test_the_table_is_as_long_as_promised() -> None:
    assert len({said for said, _ in TABLE}) >= 200


@pytest.mark.parametrize(("said", "meant"), TABLE)
def test_an_expression_is_read(said: str, meant: str) -> None:
    text = f"事项安排在{said}，请知悉。"
    found = list(date_expressions(text, 2023, ISSUED))
    assert [shown(each) for each in found] == [meant]
    assert text[slice(*found[0].span)] == said


def shown(each: DateExpression) -> str:
    clock = f"{each.time:%H:%M}" if each.time else "-"
    return f"{each.kind.name} {each.start or '-'} {each.end or '-'} {clock}"


@pytest.mark.parametrize("said", ["2月30日", "13月1日", "5月20日至10日", "科技活动周", "5月20日"])
def test_what_names_no_day_gives_none(said: str) -> None:
    assert list(date_expressions(said)) == []


@pytest.mark.parametrize(
    "said",
    [
        *("2022422日", "202248", "202452561", "2022年52128", "522日至28日", "2024年522日"),
        *("2022-00025", "1134162100317660XU/202405-00039", "0971-5550123", "2021-2035年", "国科函〔2023〕65号"),
        *("版本2.3.4", "1920*1080", "邮编：810008", "第23届", "5个方面", "3项工作"),
    ],
)
def test_damage_numbers_and_codes_are_no_days(said: str) -> None:
    assert list(date_expressions(f"填写{said}即可", 2023, ISSUED)) == []


def test_to_go_somewhere_is_no_deadline() -> None:
    assert [each.kind for each in date_expressions("6月15日前往主会场", 2023)] == [Kind.DAY]


def test_days_apart_stand_each_for_itself() -> None:
    assert [each.start and each.start.day for each in date_expressions("8月11日、18日", 2023)] == [11, 18]


def test_only_a_range_that_lost_its_sign_is_damaged() -> None:
    assert [each.damaged for each in date_expressions("5月15日21日，5月15日-21日", 2023)] == [True, False]


def test_the_document_gives_a_day_to_what_counts_from_it() -> None:
    assert [each.end for each in date_expressions("公示之日起7日内，本月底前", 2023)] == [None, None]


@given(st.text("90123年5月日至前-~、公示之起内个工作下旬底每周三：:时半 \n", max_size=40))
def test_any_text_is_read_and_expressions_stand_in_it_apart_and_in_order(text: str) -> None:
    at = 0
    for each in date_expressions(text, 2023, ISSUED):
        assert at <= each.span[0] < each.span[1] <= len(text)
        assert each.start is None or each.end is None or each.start <= each.end
        at = each.span[1]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2049, 12, 31)), st.text("办法省科 ，。", max_size=10))
def test_a_day_is_found_at_its_place_whatever_stands_before(day: date, before: str) -> None:
    said = f"{day.year}年{day.month}月{day.day}日"
    found = [each for each in date_expressions(before + said) if each.kind is Kind.DAY]
    assert [(each.start, (before + said)[slice(*each.span)].strip()) for each in found] == [(day, said)]
    assert read_date(said) == day


@given(st.integers(1, 99))
def test_arabic_numbers_read_as_themselves(number: int) -> None:
    assert han_number(str(number)) == number
