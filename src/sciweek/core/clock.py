"""The domain clock: what the rules take for now. Sign-in, lock-out and tokens use the real clock instead.

In the demo the clock stands at one moment, so that "three days left" stays true whenever the demo is opened. A replay
moves it with `at`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The domain's current instant, aware, in UTC."""
    moment = _moment.get()
    if moment is not None:
        return moment
    if settings.CLOCK:
        return datetime.fromisoformat(settings.CLOCK)
    return timezone.now()


def today() -> date:
    """The domain's current day in Shanghai."""
    return now().astimezone(SHANGHAI).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the domain clock stand at `moment` (aware) inside the block."""
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def instant(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The instant of a wall-clock time in Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def end_of(day: date) -> datetime:
    """The last instant of a day in Shanghai: what "6月15日前" means as a deadline."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
