"""Forms and indicators as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.models import Campaign
from sciweek.core.models import AppendOnly
from sciweek.returns.enums import FormAct, LinkKind, ValueKind


class Indicator(models.Model):
    """A figure that is asked for, under a code that it keeps for life, so that years compare."""

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("指标"), max_length=60)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    kind = models.CharField(_("类型"), max_length=20, choices=ValueKind)
    definition = models.TextField(_("解释"), blank=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorLink(models.Model):
    """That an indicator goes on from an earlier one under another code; one without a link goes on under its own.

    What may be compared follows from the kind: renamed ones as they are; the parts of a split together with the whole,
    a merged one with the sum of those it took in; a redefined one never (口径变化).
    """

    before = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    after = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    kind = models.CharField(_("关系"), max_length=10, choices=LinkKind)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="two_indicators_are_linked_once")]

    def __str__(self) -> str:
        return f"{self.before_id} {self.kind} {self.after_id}"


class Form(models.Model):
    """The statistics form of a campaign, until the call replaced by a new one with every edit; never changed in place."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    title = models.CharField(_("表名"), max_length=120)
    number = models.CharField(_("表号"), max_length=40, blank=True)
    agency = models.CharField(_("制定机关"), max_length=120, blank=True)
    authority = models.CharField(_("批准文号"), max_length=60, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    notes = models.TextField(_("填报说明"), blank=True)
    checks = models.JSONField(default=list)
    head_approves = models.BooleanField(_("上报前须单位负责人确认"), default=False)
    scan_required = models.BooleanField(_("上报时须附盖章扫描件"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign"], name="one_form_a_campaign")]

    def __str__(self) -> str:
        return self.title


class FormGroup(models.Model):
    """A section of a form (A 活动, B 人员 …)."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=2)
    name = models.CharField(_("名称"), max_length=40)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class FormItem(models.Model):
    """An indicator's place on a form. `parent` is the indicator it is part of (其中).

    Name and definition are those of this form: a later form may word the same indicator better, and this one stays.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="items")
    group = models.ForeignKey(FormGroup, models.CASCADE, related_name="items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("表上名称"), max_length=60)
    definition = models.TextField(_("解释"), blank=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    required = models.BooleanField(_("必填"), default=True)
    options = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "indicator"], name="an_indicator_once_a_form")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class FormChange(AppendOnly):
    """An edit of a draft's form, with the form as it was before: what "previous version" (上一版) restores.

    `replaced` is the id that the form before had; it is gone from the forms, which hold only the present one.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    replaced = models.BigIntegerField()
    before = models.JSONField()
    act = models.CharField(_("改动"), max_length=20, choices=FormAct)
    about = models.CharField(_("对象"), max_length=80, blank=True)
    at = models.DateTimeField(_("时间"))
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("改动人"), max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replaced"], name="a_form_is_replaced_once")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.act} {self.about}"
