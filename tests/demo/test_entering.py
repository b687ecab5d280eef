"""What offices do for units of the demo happens by the rooms' own actions, and leaves nothing half done."""

from collections import Counter
from io import BytesIO

import pytest
from PIL import Image

from sciweek.campaigns.models import Extension, Placement
from sciweek.core import clock
from sciweek.core.audit import SYSTEM
from sciweek.demo.entering import Aside
from sciweek.demo.moments import MOMENTS, weeks
from sciweek.demo.sheets import sealed_sheet
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person
from sciweek.returns.actions.filling import open_returns
from sciweek.returns.models import Chase, Return
from sciweek.returns.queries.returns import dispute_of
from tests.factories.campaigns import BEFORE, Province, make_person, make_unit
from tests.factories.returns import called_campaign, whole_form

pytestmark = pytest.mark.once


def people_of(province: Province) -> dict[int, Person]:
    """Everybody of the province, and nine health centres of its county with somebody each."""
    people = {person.unit_id: person for person in province.everybody.values()}
    for number in range(9):
        centre = make_unit(f"测试县第{number}卫生院", under=province.county, kind=UnitKind.HOSPITAL)
        people[centre.pk] = make_person(centre)
    return people


def test_offices_enter_are_objected_to_answer_remind_and_give_time(db: None) -> None:
    with clock.at(BEFORE):
        province = Province()
        people = people_of(province)
        campaign = called_campaign(province)
        open_returns(actor=SYSTEM, campaign=campaign)
    roster = list(Placement.objects.filter(campaign=campaign).prefetch_related("chain").order_by("pk"))
    aside = Aside(weeks()[1], campaign, people, roster)
    for at, act in sorted(aside.moments(), key=lambda moment: moment[0]):
        if at <= MOMENTS["deadline"]:
            with clock.at(at):
                act()
    entered = Return.objects.filter(campaign=campaign, entered_by=province.county)
    assert {ret.track.stage for ret in entered} == {"submitted"}
    assert all(ret.papers.exists() for ret in entered)
    assert province.schools[1].pk in set(entered.values_list("unit_id", flat=True))
    assert sorted([word.raised for word in dispute_of(ret)] for ret in entered) == [[], [True], [True, False]]
    assert Return.objects.filter(asks_since__isnull=False, track__stage="draft").count() == 1
    assert len(aside.left_to_offices) == 3
    assert Counter(Chase.objects.values_list("by", flat=True)).keys() == {"mail", "group"}
    assert Extension.objects.get().unit == province.schools[0]


def test_a_sheet_is_a_picture_and_the_same_each_time() -> None:
    first, second = (sealed_sheet("测试县第一中学", whole_form(), 7) for _ in range(2))
    assert first == second
    assert first != sealed_sheet("测试县第一中学", whole_form(), 8)
    with Image.open(BytesIO(first)) as picture:
        assert picture.format == "JPEG"
        colours = picture.convert("RGB").getcolors(maxcolors=1 << 24) or []
        assert any(red > 150 and green < 80 for _count, (red, green, _blue) in colours)
