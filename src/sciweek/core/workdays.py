"""Working days in China, with the days off and the make-up days (调休) that the State Council announces each November.

Source: the calendar CN of the `holidays` package, which carries the announcements year by year. For other years only
the statutory days off and the weekends are counted; `certain` says so, and screens then call a date provisional.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
_DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def announced_years() -> frozenset[int]:
    """The years whose arrangement of days off and make-up days the package carries."""
    announced: dict[int, object] = holidays.country_holidays("CN").special_public_holidays
    return frozenset(announced)


def certain(day: date) -> bool:
    """Whether the year's arrangement has been announced, so that its make-up days are known."""
    return day.year in announced_years()


@lru_cache(maxsize=256)
def _days_off_and_made_up(year: int) -> tuple[frozenset[date], frozenset[date]]:
    # The year after is loaded too: its New Year may be made up for on a weekend of this December. The calendar fills
    # itself while it is asked and is no thread's to share, so each year gets one of its own and keeps only the sets.
    calendar = holidays.country_holidays("CN", years=(year, year + 1))
    return frozenset(calendar), frozenset(calendar.weekend_workdays)


def is_workday(day: date) -> bool:
    """Whether offices work: weekdays that are no holiday, and announced make-up days."""
    days_off, made_up = _days_off_and_made_up(day.year)
    return day in made_up if day.weekday() >= SATURDAY else day not in days_off


def add_workdays(day: date, count: int) -> date:
    """The day `count` working days after `day` (before it when negative); 0 is the day itself.

    `day` need not be a working day; the result of a count other than 0 always is one.
    """
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def workdays_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`.

    Negative when `end` comes first: those from `end` up to but not including `start`, so that going back by
    `add_workdays` and counting agree.
    """
    if end < start:
        return -sum(is_workday(end + n * _DAY) for n in range((start - end).days))
    return sum(is_workday(start + n * _DAY) for n in range(1, (end - start).days + 1))
