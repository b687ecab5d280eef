"""Work summaries."""

import django.db.models.deletion
from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("core", "0002_append_only"),
        ("returns", "0012_importing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Summary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.placement"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "summaries",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("placement", "number"), name="one_summary_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), ("file__isnull", False), _connector="OR"
                        ),
                        name="a_summary_says_something",
                    ),
                ],
            },
        ),
        append_only("returns_summary"),
    ]
