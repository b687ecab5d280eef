"""Kinds of unit, roles, and the levels at which units stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is (科普统计 head sheet, simplified to what organises and reports in a week)."""

    SCIENCE_OFFICE = "science_office", _("科技主管部门")
    PROPAGANDA = "propaganda", _("党委宣传部门")
    ASSOCIATION = "association", _("科协")
    DEPARTMENT = "department", _("其他党政部门")
    SCHOOL = "school", _("中小学")
    UNIVERSITY = "university", _("高等院校")
    INSTITUTE = "institute", _("科研院所")
    HOSPITAL = "hospital", _("医疗卫生机构")
    COMPANY = "company", _("企业")
    BASE = "base", _("科普基地场馆")
    SOCIETY = "society", _("学会协会")
    OTHER = "other", _("其他")


class Staffing(models.TextChoices):
    """Whether anybody works for a unit on the platform yet."""

    NONE = "none", _("没有人员")
    WAITING = "waiting", _("邀请未接受")
    SOME = "some", _("有人员")


class Level(models.IntegerChoices):
    """The administrative level of a unit; a smaller number is higher."""

    PROVINCE = 1, _("省级")
    PREFECTURE = 2, _("市州级")
    COUNTY = 3, _("县区级")


class Role(models.TextChoices):
    """What a person does in a unit. Officers act for an office at the level of its unit."""

    PROVINCE_OFFICER = "province_officer", _("省级管理员")
    PREFECTURE_OFFICER = "prefecture_officer", _("市州管理员")
    COUNTY_OFFICER = "county_officer", _("县区管理员")
    UNIT_OFFICER = "unit_officer", _("单位填报员")
    UNIT_HEAD = "unit_head", _("单位负责人")
    JOINT_HOST = "joint_host", _("联合主办单位")
    SAFETY_REVIEWER = "safety_reviewer", _("安全审核员")
    SECRECY_REVIEWER = "secrecy_reviewer", _("保密审查员")
    PUBLICATION_REVIEWER = "publication_reviewer", _("发布审核员")
    CONTEST_JUDGE = "contest_judge", _("大赛评委")
    VIEWER = "viewer", _("查阅员")
    AUDITOR = "auditor", _("审计管理员")
    SECURITY_ADMINISTRATOR = "security_administrator", _("安全管理员")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("系统管理员")


OFFICERS = frozenset({Role.PROVINCE_OFFICER, Role.PREFECTURE_OFFICER, Role.COUNTY_OFFICER})
# Who writes what their own unit reports.
FILLERS = OFFICERS | {Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.JOINT_HOST}
REVIEWERS = frozenset({Role.SAFETY_REVIEWER, Role.SECRECY_REVIEWER, Role.PUBLICATION_REVIEWER, Role.CONTEST_JUDGE})
# 三员分立: the three administrators run the system and see no business data.
ADMINISTRATORS = frozenset({Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR})
STAFF = frozenset(Role) - ADMINISTRATORS - REVIEWERS
OFFICER_AT = {
    Level.PROVINCE: Role.PROVINCE_OFFICER,
    Level.PREFECTURE: Role.PREFECTURE_OFFICER,
    Level.COUNTY: Role.COUNTY_OFFICER,
}
