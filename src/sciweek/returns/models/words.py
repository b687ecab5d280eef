"""What people say about a return: reminders, explanations, exemptions, sealed scans, objections. Never changed."""

from django.db import models

from sciweek.campaigns.models import Placement
from sciweek.core.models import Deed, StoredFile
from sciweek.people.models import Unit
from sciweek.returns.enums import ChaseBy, Exempted
from sciweek.returns.models.returns import Return


class Chase(Deed):
    """An office reminded a unit of its overdue or missing return (催报)."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+", related_query_name="chase_row")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.CharField(max_length=10, choices=ChaseBy)
    note = models.CharField(max_length=200, blank=True)
    letters = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["placement", "at"])]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.by}"


class Explanation(Deed):
    """What a unit wrote about a finding of a check (核实说明). The newest of a check counts, while its values stand.

    `covered` is the digest of the values that it was written about; see `findings.covered`.
    """

    ret = models.ForeignKey(Return, models.PROTECT, related_name="explanations")
    check_code = models.CharField(max_length=12)
    covered = models.CharField(max_length=64)
    text = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["ret", "check_code"])]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} {self.check_code}"


class Exemption(Deed):
    """An office's word on a check of one return: not checked (不审), to be explained (说明单位), or checked again."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="exemptions")
    check_code = models.CharField(max_length=12)
    exempted = models.CharField(max_length=10, choices=Exempted)
    reason = models.CharField(max_length=500)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["ret", "check_code"])]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} {self.check_code} {self.exempted}"


class ReturnPaper(Deed):
    """A scan of the printed, signed and sealed form (盖章扫描件). `number` is the submission that it goes with."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} #{self.number}"


class DisputeWord(Deed):
    """A unit's objection to what an office entered for it, or the office's answer. Open while the newest is the unit's."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="dispute_words")
    raised = models.BooleanField()
    text = models.CharField(max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} {'raised' if self.raised else 'answered'}"
