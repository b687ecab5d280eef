"""Lets the database itself refuse to change what is written once.

PostgreSQL refuses UPDATE and DELETE; SQLite refuses UPDATE, since its DELETE triggers would stop test databases from
being emptied. The function that PostgreSQL's triggers call is made by the first migration of the audit trail.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def append_only(*tables: str) -> migrations.RunPython:
    """The migration step that guards these tables; also after a new column, for which SQLite makes a table anew."""

    def guard(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        release(apps, editor)
        for table in tables:
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION sciweek_append_only()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
                )

    def release(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only{on}")

    return migrations.RunPython(guard, release)
