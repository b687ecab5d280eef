"""What a report's letter can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.TextChoices):
    """What stands at the top of the letter (版头)."""

    NONE = "", _("不印（由公文系统套红，或只出白文）")
    RED = "red", _("红头：发文机关标志和红色分隔线")
