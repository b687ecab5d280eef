"""Registers the room with Django, and every room's periodic jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from sciweek.core.act_words import acts


class CoreConfig(AppConfig):
    """The room `core` (基础)."""

    name = "sciweek.core"
    label = "core"
    verbose_name = "基础"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find each room's `tasks.py`, and name the room's acts."""
        autodiscover_modules("tasks")
        acts(export__ask="申请下载", export__done="生成下载文件", export__cancel="取消下载", export__remove="删除下载")
