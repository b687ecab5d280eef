"""What is kept of a notice that an office writes: the lead's own about its campaign, or another's that forwards it (转发).

Nothing here is ever changed: a new draft and a new edition stand beside the old ones.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.models.campaigns import Campaign
from sciweek.campaigns.models.cosigning import HostWord, IssuedFile, SentRound
from sciweek.core.models import Deed
from sciweek.people.models import Unit


class NoticeDraft(Deed):
    """What an office wrote into its notice; the newest counts. The contact stands in a forwarding notice alone."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    recipients = models.CharField(_("主送"), max_length=200)
    doc_number = models.CharField(_("文号"), max_length=60, blank=True)
    background = models.TextField(_("背景"), blank=True)
    requirements = models.TextField(_("有关要求"), blank=True)
    copies = models.CharField(_("抄送"), max_length=200, blank=True)
    openness = models.CharField(_("公开方式"), max_length=20, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    contact_email = models.CharField(_("电子邮箱"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "office", "number"], name="one_notice_draft_a_number")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.office_id} draft {self.number}"

    @property
    def written(self) -> list[str]:
        """The texts of the notice that are not empty."""
        return [text for text in (self.recipients, self.background, self.requirements) if text]


class NoticeRound(SentRound):
    """The lead's notice was sent to the joint hosts."""


class NoticeWord(HostWord):
    """What was said for one joint host about the lead's notice."""


class IssuedNotice(Deed):
    """A notice as it went out: `content` is all that it says but the day, as `papers.freezing` gives it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    issuers = models.JSONField()
    doc_number = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    content = models.JSONField()
    cosigning = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "office", "number"], name="one_issued_notice_a_number")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.office_id} edition {self.number}"


class IssuedNoticeFile(IssuedFile):
    """One file of a notice, as it was issued."""

    notice = models.ForeignKey(IssuedNotice, models.PROTECT, related_name="files")

    class Meta(IssuedFile.Meta):
        constraints = [models.UniqueConstraint(fields=["notice", "position"], name="one_file_a_place_in_a_notice")]
