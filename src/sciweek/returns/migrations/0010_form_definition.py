"""A form words its indicators itself, and a draft's form can be taken back a version."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sciweek.core.append_only import append_only


def word(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each form the definitions that its indicators have had."""
    indicators = apps.get_model("returns", "Indicator").objects.filter(pk=models.OuterRef("indicator"))
    apps.get_model("returns", "FormItem").objects.update(
        definition=models.Subquery(indicators.values("definition")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("returns", "0009_indicator_link"),
    ]

    operations = [
        migrations.AddField(
            model_name="formitem",
            name="definition",
            field=models.TextField(blank=True, verbose_name="解释"),
        ),
        migrations.RunPython(word, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="form",
            name="authority",
            field=models.CharField(blank=True, max_length=60, verbose_name="批准文号"),
        ),
        migrations.CreateModel(
            name="FormChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("replaced", models.BigIntegerField()),
                ("before", models.JSONField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("adopt", "采用表式"),
                            ("restore", "恢复以前的版本"),
                            ("cover", "改封面"),
                            ("signing", "改上报要求"),
                            ("add_group", "添加分组"),
                            ("change_group", "改分组"),
                            ("move_group", "移动分组"),
                            ("remove_group", "移除分组"),
                            ("add_item", "添加指标"),
                            ("change_item", "改指标"),
                            ("recode_item", "换新代码"),
                            ("move_item", "移动指标"),
                            ("remove_item", "移除指标"),
                            ("add_check", "添加审核公式"),
                            ("change_check", "改审核公式"),
                            ("remove_check", "删除审核公式"),
                        ],
                        max_length=20,
                        verbose_name="改动",
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=80, verbose_name="对象")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40, verbose_name="改动人")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [models.UniqueConstraint(fields=("replaced",), name="a_form_is_replaced_once")],
            },
        ),
        append_only("returns_formchange"),
    ]
