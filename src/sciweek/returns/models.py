"""Forms and indicators as data, returns and their cells.

Three values: a number (0 included), `-` (does not exist here), blank (not answered, no row). They are stored, exported,
imported and summed apart. Numbers are bigint in the indicator's smallest unit, so that sums are exact.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.models import AppendOnly, StoredFile
from sciweek.people.models import Unit
from sciweek.returns.enums import Bucket, CellState, ChaseBy, Exempted, FormAct, LinkKind, ValueKind
from sciweek.review.models import Track


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


class CellChange(AppendOnly):
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
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["ret", "version"])]

    def __str__(self) -> str:
        return f"{self.ret_id} v{self.version}"


class ReturnVersion(AppendOnly):
    """What a unit submitted, frozen: all cells, hashed over the version before it."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    cells = models.JSONField()
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ret", "number"], name="one_frozen_version_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.ret_id} #{self.number}"


class Chase(AppendOnly):
    """An office reminded a unit of its overdue or missing return (催报)."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+", related_query_name="chase_row")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.CharField(max_length=10, choices=ChaseBy)
    note = models.CharField(max_length=200, blank=True)
    letters = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["placement", "at"])]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.by}"


class Explanation(AppendOnly):
    """What a unit wrote about a finding of a check (核实说明). The newest of a check counts, while its values stand.

    `covered` is the digest of the values that it was written about; see `findings.covered`.
    """

    ret = models.ForeignKey(Return, models.PROTECT, related_name="explanations")
    check_code = models.CharField(max_length=12)
    covered = models.CharField(max_length=64)
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["ret", "check_code"])]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} {self.check_code}"


class Exemption(AppendOnly):
    """An office's word on a check of one return: not checked (不审), to be explained (说明单位), or checked again."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="exemptions")
    check_code = models.CharField(max_length=12)
    exempted = models.CharField(max_length=10, choices=Exempted)
    reason = models.CharField(max_length=500)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["ret", "check_code"])]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} {self.check_code} {self.exempted}"


class ReturnPaper(AppendOnly):
    """A scan of the printed, signed and sealed form (盖章扫描件). `number` is the submission that it goes with."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} #{self.number}"


class DisputeWord(AppendOnly):
    """A unit's objection to what an office entered for it, or the office's answer. Open while the newest is the unit's."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="dispute_words")
    raised = models.BooleanField()
    text = models.CharField(max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.ret_id} {'raised' if self.raised else 'answered'}"


class Summary(AppendOnly):
    """One draft of a unit's work summary (工作总结): typed, or a file with the text that could be read from it."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "number"], name="one_summary_a_number"),
            models.CheckConstraint(condition=~Q(text="") | Q(file__isnull=False), name="a_summary_says_something"),
        ]
        ordering = ["-number"]
        verbose_name_plural = "summaries"

    def __str__(self) -> str:
        return f"{self.placement_id} #{self.number}"
