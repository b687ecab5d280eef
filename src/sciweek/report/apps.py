"""Registers the room with Django."""

from django.apps import AppConfig

from sciweek.core.act_words import acts


class ReportConfig(AppConfig):
    """The room `report` (报告)."""

    name = "sciweek.report"
    label = "report"
    verbose_name = "报告"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's acts and enter its health check."""
        from sciweek.report import checking  # noqa: F401, PLC0415 -- models are ready only now

        acts(
            report__draft="编写报告",
            report__circulate="送会签",
            report__agrees="会签同意",
            report__objects="会签不同意",
            report__waived="免会签",
            report__issue="印发报告",
            report__template="上传上级版式",
            report__pictures="选用图片",
        )
