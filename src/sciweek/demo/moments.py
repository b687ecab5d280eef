"""When what happens in the demo: two weeks, read from `data/weeks.toml`, and the two moments at which a visitor may look."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sciweek.core.clock import instant
from sciweek.demo.cast import DATA


@dataclass(frozen=True, slots=True)
class Week:
    """One campaign's calendar; all instants are aware."""

    slug: str
    notice: str
    notice_day: datetime
    first_return: datetime
    hours_to_report: float
    closing_day: datetime
    complete: bool


def _days() -> dict[str, Any]:
    return tomllib.loads((DATA / "weeks.toml").read_text(encoding="utf-8"))


def weeks() -> tuple[Week, Week]:
    """The week before, complete, and the present one."""
    rows = _days()["weeks"]
    before, now = (
        Week(
            slug=row["slug"],
            notice=row["notice"],
            notice_day=_at(row["notice_day"]),
            first_return=_at(row["first_return"]),
            hours_to_report=float(row["days_to_report"]) * 24,
            closing_day=_at(row["closing_day"]) + timedelta(hours=10),
            complete=bool(row["complete"]),
        )
        for row in rows
    )
    return before, now


def _at(day: date) -> datetime:
    return instant(day, 9)


def _moments() -> dict[str, datetime]:
    rows = _days()["moments"]
    return {name: instant(value.date(), value.hour, value.minute) for name, value in rows.items()}


MOMENTS = _moments()
