"""Files that an office uploaded at once, on their way into returns."""

from django.db import models

from sciweek.campaigns.models import Campaign, Placement
from sciweek.people.models import Unit
from sciweek.returns.models.returns import Return


class ImportBatch(models.Model):
    """Files that an office uploaded at once, kept until they are saved, put away, or forgotten a day later.

    No record of anything: what was saved from it is told by the returns and their audit.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)
    left_out = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return f"{self.office_id} {self.at:%F %H:%M}"


class ImportFile(models.Model):
    """One file of a batch: the layout of a sheet, the bytes of a scan, or why it is neither (`refusal`).

    `placement` is the unit that an officer said it is of; whom it names itself is looked up anew each time. `trouble` is why
    it could not be saved when that was last tried. `ret` is where it went.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=320)
    layout = models.JSONField(null=True)
    scan = models.BinaryField(null=True)
    refusal = models.TextField(blank=True)
    placement = models.ForeignKey(Placement, models.SET_NULL, null=True, related_name="+")
    trouble = models.TextField(blank=True)
    ret = models.ForeignKey(Return, models.SET_NULL, null=True, related_name="+")
    changed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_scan(self) -> bool:
        """Whether it is a scan of a sealed sheet, also after its bytes went where they belong."""
        return self.layout is None and not self.refusal
