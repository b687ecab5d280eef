"""Streams that a joint host answers for, and what joint hosts and the lead say to each other."""

from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    """Two columns, and a table to which one can only add."""

    dependencies = [("campaigns", "0001_initial"), ("core", "0002_append_only"), ("people", "0001_initial")]
    operations = [
        migrations.AddField("stream", "owner", models.CharField("负责单位", blank=True, default="", max_length=150)),
        migrations.AlterField("stream", "owner", models.CharField("负责单位", blank=True, max_length=150)),
        migrations.AddField(
            "stream",
            "owner_unit",
            models.ForeignKey("people.unit", models.PROTECT, blank=True, null=True, related_name="+"),
        ),
        migrations.CreateModel(
            "Remark",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField("关于", blank=True, max_length=80)),
                ("text", models.CharField("意见", blank=True, max_length=1000)),
                ("settles", models.BooleanField(default=False)),
                ("account_id", models.BigIntegerField()),
                ("actor_name", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("campaign", models.ForeignKey("campaigns.campaign", models.PROTECT, related_name="remarks")),
                ("opening", models.ForeignKey("campaigns.remark", models.PROTECT, null=True, related_name="answers")),
                ("unit", models.ForeignKey("people.unit", models.PROTECT, related_name="+")),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(settles=True), fields=["opening"], name="a_talk_is_settled_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(settles=False) | models.Q(opening__isnull=False),
                        name="only_an_answer_settles_a_talk",
                    ),
                ],
            },
        ),
        append_only("campaigns_remark"),
    ]
