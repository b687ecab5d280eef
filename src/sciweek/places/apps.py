"""Registers the room with Django."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The room `places` (行政区划)."""

    name = "sciweek.places"
    label = "places"
    verbose_name = "行政区划"
    default_auto_field = "django.db.models.BigAutoField"
