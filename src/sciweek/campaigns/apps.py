"""Registers the room with Django."""

from django.apps import AppConfig

from sciweek.core.act_words import acts


class CampaignsConfig(AppConfig):
    """The room `campaigns` (活动周)."""

    name = "sciweek.campaigns"
    label = "campaigns"
    verbose_name = "活动周"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's acts and enter its health check."""
        from sciweek.campaigns import checking  # noqa: F401, PLC0415 -- models are ready only now

        acts(
            campaign__create="建立活动周",
            campaign__change="修改活动周",
            campaign__call="部署",
            campaign__close="归档",
            campaign__remark="提出主办意见",
            campaign__answer="答复主办意见",
            campaign__settle="办结主办意见",
            notice__draft="编写通知",
            notice__circulate="通知送会签",
            notice__agrees="通知会签同意",
            notice__objects="通知会签不同意",
            notice__waived="通知免会签",
            notice__issue="印发通知",
            stream__describe="修改板块说明",
            roster__add="增补应报单位",
            roster__remove="移出应报单位",
            office_date__set="调整收表时间",
            assignment__extend="补报许可",
        )
