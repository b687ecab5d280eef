"""What is kept of a paper that goes out with the word of the joint hosts: the notice here, the report above."""

from django.db import models

from sciweek.campaigns.enums import Word
from sciweek.campaigns.models.campaigns import Campaign
from sciweek.core.models import AppendOnly, Deed, StoredFile
from sciweek.people.models import Unit


class SentRound(Deed):
    """A paper was sent to the joint hosts (送会签) before edition `edition`: `fingerprint` says of which content."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.fingerprint[:8]}"


class HostWord(Deed):
    """What was said for one joint host about one content: by the host itself, or by the lead that does without it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    word = models.CharField(max_length=10, choices=Word)
    reason = models.CharField(max_length=500, blank=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["campaign", "host"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.host_id} {self.word}"


class IssuedFile(AppendOnly):
    """One file of an edition, kept as it was issued."""

    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.title} {self.position}"
