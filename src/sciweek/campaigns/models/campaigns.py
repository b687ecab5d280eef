"""A week and what it asks of whom by when.

`Assignment` is the one home of due dates: what is due from which unit at which instant. The roster (`Placement`)
is frozen when the call goes out: place, line and chain of offices stand as they stood, whatever becomes of the units.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.enums import BodyPart, CampaignState, DutyKind, RosterState, VenuePart
from sciweek.core.models import Deed
from sciweek.notices.models import Notice
from sciweek.people.enums import Level, UnitKind
from sciweek.people.models import Unit


class Campaign(models.Model):
    """A science week (活动周) of one lead office."""

    slug = models.SlugField(_("网址标识"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    edition = models.PositiveSmallIntegerField(_("届次"), null=True, blank=True)
    theme = models.CharField(_("主题"), max_length=100, blank=True)
    start = models.DateField(_("开始日期"))
    end = models.DateField(_("结束日期"))
    office = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("牵头单位"), related_name="+")
    division_code = models.PositiveIntegerField()
    state = models.CharField(_("状态"), max_length=20, choices=CampaignState, default=CampaignState.DRAFT)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")
    doc_number = models.CharField(_("通知文号"), max_length=60, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    introduction = models.TextField(_("简介"), blank=True)
    county_days_before = models.PositiveSmallIntegerField(_("县区级提前工作日"), default=5)
    prefecture_days_before = models.PositiveSmallIntegerField(_("市州级提前工作日"), default=2)
    made_at = models.DateTimeField()
    called_at = models.DateTimeField(_("部署时间"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=models.F("start")), name="campaign_ends_after_start")
        ]
        ordering = ["-start"]

    def __str__(self) -> str:
        return self.name


class Stream(models.Model):
    """A line of work of the campaign (内容板块). `owner` is the host that answers for it, as the list of bodies names it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="streams")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("名称"), max_length=80)
    description = models.TextField(_("说明"), blank=True)
    owner = models.CharField(_("负责单位"), max_length=150, blank=True)
    owner_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class SubWeek(models.Model):
    """A themed week inside the week (主题科技周), led by one department."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sub_weeks")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("名称"), max_length=60)
    agency = models.CharField(_("牵头部门"), max_length=120, blank=True)
    description = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A body of the campaign: host, organiser or co-organiser. One host leads (牵头)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bodies")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(_("角色"), max_length=20, choices=BodyPart)
    name = models.CharField(_("单位"), max_length=150)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    is_lead = models.BooleanField(_("牵头"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign"], condition=Q(is_lead=True), name="one_lead_host_a_campaign"),
            models.CheckConstraint(condition=Q(is_lead=False) | Q(part="host"), name="the_lead_is_a_host"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class CampaignVenue(models.Model):
    """A place in its role for this campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="venues")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(_("角色"), max_length=20, choices=VenuePart)
    name = models.CharField(_("名称"), max_length=120)
    division_code = models.PositiveIntegerField(null=True, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """A word in a talk between joint hosts and the lead about the campaign. Never changed.

    A host opens a talk (`opening` is empty) about one stream, by its name as it then was, or about the whole campaign.
    The lead answers, and the word that settles it ends the talk.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="remarks")
    opening = models.ForeignKey("self", models.PROTECT, null=True, related_name="answers")
    about = models.CharField(_("关于"), max_length=80, blank=True)
    text = models.CharField(_("意见"), max_length=1000, blank=True)
    settles = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening"], condition=Q(settles=True), name="a_talk_is_settled_once"),
            models.CheckConstraint(
                condition=Q(settles=False) | Q(opening__isnull=False), name="only_an_answer_settles_a_talk"
            ),
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.about} {self.at:%F}"


class ContactPoint(models.Model):
    """Whom to ask, as the notice prints it. Shown to staff only."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField()
    agency = models.CharField(_("单位"), max_length=120, blank=True)
    name = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=60, blank=True)
    email = models.CharField(_("邮箱"), max_length=120, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name or self.agency


class Duty(models.Model):
    """What the campaign asks for, with the date by which the lead office needs it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("种类"), max_length=20, choices=DutyKind)
    title = models.CharField(_("名称"), max_length=120)
    instructions = models.TextField(_("要求"), blank=True)
    due_at = models.DateTimeField(_("截止时间"))
    address = models.CharField(_("报送至"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind"], condition=~Q(kind="other"), name="one_duty_of_a_kind")
        ]
        ordering = ["position"]
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return self.title


class OfficeDate(models.Model):
    """By when the units that report to an office must deliver to it. Set by cascade, or by the office itself."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="office_dates")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    by_office = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "office"], name="one_date_a_duty_and_office")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.office_id} {self.due_at:%F}"


class Assignment(models.Model):
    """What is due from one unit at which instant: the one home of due dates."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "unit"], name="one_assignment_a_duty_and_unit")]
        indexes = [models.Index(fields=["unit", "due_at"])]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.unit_id} {self.due_at:%F}"


class Extension(Deed):
    """More time that an office of the chain gave one unit for one duty (补报许可), and why.

    It holds as long as the unit's assignment has its date.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    old_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reason = models.CharField(_("原因"), max_length=300)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "duty"])]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.unit_id} {self.due_at:%F}"


class Placement(models.Model):
    """One expected reporter of the roster (应报单位), as it stood when it was entered.

    `removed_at` takes it off with a reason; `frozen` marks those of the first call, so that completeness
    can show both bases.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="roster")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit_name = models.CharField(_("单位"), max_length=120)
    kind = models.CharField(_("类型"), max_length=30, choices=UnitKind)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    division_code = models.PositiveIntegerField(_("行政区划代码"))
    line = models.CharField(max_length=200)
    frozen = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_reason = models.CharField(_("增补原因"), max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(_("移出原因"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="a_unit_once_a_roster")]
        indexes = [models.Index(fields=["campaign", "division_code"])]

    def __str__(self) -> str:
        return self.unit_name

    @property
    def state(self) -> RosterState:
        """How the unit stands on the roster now; `queries.in_state` asks the same of many."""
        if self.removed_at is not None:
            return RosterState.REMOVED
        return RosterState.FROZEN if self.frozen else RosterState.ADDED


class ChainOffice(models.Model):
    """An office that accepts what the placed unit reports; position 0 is the nearest."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="chain")
    position = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "position"], name="one_chain_office_a_position")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.position} {self.office_id}"
