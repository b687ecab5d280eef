"""County subtotals."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("returns", "0005_formulas"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subtotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.PositiveIntegerField()),
                (
                    "bucket",
                    models.PositiveSmallIntegerField(choices=[(1, "已上报"), (2, "首级已验收"), (3, "全部验收")]),
                ),
                ("value", models.BigIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("none", models.PositiveIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="returns.indicator"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "division_code", "indicator", "bucket"),
                        name="one_subtotal_a_county_and_bucket",
                    )
                ],
            },
        ),
    ]
