"""What is written once is guarded by the database itself: a migration that makes a table anew takes its guard along."""

import pytest
from django.apps import apps
from django.db import connection

from sciweek.core.models import AppendOnly

GUARDS = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%append_only'",
    "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%append_only'",
}


pytestmark = pytest.mark.django_db


def unguarded():
    """The tables of append-only models that bear no guard."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        guarded = {name for (name,) in cursor.fetchall()}
    return {model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)} - guarded


def test_every_append_only_table_has_its_guard():
    assert unguarded() == set()


def test_a_lost_guard_is_missed():
    on = " ON core_auditseal" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER core_auditseal_append_only{on}")
    assert unguarded() == {"core_auditseal"}
