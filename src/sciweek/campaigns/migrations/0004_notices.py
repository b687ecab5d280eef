"""Notices that offices write about a campaign: drafts, 会签, and what has gone out."""

import django.db.models.deletion
from django.db import migrations, models

from sciweek.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_extension"),
        ("core", "0003_export"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IssuedNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("issuers", models.JSONField()),
                ("doc_number", models.CharField(blank=True, max_length=60)),
                ("day", models.DateField()),
                ("content", models.JSONField()),
                ("cosigning", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="IssuedNoticeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=150)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="campaigns.issuednotice"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("recipients", models.CharField(max_length=200, verbose_name="主送")),
                ("doc_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("background", models.TextField(blank=True, verbose_name="背景")),
                ("requirements", models.TextField(blank=True, verbose_name="有关要求")),
                ("copies", models.CharField(blank=True, max_length=200, verbose_name="抄送")),
                ("openness", models.CharField(blank=True, max_length=20, verbose_name="公开方式")),
                ("contact_name", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                ("contact_phone", models.CharField(blank=True, max_length=60, verbose_name="联系电话")),
                ("contact_email", models.CharField(blank=True, max_length=120, verbose_name="电子邮箱")),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="NoticeRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveIntegerField()),
                (
                    "word",
                    models.CharField(
                        choices=[("agrees", "同意"), ("objects", "不同意"), ("waived", "免会签")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("fingerprint", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=40)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="issuednotice",
            constraint=models.UniqueConstraint(
                fields=("campaign", "office", "number"), name="one_issued_notice_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuednoticefile",
            constraint=models.UniqueConstraint(fields=("notice", "position"), name="one_file_a_place_in_a_notice"),
        ),
        migrations.AddConstraint(
            model_name="noticedraft",
            constraint=models.UniqueConstraint(
                fields=("campaign", "office", "number"), name="one_notice_draft_a_number"
            ),
        ),
        migrations.AddIndex(
            model_name="noticeword",
            index=models.Index(fields=["campaign", "host"], name="campaigns_n_campaig_30f943_idx"),
        ),
        append_only(
            "campaigns_noticedraft",
            "campaigns_noticeround",
            "campaigns_noticeword",
            "campaigns_issuednotice",
            "campaigns_issuednoticefile",
        ),
    ]
