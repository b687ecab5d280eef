"""Parts and stages of what is handed in, whom pictures show, and by whom and how something was reported."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.enums import DutyKind

# The form is a return and has its own way through the offices; these three are handed in as they are.
PARTS = (DutyKind.SUMMARY, DutyKind.PICTURES, DutyKind.MEDIA)


class Stage(models.TextChoices):
    """How far a part is."""

    OPEN = "open", _("未上报")
    HANDED_IN = "handed_in", _("已上报")
    SENT_BACK = "sent_back", _("已退回")


class Act(models.TextChoices):
    """What was done with a part."""

    HAND_IN = "hand_in", _("上报")
    REOPEN = "reopen", _("撤回修改")
    SEND_BACK = "send_back", _("退回")


class Minors(models.TextChoices):
    """Whether a picture shows minors who can be recognised, and the youngest of them."""

    NONE = "none", _("没有")
    TEENS = "teens", _("有，都已满 14 周岁")
    CHILDREN = "children", _("有不满 14 周岁的儿童")


class Use(models.TextChoices):
    """What a picture may be used for."""

    FILED = "filed", _("只存档")
    USABLE = "usable", _("可用于汇编和宣传")


class MediaLevel(models.TextChoices):
    """At which level a medium stands. The first four are the parts of 媒体报道 on the form."""

    CENTRAL = "central", _("中央级")
    PROVINCE = "province", _("省级")
    PREFECTURE = "prefecture", _("市州级")
    COUNTY = "county", _("县区级")
    NEW_MEDIA = "new_media", _("新媒体")


class Origin(models.TextChoices):
    """Whether the medium wrote the report itself."""

    ORIGINAL = "original", _("原创")
    REPRINT = "reprint", _("转载")
