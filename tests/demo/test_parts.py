"""The parts of the demo: who plays which, and the bar shows the one being played."""

from types import SimpleNamespace

import pytest
from django.template import Context

from sciweek.demo.parts import PARTS, part_of
from sciweek.demo.templatetags.demo import demo_parts
from sciweek.people.enums import Level, Role, UnitKind

OFFICE, SCHOOL = UnitKind.SCIENCE_OFFICE, UnitKind.SCHOOL


@pytest.mark.parametrize(
    ("role", "kind", "level", "part"),
    [
        (Role.PROVINCE_OFFICER, OFFICE, Level.PROVINCE, "province"),
        (Role.PROVINCE_OFFICER, UnitKind.ASSOCIATION, Level.PROVINCE, ""),
        (Role.COUNTY_OFFICER, OFFICE, Level.COUNTY, "county"),
        (Role.UNIT_OFFICER, SCHOOL, Level.COUNTY, "unit"),
        (Role.UNIT_OFFICER, SCHOOL, Level.PREFECTURE, ""),
        (Role.JOINT_HOST, UnitKind.ASSOCIATION, Level.PROVINCE, "host"),
        (Role.VIEWER, OFFICE, Level.PROVINCE, ""),
    ],
)
def test_a_part_is_told_by_role_and_unit(role: Role, kind: UnitKind, level: Level, part: str) -> None:
    assert part_of(role, kind, level) == part


@pytest.mark.parametrize("played", ["county", ""])
def test_the_bar_shows_which_part_is_played(played: str) -> None:
    person = SimpleNamespace(role=Role.COUNTY_OFFICER, unit_kind=OFFICE, level=Level.COUNTY) if played else None
    shown = demo_parts(Context({"request": SimpleNamespace(person=person)}))
    assert [part for part, _name, _now in shown] == list(PARTS)
    assert [part for part, _name, now in shown if now] == ([played] if played else [])
