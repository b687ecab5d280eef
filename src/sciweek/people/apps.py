"""Registers the room with Django."""

from django.apps import AppConfig

from sciweek.core.act_words import acts


class PeopleConfig(AppConfig):
    """The room `people` (单位与人员)."""

    name = "sciweek.people"
    label = "people"
    verbose_name = "单位与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's acts, enter its exports, and listen to Django's sign-in signals."""
        from sciweek.people import list_exports, signin  # noqa: F401 -- models are ready only now

        acts(
            unit__create="登记单位",
            unit__import="随名单导入",
            unit__change="修改资料",
            unit__move="更改报送单位",
            unit__close="停用",
            invitation__issue="发出邀请",
            invitation__accept="接受邀请",
            invitation__revoke="撤销邀请",
            membership__end="取消角色",
            account__change="修改本人资料",
            account__password="更改密码",  # noqa: S106 -- the word for an act, no password
            account__lock="停用账号",
            account__unlock="启用账号",
        )
