"""Working days: announced days off, make-up days, and counting in both directions."""

import threading
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.workdays import add_workdays, announced_years, certain, is_workday, workdays_between

DAYS = st.dates(date(2001, 1, 1), date(2040, 12, 31))
COUNTS = st.integers(-60, 60)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2023, 4, 28), True),
        (date(2023, 4, 29), False),  # Saturday of the Labour Day holiday
        (date(2023, 5, 1), False),
        (date(2023, 5, 3), False),  # a Wednesday off, made up for on 6 May
        (date(2023, 5, 4), True),
        (date(2023, 5, 6), True),  # a Saturday at work
        (date(2023, 5, 7), False),
        (date(2023, 6, 22), False),  # Dragon Boat
        (date(2023, 6, 25), True),  # a Sunday at work
        (date(2024, 10, 12), True),
        (date(2020, 1, 31), False),  # the holiday that was extended
    ],
)
def test_days_follow_the_state_councils_announcements(day: date, works: bool) -> None:
    assert is_workday(day) is works


def test_a_weekend_in_december_that_makes_up_for_the_next_new_year_is_a_working_day() -> None:
    assert is_workday(date(2001, 12, 29))
    assert is_workday(date(2001, 12, 30))
    assert not is_workday(date(2002, 1, 2))


def test_a_due_date_steps_over_holiday_and_make_up_day() -> None:
    assert add_workdays(date(2023, 4, 28), 3) == date(2023, 5, 6)
    assert add_workdays(date(2023, 5, 6), -3) == date(2023, 4, 28)
    assert workdays_between(date(2023, 4, 28), date(2023, 5, 6)) == 3


def test_no_working_day_added_leaves_even_a_holiday_alone() -> None:
    assert add_workdays(date(2023, 5, 1), 0) == date(2023, 5, 1)


def test_a_year_is_certain_only_once_it_has_been_announced() -> None:
    last = max(announced_years())
    assert certain(date(last, 12, 31))
    assert not certain(date(last + 1, 1, 1))
    assert not certain(date(1999, 5, 1))


def test_statutory_days_are_off_beyond_the_announced_years() -> None:
    after = max(announced_years()) + 1
    assert not is_workday(date(after, 1, 1))
    assert not is_workday(date(after, 5, 1))
    assert not is_workday(date(after, 10, 1))


@given(DAYS, COUNTS)
def test_the_day_reached_is_a_working_day_in_the_asked_direction(day: date, count: int) -> None:
    reached = add_workdays(day, count)
    assert count == 0 or is_workday(reached)
    assert (reached > day) is (count > 0)
    assert (reached < day) is (count < 0)


@given(DAYS, COUNTS)
def test_adding_and_counting_agree(day: date, count: int) -> None:
    assert workdays_between(day, add_workdays(day, count)) == count


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_adding_twice_is_adding_once(day: date, first: int, second: int) -> None:
    assert add_workdays(add_workdays(day, first), second) == add_workdays(day, first + second)


@given(DAYS, st.integers(0, 90), st.integers(0, 90))
def test_counts_of_two_spans_add_up(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert workdays_between(start, end) == workdays_between(start, middle) + workdays_between(middle, end)


def test_answers_do_not_depend_on_who_asks_first() -> None:
    days = [date(2000 + year, month, day) for year in range(1, 27) for month in (1, 5, 12) for day in (1, 15, 29)]
    answers: list[list[bool]] = []
    threads = [
        threading.Thread(target=lambda order=order: answers.append([is_workday(day) for day in sorted(order)]))
        for order in (days, days[::-1], days[1::2] + days[::2])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] == answers[1] == answers[2]
