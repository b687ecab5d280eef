"""Where each change is written; the shipped ones get the days that their documents bear.

Three days had been written from memory and were wrong (平安, 湟中, 同仁).
"""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sciweek.places.edition import shipped


def confirm(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write day, wording and source of the shipped rows; until now nobody could have kept others."""
    change = apps.get_model("places", "DivisionChange")
    for row in shipped("changes"):
        change.objects.filter(old_code=int(row["old_code"]), new_code=int(row["new_code"])).update(
            on=date.fromisoformat(row["on"]), basis=row["basis"], source=row["source"]
        )


class Migration(migrations.Migration):
    """One column, one constraint, and the rows."""

    dependencies = [("places", "0002_shipped_divisions")]
    operations = [
        migrations.AddField("divisionchange", "source", models.CharField(blank=True, max_length=200)),
        migrations.AddConstraint(
            "divisionchange",
            models.UniqueConstraint(fields=("old_code", "old_name", "new_code"), name="a_change_of_a_division_once"),
        ),
        migrations.RunPython(confirm, migrations.RunPython.noop),
    ]
