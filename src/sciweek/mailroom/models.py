"""The outbox: every message that leaves, with how it went. Knows addresses and texts, not people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How a message stands. `KEPT`: no mail server is set up, so it stays readable in the outbox."""

    QUEUED = "queued", _("待发")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发出")
    KEPT = "kept", _("存发件箱")
    FAILED = "failed", _("发送失败")


class Message(models.Model):
    """One mail to one address."""

    to_name = models.CharField(_("收件人"), max_length=80, blank=True)
    to_address = models.CharField(_("地址"), max_length=254)
    subject = models.CharField(_("主题"), max_length=200)
    body = models.TextField(_("正文"))
    template = models.CharField(max_length=80)
    about = models.CharField(max_length=120, blank=True, db_index=True)
    division_code = models.PositiveIntegerField(null=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.QUEUED)
    made_at = models.DateTimeField(_("时间"), db_index=True)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.to_address}: {self.subject}"
