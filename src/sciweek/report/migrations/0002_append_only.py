"""Lets the database itself refuse to change what was written, said and issued."""

from django.db import migrations

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies = [("report", "0001_initial"), ("core", "0002_append_only")]
    operations = [
        append_only(
            *("report_draft", "report_circulation", "report_cosignword"),
            *("report_snapshot", "report_snapshotfile", "report_ministrytemplate"),
        )
    ]
