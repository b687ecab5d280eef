"""Kinds of indicator and states of a cell."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ValueKind(models.TextChoices):
    """How an indicator's value is written. Numbers are kept as integers in the smallest unit."""

    INTEGER = "integer", _("整数")
    DECIMAL = "decimal", _("小数（两位）")
    MONEY = "money", _("金额（万元，两位小数）")
    TEXT = "text", _("文字")
    CHOICE = "choice", _("选项")
    DATE = "date", _("日期")


NUMERIC = frozenset({ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.MONEY})
# How many smallest units make one shown unit: hundredths, and 分 in a 万元 (10,000 yuan × 100).
SMALLEST = {ValueKind.INTEGER: 1, ValueKind.DECIMAL: 100, ValueKind.MONEY: 1_000_000}
DECIMALS = {ValueKind.INTEGER: 0, ValueKind.DECIMAL: 2, ValueKind.MONEY: 2}


class Exempted(models.TextChoices):
    """What an office of the chain has said about a check of one return; the newest word counts."""

    SKIP = "skip", _("不审")
    EXPLAIN = "explain", _("列为说明单位")
    NONE = "none", _("恢复审核")


class ChaseBy(models.TextChoices):
    """How a unit was reminded."""

    MAIL = "mail", _("邮件")
    GROUP = "group", _("工作群")


class Bucket(models.IntegerChoices):
    """How far returns are accepted whose cells a subtotal sums."""

    WAITING = 1, _("已上报")
    FIRST_OFFICE = 2, _("首级已验收")
    ALL_OFFICES = 3, _("全部验收")


class CellState(models.TextChoices):
    """A cell holds a value or says that the thing does not exist here. Not answered is: no row."""

    VALUE = "V", _("有值")
    NONE = "N", _("不存在")


class LinkKind(models.TextChoices):
    """How an indicator goes on from an earlier one; see `IndicatorLink`."""

    RENAMED = "renamed", _("改名")
    SPLIT = "split", _("拆分")
    MERGED = "merged", _("合并")
    REDEFINED = "redefined", _("口径变化")


class FormAct(models.TextChoices):
    """What an edit did to a draft's form."""

    ADOPT = "adopt", _("采用表式")
    RESTORE = "restore", _("恢复以前的版本")
    COVER = "cover", _("改封面")
    SIGNING = "signing", _("改上报要求")
    ADD_GROUP = "add_group", _("添加分组")
    CHANGE_GROUP = "change_group", _("改分组")
    MOVE_GROUP = "move_group", _("移动分组")
    REMOVE_GROUP = "remove_group", _("移除分组")
    ADD_ITEM = "add_item", _("添加指标")
    CHANGE_ITEM = "change_item", _("改指标")
    RECODE_ITEM = "recode_item", _("换新代码")
    MOVE_ITEM = "move_item", _("移动指标")
    REMOVE_ITEM = "remove_item", _("移除指标")
    ADD_CHECK = "add_check", _("添加审核公式")
    CHANGE_CHECK = "change_check", _("改审核公式")
    REMOVE_CHECK = "remove_check", _("删除审核公式")


class Dimension(models.TextChoices):
    """By what a table of totals may be broken down. `LINE` is the department below which a unit reports (条)."""

    INDICATOR = "indicator", _("指标")
    PLACE = "place", _("地区")
    LINE = "line", _("条线")
    KIND = "kind", _("单位类型")
    LEVEL = "level", _("单位级别")
