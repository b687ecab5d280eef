"""Registers the room with Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The room `site` (公众站)."""

    name = "sciweek.site"
    label = "site"
    verbose_name = "公众站"
    default_auto_field = "django.db.models.BigAutoField"
