"""Registers the room with Django, and every room's periodic jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """The room `core` (基础)."""

    name = "sciweek.core"
    label = "core"
    verbose_name = "基础"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find each room's `tasks.py`."""
        autodiscover_modules("tasks")
