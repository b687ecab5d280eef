"""The register of units: lines follow a move, nobody stands under himself, a stale change is refused."""

import pytest

from sciweek.core.errors import BadInput, NotFound, NotPermitted, Stale
from sciweek.core.models import AuditEntry
from sciweek.people.actions.units import UnitFacts, change_contact, change_unit, close_unit, create_unit, move_unit
from sciweek.people.enums import UnitKind
from sciweek.people.models import Unit
from tests.factories.campaigns import COUNTY, PROVINCE, Province, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Province:
    return Province()


def facts(name: str = "测试县第三中学", code: int = COUNTY, **more: str) -> UnitFacts:
    return UnitFacts(name=name, kind=UnitKind.SCHOOL, division_code=code, **more)  # type: ignore[arg-type]


def as_they_are() -> list[tuple[object, ...]]:
    return list(Unit.objects.order_by("pk").values_list())


def test_a_new_unit_stands_in_its_superiors_line_and_on_record(province: Province) -> None:
    unit = create_unit(actor=province.county_officer, facts=facts(), reports_to_id=province.county.pk)
    assert unit.line == f"{province.county.line}{unit.pk}/"
    assert AuditEntry.objects.filter(subject_type="people.unit", subject_id=str(unit.pk)).exists()


@pytest.mark.parametrize(
    ("name", "says"), [("测试县第一中学", "已"), ("", "请填写单位全称"), ("<b>学校</b>", "不含"), ("校" * 121, "120")]
)
def test_a_name_that_is_taken_or_crooked_is_refused(province: Province, name: str, says: str) -> None:
    before = as_they_are()
    with pytest.raises(BadInput) as refused:
        create_unit(actor=province.county_officer, facts=facts(name), reports_to_id=province.county.pk)
    assert says in refused.value.sentence + "".join(refused.value.fields.values())
    assert as_they_are() == before


def test_an_office_makes_units_in_its_own_place_only(province: Province) -> None:
    with pytest.raises(NotPermitted):
        create_unit(actor=province.county_officer, facts=facts(code=PROVINCE), reports_to_id=province.county.pk)
    with pytest.raises(NotPermitted):
        create_unit(actor=province.filler, facts=facts(), reports_to_id=province.county.pk)


def test_everything_below_moves_along(province: Province) -> None:
    branch = make_unit("测试县第一中学分校", under=province.schools[0])
    leaf = make_unit("测试县第一中学分校幼儿园", under=branch)
    move_unit(actor=province.county_officer, unit_id=province.schools[0].pk, reports_to_id=province.schools[1].pk)
    leaf.refresh_from_db()
    second = province.schools[1]
    assert leaf.line == f"{second.line}{province.schools[0].pk}/{branch.pk}/{leaf.pk}/"


@pytest.mark.parametrize("under", ["itself", "its branch", "its leaf"])
def test_no_unit_stands_under_itself(province: Province, under: str) -> None:
    school = province.schools[0]
    branch = make_unit("测试县第一中学分校", under=school)
    leaf = make_unit("测试县第一中学分校幼儿园", under=branch)
    target = {"itself": school, "its branch": branch, "its leaf": leaf}[under]
    before = as_they_are()
    with pytest.raises(BadInput):
        move_unit(actor=province.county_officer, unit_id=school.pk, reports_to_id=target.pk)
    assert as_they_are() == before


def test_nobody_moves_a_unit_out_of_or_into_what_he_does_not_reach(province: Province) -> None:
    for unit, target in ((province.schools[0], province.institute), (province.institute, province.county)):
        with pytest.raises(NotPermitted):
            move_unit(actor=province.county_officer, unit_id=unit.pk, reports_to_id=target.pk)


def test_a_change_of_what_somebody_else_has_changed_is_refused(province: Province) -> None:
    school = province.schools[0]
    contact = {"contact_name": "卓玛", "contact_phone": "0971-5550123"}
    change_contact(actor=province.filler, unit_id=school.pk, version=school.version, contact=contact)
    with pytest.raises(Stale):
        change_unit(
            actor=province.county_officer, unit_id=school.pk, version=school.version, facts=facts("测试县实验中学")
        )
    school.refresh_from_db()
    assert (school.name, school.contact_name) == ("测试县第一中学", "卓玛")


def test_a_unit_keeps_its_own_contact_data_and_no_others(province: Province) -> None:
    with pytest.raises(NotPermitted):
        change_contact(
            actor=province.filler, unit_id=province.schools[1].pk, version=1, contact={"contact_name": "卓玛"}
        )


def test_an_office_with_units_below_is_not_closed_and_nobody_closes_his_own(province: Province) -> None:
    with pytest.raises(BadInput, match="2 个单位报送至它"):
        close_unit(actor=province.prefecture_officer, unit_id=province.county.pk)
    with pytest.raises(NotPermitted):
        close_unit(actor=province.county_officer, unit_id=province.county.pk)


def test_a_closed_unit_is_found_no_more_and_its_people_are_out(province: Province) -> None:
    school = province.schools[0]
    close_unit(actor=province.county_officer, unit_id=school.pk)
    school.refresh_from_db()
    assert school.valid_to is not None
    with pytest.raises(NotFound):
        change_contact(actor=province.county_officer, unit_id=school.pk, version=school.version, contact={})
