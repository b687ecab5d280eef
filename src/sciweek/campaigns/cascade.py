"""By when each level of offices needs what the campaign asks for. Pure.

The campaign names one date. Prefecture offices get their material some working days earlier, county offices earlier
still, so that each has time to check. No date is later than the superior's, and none falls before the working day after
the week has ended, unless the campaign's own date does.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sciweek.core.clock import SHANGHAI, end_of
from sciweek.core.workdays import add_workdays
from sciweek.people.enums import Level


@dataclass(frozen=True, slots=True)
class LevelDates:
    """The instant by which units that report to an office of each level must deliver.

    `squeezed`: the week's end left less time.
    """

    by_level: dict[Level, datetime]
    squeezed: bool

    def collecting(self, lead: Level) -> list[tuple[Level, datetime]]:
        """Level and date of the offices below a lead office of that level, then its own; soonest first."""
        below = [level for level in sorted(self.by_level, reverse=True) if level > lead]
        return [*((level, self.by_level[level]) for level in below), (lead, self.by_level[Level.PROVINCE])]

    def for_office(self, level: Level) -> datetime:
        """The date for units that report to an office of this level."""
        return self.by_level[level]


def cascade(*, due: datetime, ends: date, prefecture_days: int, county_days: int) -> LevelDates:
    """The dates of all levels from the campaign's date `due` and the last day `ends` of the week.

    `prefecture_days` and `county_days` are working days before `due`; the county's is never
    fewer than the prefecture's.
    """
    own = due.astimezone(SHANGHAI).date()
    floor = min(own, add_workdays(ends, 1))
    wished = {
        Level.PREFECTURE: add_workdays(own, -prefecture_days),
        Level.COUNTY: add_workdays(own, -max(prefecture_days, county_days)),
    }
    dates = {level: end_of(max(day, floor)) if day != own else due for level, day in wished.items()}
    dates = {level: min(instant, due) for level, instant in dates.items()}
    return LevelDates({Level.PROVINCE: due, **dates}, squeezed=any(day < floor for day in wished.values()))
