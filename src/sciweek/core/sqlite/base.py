"""Django's SQLite wrapper, whose transactions wait in a queue for the write lock.

SQLite has one writer at a time. One that finds the lock taken sleeps and asks again, for longer and longer, so that a
newcomer overtakes those who wait: under 16 writers some asked in vain for 20 seconds and lost their act. Here the threads of
a process ask in turn. Between processes SQLite's own waiting stays: there each process has one who asks.
"""

from collections import defaultdict

from django.db.backends.sqlite3 import base

from sciweek.core.sqlite.queue import WriterQueue

QUEUES: dict[str, WriterQueue] = defaultdict(WriterQueue)


class DatabaseWrapper(base.DatabaseWrapper):
    """The same as Django's, but for who comes next."""

    _inside: WriterQueue | None = None

    def _start_transaction_under_autocommit(self) -> None:
        queue = QUEUES[str(self.settings_dict["NAME"])]
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        # Whose turn does not come in time asks SQLite all the same: it decides, and says what is wrong.
        if queue.enter(seconds):
            self._inside = queue
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs lack it
        except BaseException:
            self._leave()
            raise

    def commit(self) -> None:
        """End the transaction and let the next writer in."""
        try:
            super().commit()
        finally:
            self._leave()

    def rollback(self) -> None:
        """The same, undone."""
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        """Close; an open transaction is undone by that."""
        try:
            super().close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._inside is not None:
            inside, self._inside = self._inside, None
            inside.leave()
