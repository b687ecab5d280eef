"""Why and until when an office gave one unit more time."""

import django.db.models.deletion
from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_hosting"),
        ("core", "0002_append_only"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.duty"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["unit", "duty"], name="campaigns_e_unit_id_dbf663_idx")],
            },
        ),
        append_only("campaigns_extension"),
    ]
