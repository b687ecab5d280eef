"""Registers the room with Django."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The room `review` (审批)."""

    name = "sciweek.review"
    label = "review"
    verbose_name = "审批"
    default_auto_field = "django.db.models.BigAutoField"
