"""The dates of a campaign in one row of days: the week, and what is due from whom. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext as _

from sciweek.campaigns.cascade import cascade
from sciweek.core.clock import SHANGHAI
from sciweek.people.enums import Level


class Week(Protocol):
    """What the calendar needs of a campaign."""

    start: date
    end: date
    prefecture_days_before: int
    county_days_before: int


class Asked(Protocol):
    """What the calendar needs of a duty."""

    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what falls on it. `level` is that of the offices that collect; None for the week's own days."""

    day: date
    text: str
    level: Level | None = None


def days_of(week: Week, duties: Iterable[Asked], *, lead: Level = Level.PROVINCE) -> list[Day]:
    """First and last day of the week, and for every day on which something is due, the things due at each level.

    `lead` is the level of the lead office: only offices below it collect before it does.
    """
    due: dict[tuple[date, Level], list[str]] = {}
    for duty in duties:
        dates = cascade(
            due=duty.due_at,
            ends=week.end,
            prefecture_days=week.prefecture_days_before,
            county_days=week.county_days_before,
        )
        for level, instant in dates.collecting(lead):
            due.setdefault((instant.astimezone(SHANGHAI).date(), level), []).append(duty.title)
    days = [Day(week.start, _("活动周开幕")), Day(week.end, _("活动周结束"))]
    days += [Day(day, "、".join(titles), level) for (day, level), titles in due.items()]
    return sorted(days, key=lambda each: (each.day, -(each.level or 0)))
