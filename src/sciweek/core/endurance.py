"""A loop that outlives a database that does not answer for a while: restarted, moved, or locked for too long."""

import logging
import threading
from collections.abc import Callable

from django.db import Error, close_old_connections

log = logging.getLogger(__name__)
# How long to wait after the first failure, the second, and so on; the last holds until the database answers.
PAUSES_SECONDS = (1, 2, 5, 10, 30, 60)


def keep_at(one_round: Callable[[], None], *, until: threading.Event, pause: float) -> None:
    """Run a round, pause, and run it again, until the event is set.

    A round that the database fails is told in the log, with where it was the first time, and tried again, each time after
    a longer pause; other errors end the loop. Each round begins without the connections that broke.
    """
    failures = 0
    while not until.is_set():
        try:
            close_old_connections()
            one_round()
        except Error as error:
            wait = PAUSES_SECONDS[min(failures, len(PAUSES_SECONDS) - 1)]
            log.error("the database fails us (%s), next try in %s s", error, wait, exc_info=not failures)
            failures += 1
            until.wait(wait)
            continue
        if failures:
            log.warning("the database answers again, after %s failures", failures)
        failures = 0
        until.wait(pause)
