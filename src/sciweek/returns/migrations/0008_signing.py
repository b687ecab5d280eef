"""Sealed sheets, the head's word, entering for a unit, and what the unit objects."""

import django.db.models.deletion
from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_append_only"),
        ("people", "0001_initial"),
        ("returns", "0007_fill_subtotals"),
    ]

    operations = [
        migrations.AddField(
            model_name="form",
            name="head_approves",
            field=models.BooleanField(default=False, verbose_name="上报前须单位负责人确认"),
        ),
        migrations.AddField(
            model_name="form",
            name="scan_required",
            field=models.BooleanField(default=False, verbose_name="上报时须附盖章扫描件"),
        ),
        migrations.AddField(
            model_name="return",
            name="asks_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="return",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="head_version",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="DisputeWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raised", models.BooleanField()),
                ("text", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "ret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispute_words", to="returns.return"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
                (
                    "ret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="returns.return"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        append_only("returns_returnpaper", "returns_disputeword"),
    ]
