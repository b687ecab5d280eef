"""Registers the room with Django."""

from django.apps import AppConfig

from sciweek.core.act_words import acts


class NoticesConfig(AppConfig):
    """The room `notices` (通知)."""

    name = "sciweek.notices"
    label = "notices"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's acts."""
        acts(notice__take_in="收录通知")
