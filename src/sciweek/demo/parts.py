"""The parts that a visitor of the demo can play, and who plays each."""

from collections import Counter

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
    """The membership that plays each part; the parts with somebody to play them.

    Offices for which most returns wait come first, and units that still have to fill in: there is something to do there.
    """
    rows = (
        Membership.objects.filter(to_at=None, account__is_active=True).select_related("unit", "account").order_by("pk")
    )
    running = Return.objects.filter(campaign__state="called")
    waiting = Counter(running.values_list("track__waiting_for_id", flat=True))
    unfinished = set(running.filter(track__stage__in=["draft", "sent_back"]).values_list("unit_id", flat=True))
    found: dict[str, Membership] = {}
    for row in sorted(rows, key=lambda row: (-waiting[row.unit_id], row.unit_id not in unfinished)):
        part = part_of(Role(row.role), UnitKind(row.unit.kind), Level(row.unit.level))
        if part and part not in found:
            found[part] = row
    return {part: found[part] for part in PARTS if part in found}


def part_of(role: Role, kind: UnitKind, level: Level) -> str:
    """The part that somebody with this role in a unit of this kind and level plays; "" where it is none of `PARTS`."""
    by_role = {
        Role.PROVINCE_OFFICER: "province" if kind == UnitKind.SCIENCE_OFFICE else "",
        Role.PREFECTURE_OFFICER: "prefecture",
        Role.COUNTY_OFFICER: "county",
        # A county's school, so that the whole chain of three offices stands above the one who fills in.
        Role.UNIT_OFFICER: "unit" if kind == UnitKind.SCHOOL and level == Level.COUNTY else "",
        Role.JOINT_HOST: "host",
        Role.AUDITOR: "auditor",
        Role.SECURITY_ADMINISTRATOR: "security",
        Role.SYSTEM_ADMINISTRATOR: "system",
    }
    return by_role.get(role, "")
