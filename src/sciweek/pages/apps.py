"""Registers the room with Django."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The room `pages` (页面)."""

    name = "sciweek.pages"
    label = "pages"
    verbose_name = "页面"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the room's health check."""
        from sciweek.pages import checking  # noqa: F401, PLC0415 -- the list of checks imports models
