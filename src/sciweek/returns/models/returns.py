"""Returns and their cells, what changed in them, and what was submitted.

Three values: a number (0 included), `-` (does not exist here), blank (not answered, no row). They are stored, exported,
imported and summed apart. Numbers are bigint in the indicator's smallest unit, so that sums are exact.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.models import Deed
from sciweek.people.models import Unit
from sciweek.returns.enums import Bucket, CellState
from sciweek.returns.models.forms import Form, Indicator
from sciweek.review.models import Track


class Return(models.Model):
    """One unit's statistics form of one campaign (报表)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    # The only reverse name that crosses rooms: completeness is one join from those expected, not from those who came.
    placement = models.OneToOneField(Placement, models.PROTECT, related_name="+", related_query_name="return_row")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    form = models.ForeignKey(Form, models.PROTECT, related_name="+")
    track = models.OneToOneField(Track, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    filler_name = models.CharField(_("填表人"), max_length=40, blank=True)
    filler_phone = models.CharField(_("填表人电话"), max_length=30, blank=True)
    checker_name = models.CharField(_("审核人"), max_length=40, blank=True)
    head_name = models.CharField(_("单位负责人"), max_length=40, blank=True)
    changed_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    # 代录: the office that entered what stands here, and since when the unit asks for it.
    entered_by = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    asks_since = models.DateTimeField(null=True)
    # The version that the filler has put before the unit's head.
    head_version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="one_return_a_unit_and_campaign")]

    def __str__(self) -> str:
        return f"return {self.pk}"


class Cell(models.Model):
    """One answered place of a return: the truth that every total is summed from."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    ret = models.ForeignKey(Return, models.CASCADE, related_name="cells")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    state = models.CharField(max_length=1, choices=CellState)
    value = models.BigIntegerField(null=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ret", "indicator"], name="one_cell_a_return_and_indicator"),
            models.CheckConstraint(
                condition=(Q(state="N", value=None, text="")) | (Q(state="V") & (Q(value__isnull=False) ^ ~Q(text=""))),
                name="a_cell_has_a_value_or_none",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "indicator"])]

    def __str__(self) -> str:
        return f"{self.ret_id} {self.indicator_id}"


class CellChange(Deed):
    """What a save changed in one cell, by whom."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="changes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    old_state = models.CharField(max_length=1, blank=True)
    old_value = models.BigIntegerField(null=True)
    old_text = models.CharField(max_length=500, blank=True)
    new_state = models.CharField(max_length=1, blank=True)
    new_value = models.BigIntegerField(null=True)
    new_text = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["ret", "version"])]

    def __str__(self) -> str:
        return f"{self.ret_id} v{self.version}"


class ReturnVersion(Deed):
    """What a unit submitted, frozen: all cells, hashed over the version before it."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    cells = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ret", "number"], name="one_frozen_version_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.ret_id} #{self.number}"


class Subtotal(models.Model):
    """The sum of one indicator over the returns of one county that are equally far accepted: the one maintained level.

    `division_code` is that of the units themselves, so offices of a prefecture or province stand under its code. Written
    only by `actions.subtotals`, which recomputes and never adds up.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    division_code = models.PositiveIntegerField()
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    bucket = models.PositiveSmallIntegerField(choices=Bucket)
    value = models.BigIntegerField()
    answered = models.PositiveIntegerField()
    none = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "division_code", "indicator", "bucket"], name="one_subtotal_a_county_and_bucket"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.division_code} {self.indicator_id} {self.bucket}"
