"""Administrative divisions with their validity: the tree has a memory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DivisionLevel(models.IntegerChoices):
    """The levels that the codes tell apart."""

    PROVINCE = 1, _("省级")
    PREFECTURE = 2, _("市州级")
    COUNTY = 3, _("县区级")


class Division(models.Model):
    """A province, prefecture or county for as long as it bears this code and name."""

    code = models.PositiveIntegerField(_("代码"))
    name = models.CharField(_("名称"), max_length=40)
    short_name = models.CharField(_("简称"), max_length=20)
    level = models.PositiveSmallIntegerField(_("级别"), choices=DivisionLevel)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=models.Q(valid_to=None), name="one_open_division_a_code")
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class DivisionAlias(models.Model):
    """A name that people write and no rule derives."""

    code = models.PositiveIntegerField(db_index=True)
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "name"], name="an_alias_once_a_division")]

    def __str__(self) -> str:
        return self.name


class ChangeKind(models.TextChoices):
    """What became of a division."""

    RENAME = "rename", _("更名")
    RECODE = "recode", _("改码")
    SPLIT = "split", _("分设")
    MERGE = "merge", _("合并")
    MOVE = "move", _("划转")


class DivisionChange(models.Model):
    """One step in a division's history: which code became which on which day.

    `basis` says what happened, `source` where that is written (a document's number); without one the day is unconfirmed.
    """

    old_code = models.PositiveIntegerField(db_index=True)
    old_name = models.CharField(max_length=40)
    new_code = models.PositiveIntegerField(db_index=True)
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=ChangeKind)
    basis = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old_code", "old_name", "new_code"], name="a_change_of_a_division_once")
        ]

    def __str__(self) -> str:
        return f"{self.old_code} → {self.new_code} ({self.on})"
