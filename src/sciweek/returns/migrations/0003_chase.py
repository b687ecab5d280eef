"""Reminders."""

import django.db.models.deletion
from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("people", "0001_initial"),
        ("returns", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Chase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(choices=[("mail", "邮件"), ("group", "工作群")], max_length=10)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("letters", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        related_query_name="chase_row",
                        to="campaigns.placement",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["placement", "at"], name="returns_cha_placeme_615f17_idx")],
            },
        ),
        append_only("returns_chase"),
    ]
