"""What a campaign, its bodies, venues and duties can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    """A campaign is prepared, called, and closed."""

    DRAFT = "draft", _("筹备")
    CALLED = "called", _("已部署")
    CLOSED = "closed", _("已归档")


class RosterState(models.TextChoices):
    """How a unit stands on the roster: frozen with the call, added later, or removed again."""

    FROZEN = "frozen", _("部署时")
    ADDED = "added", _("增补")
    REMOVED = "removed", _("移出")


class BodyPart(models.TextChoices):
    """What a body does in the campaign."""

    HOST = "host", _("主办")
    ORGANISER = "organiser", _("承办")
    CO_ORGANISER = "co_organiser", _("协办")


class VenuePart(models.TextChoices):
    """What a venue is in the campaign."""

    MAIN = "main", _("主会场")
    BRANCH = "branch", _("分会场")


class DutyKind(models.TextChoices):
    """What is due from a unit. The first four are the ones the ministry asks for."""

    RETURN = "return", _("情况统计表")
    SUMMARY = "summary", _("工作总结")
    PICTURES = "pictures", _("影像资料")
    MEDIA = "media", _("媒体报道")
    OTHER = "other", _("其他")


class Stage(models.TextChoices):
    """Where a paper of the campaign stands: written, before the joint hosts, or gone out."""

    DRAFT = "draft", _("草稿")
    COSIGNING = "cosigning", _("会签")
    ISSUED = "issued", _("已印发")


class Word(models.TextChoices):
    """What is said to a paper before it goes out: a joint host agrees or objects, or the lead does without one's word."""

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
