"""Registers the room with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room `documents` (文档)."""

    name = "sciweek.documents"
    label = "documents"
    verbose_name = "文档"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the room's health check."""
        from sciweek.documents import checking  # noqa: F401, PLC0415 -- the list of checks imports models
