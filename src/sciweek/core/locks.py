"""Locks on what has no row of its own, held until the transaction ends."""

from django.db import connection


def lock_pair(first: int, second: int) -> None:
    """Wait until no other transaction holds the lock on this pair of numbers.

    SQLite needs none: its transactions begin IMMEDIATE, so writers stand in line already. Must be called in a transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [first, second])
