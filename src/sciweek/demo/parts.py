"""The parts that a visitor of the demo can play, and who plays each."""

from django.utils.translation import gettext_lazy as _

from sciweek.people.enums import Level, Role, UnitKind
from sciweek.people.models import Membership
from sciweek.returns.models import Return

PARTS = {
    "province": _("省级管理员"),
    "prefecture": _("市州管理员"),
    "county": _("县区管理员"),
    "unit": _("单位填报员"),
    "host": _("联合主办单位"),
    "auditor": _("审计管理员"),
    "security": _("安全管理员"),
    "system": _("系统管理员"),
}


def members() -> dict[str, Membership]:
    """The membership that plays each part; the parts with somebody to play them. Units that still have to fill in come first."""
    rows = (
        Membership.objects.filter(to_at=None, account__is_active=True).select_related("unit", "account").order_by("pk")
    )
    open_ones = set(
        Return.objects.filter(track__stage__in=["draft", "sent_back"], campaign__state="called").values_list(
            "unit_id", flat=True
        )
    )
    found: dict[str, Membership] = {}
    for row in sorted(rows, key=lambda row: row.unit_id not in open_ones):
        part = _part(row)
        if part and part not in found:
            found[part] = row
    return {part: found[part] for part in PARTS if part in found}


def _part(row: Membership) -> str:
    office = row.unit.kind == UnitKind.SCIENCE_OFFICE
    by_role = {
        Role.PROVINCE_OFFICER: "province" if office else "",
        Role.PREFECTURE_OFFICER: "prefecture",
        Role.COUNTY_OFFICER: "county",
        Role.JOINT_HOST: "host",
        Role.AUDITOR: "auditor",
        Role.SECURITY_ADMINISTRATOR: "security",
        Role.SYSTEM_ADMINISTRATOR: "system",
    }
    if row.role == Role.UNIT_OFFICER:
        # A county's school, so that the whole chain of three offices stands above the one who fills in.
        return "unit" if row.unit.kind == UnitKind.SCHOOL and row.unit.level == Level.COUNTY else ""
    return by_role.get(Role(row.role), "")
