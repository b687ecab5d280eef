"""Lets the database itself refuse to change the audit trail. A deleted entry is found by the chain, its head and the seals."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sciweek.core.append_only import append_only


def make_function(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What PostgreSQL's triggers call, here and in every room."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION sciweek_append_only() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$ LANGUAGE plpgsql",
            params=None,
        )


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunPython(make_function, migrations.RunPython.noop),
        append_only("core_auditentry", "core_auditseal", "core_auditleaf"),
    ]
