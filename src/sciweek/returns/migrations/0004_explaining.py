"""What units explain and offices exempt."""

import django.db.models.deletion
from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("returns", "0003_chase"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(max_length=12)),
                (
                    "exempted",
                    models.CharField(
                        choices=[("skip", "不审"), ("explain", "列为说明单位"), ("none", "恢复审核")], max_length=10
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
                (
                    "ret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exemptions", to="returns.return"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["ret", "check_code"], name="returns_exe_ret_id_03c58a_idx")],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(max_length=12)),
                ("covered", models.CharField(max_length=64)),
                ("text", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "ret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="explanations", to="returns.return"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["ret", "check_code"], name="returns_exp_ret_id_ad9ef1_idx")],
            },
        ),
        append_only("returns_explanation", "returns_exemption"),
    ]
