"""Registers the room with Django."""

from django.apps import AppConfig

from sciweek.core.act_words import acts


class PlacesConfig(AppConfig):
    """The room `places` (行政区划)."""

    name = "sciweek.places"
    label = "places"
    verbose_name = "行政区划"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's acts."""
        acts(
            division__added="新增行政区划",
            division__renamed="行政区划更名",
            division__closed="停用行政区划",
            alias__added="新增地名叫法",
            alias__removed="删去地名叫法",
            change__added="新增区划沿革",
            change__changed="修改区划沿革",
            change__removed="删去区划沿革",
        )
