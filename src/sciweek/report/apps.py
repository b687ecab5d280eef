"""Registers the room with Django."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    """The room `report` (报告)."""

    name = "sciweek.report"
    label = "report"
    verbose_name = "报告"
    default_auto_field = "django.db.models.BigAutoField"
