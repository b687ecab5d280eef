"""Registers the room with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room `demo` (演示)."""

    name = "sciweek.demo"
    label = "demo"
    verbose_name = "演示"
    default_auto_field = "django.db.models.BigAutoField"
