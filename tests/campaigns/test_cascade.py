"""Dates of the levels from the campaign's one date."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sciweek.campaigns.cascade import cascade
from sciweek.core.clock import SHANGHAI, end_of
from sciweek.core.workdays import add_workdays, is_workday
from sciweek.people.enums import Level

days = st.dates(date(2020, 1, 1), date(2026, 6, 30))
counts = st.integers(0, 15)


def local(instant: object) -> date:
    return instant.astimezone(SHANGHAI).date()  # type: ignore[attr-defined,no-any-return]


def test_levels_count_back_in_working_days_over_the_dragon_boat_holiday() -> None:
    dates = cascade(due=end_of(date(2023, 6, 27)), ends=date(2023, 5, 31), prefecture_days=2, county_days=5)
    # 22 and 23 June are days off, 25 June (Sunday) is a make-up day.
    assert local(dates.for_office(Level.PREFECTURE)) == date(2023, 6, 25)
    assert local(dates.for_office(Level.COUNTY)) == date(2023, 6, 19)
    assert not dates.squeezed


def test_a_date_right_after_the_week_is_squeezed_and_says_so() -> None:
    dates = cascade(due=end_of(date(2023, 6, 2)), ends=date(2023, 5, 31), prefecture_days=2, county_days=5)
    assert local(dates.for_office(Level.COUNTY)) == date(2023, 6, 1)
    assert dates.squeezed


def test_a_date_before_the_end_of_the_week_holds_for_all_levels() -> None:
    due = end_of(date(2023, 5, 10))
    dates = cascade(due=due, ends=date(2023, 5, 31), prefecture_days=2, county_days=5)
    assert {dates.for_office(level) for level in Level} == {due}


@given(due=days, length=st.integers(-20, 60), prefecture=counts, county=counts)
def test_no_level_is_later_than_its_superior(due: date, length: int, prefecture: int, county: int) -> None:
    dates = cascade(due=end_of(due), ends=due - timedelta(days=length), prefecture_days=prefecture, county_days=county)
    assert dates.for_office(Level.COUNTY) <= dates.for_office(Level.PREFECTURE) <= dates.for_office(Level.PROVINCE)
    assert dates.for_office(Level.PROVINCE) == end_of(due)


@given(due=days, length=st.integers(0, 60), prefecture=counts, county=counts)
def test_lower_levels_end_on_working_days_after_the_week_where_that_is_possible(
    due: date, length: int, prefecture: int, county: int
) -> None:
    ends = due - timedelta(days=length)
    dates = cascade(due=end_of(due), ends=ends, prefecture_days=prefecture, county_days=county)
    for level in (Level.PREFECTURE, Level.COUNTY):
        day = local(dates.for_office(level))
        assert day == due or is_workday(day)
        assert day >= min(due, add_workdays(ends, 1))


@given(due=days, prefecture=counts, county=counts)
def test_squeezed_says_whether_a_level_got_fewer_days_than_wished(due: date, prefecture: int, county: int) -> None:
    ends = due - timedelta(days=3)
    dates = cascade(due=end_of(due), ends=ends, prefecture_days=prefecture, county_days=county)
    wished = add_workdays(due, -max(prefecture, county))
    assert dates.squeezed == (min(wished, add_workdays(due, -prefecture)) < min(due, add_workdays(ends, 1)))
