"""Dates, figures and addresses as templates show them."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core import clock
from sciweek.pages.templatetags.sciweek import date_cn, datetime_cn, days_left, icon, meter, number, percent, weekday_cn
from sciweek.pages.tiles import TILES, tone

MAY = datetime(2023, 5, 24, 10, tzinfo=clock.SHANGHAI)


def shown(text: str, **context: Any) -> str:
    return engines["django"].from_string(text).render(context, context.get("request"))


def test_a_day_of_this_year_goes_without_its_year() -> None:
    with clock.at(MAY):
        assert date_cn(date(2023, 5, 20)) == "5月20日"
        assert date_cn(date(2022, 5, 20)) == "2022年5月20日"


def test_a_day_in_english() -> None:
    with clock.at(MAY), translation.override("en"):
        assert date_cn(date(2023, 5, 2)) == "May 2"
        assert date_cn(date(2022, 5, 20)) == "May 20, 2022"
        assert weekday_cn(date(2023, 5, 20)) == "Sat"


def test_an_instant_is_shown_in_shanghai_time() -> None:
    with clock.at(MAY):
        assert datetime_cn(datetime(2023, 5, 20, 17, 30, tzinfo=ZoneInfo("UTC"))) == "5月21日 01:30"
        assert date_cn(datetime(2023, 5, 20, 17, 30, tzinfo=ZoneInfo("UTC"))) == "5月21日"


def test_a_deadline_at_the_end_of_a_day_is_shown_as_the_day() -> None:
    with clock.at(MAY):
        assert datetime_cn(clock.end_of(date(2023, 6, 15))) == "6月15日"


@pytest.mark.parametrize("filter_", [date_cn, datetime_cn])
def test_no_date_is_shown_as_nothing(filter_: Any) -> None:
    assert filter_(None) == ""


def test_weekdays_are_chinese() -> None:
    week = "".join(weekday_cn(date(2023, 5, 15) + timedelta(days=number)) for number in range(7))
    assert week == "周一周二周三周四周五周六周日"


@given(st.integers(-400, 400))
def test_days_left_count_whole_days_of_shanghai(days: int) -> None:
    with clock.at(MAY):
        assert days_left(clock.today() + timedelta(days=days)) == days
        assert days_left(clock.end_of(clock.today() + timedelta(days=days))) == days


def test_figures_are_grouped_and_none_is_empty_but_zero_is_not() -> None:
    assert [number(1234567), number(0), number(None)] == ["1,234,567", "0", ""]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_says_100_only_when_all_is_done(part: int, whole: int) -> None:
    text = percent(min(part, whole), whole)
    assert (text == "100%") == (part >= whole)


@pytest.mark.parametrize("whole", [0, None])
def test_a_share_of_nothing_is_a_dash(whole: int | None) -> None:
    assert percent(0, whole) == "–"


def test_changing_the_address_keeps_the_rest_and_escapes(rf: RequestFactory) -> None:
    request = rf.get("/list/", {"q": "a&b", "page": "2"})
    assert shown("{% query page=3 %}", request=request) == "?q=a%26b&amp;page=3"
    assert shown("{% query page=None %}", request=request) == "?q=a%26b"


@given(st.integers(0, 1000), st.lists(st.integers(0, 1000), max_size=3))
def test_a_meter_never_runs_over_its_bar(total: int, parts: list[int]) -> None:
    svg = meter(total, *parts)
    widths = [float(piece.split('"')[0]) for piece in svg.split(' width="')[1:]]
    assert sum(widths) <= 100.05
    assert len(widths) == len(parts)
    assert 'role="img"' in svg
    assert "style=" not in svg


def test_an_icon_with_a_label_speaks_and_one_without_is_silent() -> None:
    assert 'aria-hidden="true"' in icon("x")
    assert 'aria-label="&lt;关&gt;"' in icon("x", "<关>")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_tone_is_one_of_five_and_grows_with_the_figure(value: int, most: int) -> None:
    value = min(value, most)
    assert 1 <= tone(value, most) <= 5
    assert tone(value, most) <= tone(most, most)


def test_the_tile_map_has_each_prefecture_of_qinghai_once() -> None:
    codes = [tile.code for tile in TILES[630000]]
    assert len(codes) == len(set(codes)) == 8
    assert all(code // 10000 == 63 and code % 100 == 0 for code in codes)
