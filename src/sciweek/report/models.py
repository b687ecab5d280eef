"""What is kept of a report: what the lead office wrote, what the joint hosts said, and each edition as it went out.

Nothing here is ever changed: a new draft, a new word and a new edition stand beside the old ones.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.models import Campaign, HostWord, IssuedFile, SentRound
from sciweek.core.models import Deed, StoredFile
from sciweek.report.enums import Head


class Draft(Deed):
    """What the lead office wrote into the report; the newest counts."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    recipient = models.CharField(_("主送"), max_length=60)
    doc_number = models.CharField(_("文号"), max_length=60, blank=True)
    highlights = models.TextField(_("主要做法和亮点"), blank=True)
    problems = models.TextField(_("存在的问题"), blank=True)
    plans = models.TextField(_("下一步打算和建议"), blank=True)
    head = models.CharField(_("版头"), max_length=10, choices=Head, blank=True)
    copies = models.CharField(_("抄送"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_draft_a_number")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.campaign_id} draft {self.number}"

    @property
    def written(self) -> list[str]:
        """The texts of the report that are not empty."""
        return [text for text in (self.highlights, self.problems, self.plans) if text]


class Selection(Deed):
    """The pictures that the lead office has picked for its package; the newest counts.

    `pictures` are `{"picture": id, "caption": text}` in their order, and no keys into another table: a unit may remove
    its picture at any time (个人信息保护法 第四十七条), and then it drops out of the list.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    pictures = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_selection_a_number")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.campaign_id} selection {self.number}"


class Circulation(SentRound):
    """The report was sent to the joint hosts."""


class CosignWord(HostWord):
    """What was said for one joint host about the report."""


class Snapshot(Deed):
    """An edition as it went out: totals, the versions of the returns behind them, texts and 会签, hashed over the one before.

    `content` is what `files.data_files.as_data` gives; `versions` are return id, number and hash of what was counted.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    division_code = models.PositiveIntegerField()
    content = models.JSONField()
    versions = models.JSONField()
    cosigning = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    seal_number = models.PositiveIntegerField()
    seal_code = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_edition_a_number")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.campaign_id} edition {self.number}"


class SnapshotFile(IssuedFile):
    """One file of an edition, kept as it was issued."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="files")

    class Meta(IssuedFile.Meta):
        constraints = [models.UniqueConstraint(fields=["snapshot", "position"], name="one_file_a_place_in_an_edition")]


class MinistryTemplate(Deed):
    """The ministry's own layout with marks in its cells, as the lead office uploaded it; see `files.ministry`.

    The newest counts; one without a file says that none is used any more.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.file_id}"
