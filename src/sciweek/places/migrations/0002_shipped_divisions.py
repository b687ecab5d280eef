"""Loads the divisions, aliases and changes that ship with the room."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sciweek.places.codes import level_of, parent_of
from sciweek.places.edition import shipped
from sciweek.places.naming import short_form


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Insert level by level, so that each row finds its parent."""
    division = apps.get_model("places", "Division")
    ids: dict[int, int] = {}
    for level in (1, 2, 3):
        rows = [(int(row["code"]), row["name"]) for row in shipped("divisions") if level_of(int(row["code"])) == level]
        made = division.objects.bulk_create(
            division(
                code=code, name=name, short_name=short_form(name), level=level, parent_id=ids.get(parent_of(code) or 0)
            )
            for code, name in rows
        )
        ids |= {row.code: row.pk for row in made}
    alias = apps.get_model("places", "DivisionAlias")
    alias.objects.bulk_create(alias(code=int(row["code"]), name=row["name"]) for row in shipped("aliases"))
    change = apps.get_model("places", "DivisionChange")
    change.objects.bulk_create(
        change(
            old_code=int(row["old_code"]),
            old_name=row["old_name"],
            new_code=int(row["new_code"]),
            on=date.fromisoformat(row["on"]),
            kind=row["kind"],
            basis=row["basis"],
        )
        for row in shipped("changes")
    )


class Migration(migrations.Migration):
    """Data only; nothing to undo, since the tables go with 0001."""

    dependencies = [("places", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
