"""版头 and 抄送 of the letter."""

from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    """Two columns, empty in drafts of before; the guard of the table once more."""

    dependencies = [("report", "0003_selection")]
    operations = [
        migrations.AddField(
            model_name="draft",
            name="head",
            field=models.CharField(
                blank=True,
                choices=[("", "不印（由公文系统套红，或只出白文）"), ("red", "红头：发文机关标志和红色分隔线")],
                default="",
                max_length=10,
                verbose_name="版头",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="draft",
            name="copies",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="抄送"),
            preserve_default=False,
        ),
        append_only("report_draft"),
    ]
