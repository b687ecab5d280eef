"""What units hand in besides the form: how far each part is, pictures, media reports.

A picture is one record: the original by its hash, two variants drawn anew, and what was said about the people in it.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.models import Deed, StoredFile
from sciweek.materials.enums import PARTS, Act, MediaLevel, Minors, Origin, Stage, Use
from sciweek.people.models import Unit


class Delivery(models.Model):
    """How far one unit is with one part. There is none before the unit has begun with it."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+", related_query_name="delivery_row")
    kind = models.CharField(_("材料"), max_length=20, choices=DutyKind)
    stage = models.CharField(_("状态"), max_length=20, choices=Stage, default=Stage.OPEN)
    # Why there is nothing to hand in; empty where there is something.
    none_because = models.CharField(_("没有的原因"), max_length=300, blank=True)
    on_time = models.BooleanField(_("按时"), null=True)
    ever_sent_back = models.BooleanField(default=False)
    handed_in_at = models.DateTimeField(_("上报时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "kind"], name="one_delivery_a_unit_and_part"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PARTS]), name="a_delivery_is_of_a_part"
            ),
        ]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.placement_id} {self.kind} {self.stage}"


class DeliveryStep(Deed):
    """One act on a part: who, when, with which reason; and of how many things it consisted then."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20, choices=Act)
    reason = models.CharField(max_length=500, blank=True)
    count = models.PositiveIntegerField(default=0)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.act}"


class Picture(models.Model):
    """One picture of a unit's week. `width` and `height` are those of the original, upright."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    original = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    web = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    thumb = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(_("说明"), max_length=120, blank=True)
    taken_on = models.DateField(_("拍摄日期"), null=True)
    author = models.CharField(_("作者"), max_length=60, blank=True)
    minors = models.CharField(_("未成年人"), max_length=10, choices=Minors)
    use = models.CharField(_("用途"), max_length=10, choices=Use)
    # A guardian's consent: what was agreed to, by whom, on which day, and who wrote it down when.
    consent_text = models.CharField(max_length=300, blank=True)
    consent_by = models.CharField(_("谁同意的"), max_length=120, blank=True)
    consent_on = models.DateField(_("同意日期"), null=True)
    consent_noted_at = models.DateTimeField(null=True)
    consent_noted_by = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "sha256"], name="a_picture_once_a_unit_and_campaign"),
            models.CheckConstraint(
                condition=~Q(minors="children", use="usable") | (~Q(consent_text="") & Q(consent_on__isnull=False)),
                name="no_use_of_children_without_consent",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "added_at"])]

    def __str__(self) -> str:
        return self.caption or self.original.name


class MediaReport(models.Model):
    """That a medium reported on a unit's week, with an address or a scan as proof."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=200)
    medium = models.CharField(_("媒体名称"), max_length=80)
    level = models.CharField(_("媒体级别"), max_length=20, choices=MediaLevel)
    origin = models.CharField(_("原创或转载"), max_length=20, choices=Origin)
    published_on = models.DateField(_("发布日期"))
    url = models.CharField(_("网址"), max_length=500, blank=True)
    # By what two addresses are the same; see `links`.
    url_key = models.CharField(max_length=500, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("备注"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "url_key"], condition=~Q(url_key=""), name="an_address_once_a_unit_and_campaign"
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(proof__isnull=False), name="a_media_report_has_an_address_or_a_proof"
            ),
        ]
        indexes = [models.Index(fields=["campaign", "url_key"]), models.Index(fields=["placement", "level"])]

    def __str__(self) -> str:
        return self.title
