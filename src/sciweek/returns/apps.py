"""Registers the room with Django."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """The room `returns` (报表)."""

    name = "sciweek.returns"
    label = "returns"
    verbose_name = "报表"
    default_auto_field = "django.db.models.BigAutoField"
