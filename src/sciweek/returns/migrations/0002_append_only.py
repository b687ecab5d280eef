"""Lets the database itself refuse to change the history of cells and what was submitted."""

from django.db import migrations

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    """Triggers only."""

    dependencies = [("returns", "0001_initial"), ("core", "0002_append_only")]
    operations = [append_only("returns_cellchange", "returns_returnversion")]
