"""What units write about their week."""

from django.db import models
from django.db.models import Q

from sciweek.campaigns.models import Placement
from sciweek.core.models import Deed, StoredFile


class Summary(Deed):
    """One draft of a unit's work summary (工作总结): typed, or a file with the text that could be read from it."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "number"], name="one_summary_a_number"),
            models.CheckConstraint(condition=~Q(text="") | Q(file__isnull=False), name="a_summary_says_something"),
        ]
        ordering = ["-number"]
        verbose_name_plural = "summaries"

    def __str__(self) -> str:
        return f"{self.placement_id} #{self.number}"
