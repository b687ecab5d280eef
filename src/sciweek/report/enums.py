"""What a report's drafts and editions can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a report stands: written, before the joint hosts, or gone out."""

    DRAFT = "draft", _("草稿")
    COSIGNING = "cosigning", _("会签")
    ISSUED = "issued", _("已印发")


class Head(models.TextChoices):
    """What stands at the top of the letter (版头)."""

    NONE = "", _("不印（由公文系统套红，或只出白文）")
    RED = "red", _("红头：发文机关标志和红色分隔线")


class Word(models.TextChoices):
    """What is said to a report before it goes out: a joint host agrees or objects, or the lead does without one's word."""

    AGREES = "agrees", _("同意")
    OBJECTS = "objects", _("不同意")
    WAIVED = "waived", _("免会签")


class Standing(models.TextChoices):
    """How one joint host stands to what would be issued now."""

    NOT_ASKED = "not_asked", _("未送会签")
    WAITING = "waiting", _("等待会签")
    AGREED = "agreed", _("同意")
    OBJECTED = "objected", _("不同意")
    OUTDATED = "outdated", _("会签后有变化")
    WAIVED = "waived", _("免会签")
