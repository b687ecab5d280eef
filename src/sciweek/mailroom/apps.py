"""Registers the room with Django."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    """The room `mailroom` (收发室)."""

    name = "sciweek.mailroom"
    label = "mailroom"
    verbose_name = "收发室"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the room's health check."""
        from sciweek.mailroom import checking  # noqa: F401, PLC0415 -- models are ready only now
