"""Who may do what with a return: every rule asked of every kind of person, at every stage."""

from collections.abc import Callable

import pytest

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.models import Campaign
from sciweek.people.enums import Role
from sciweek.people.person import Person
from sciweek.returns.models import Return
from sciweek.returns.queries.returns import chain_of
from sciweek.returns.rules import may_fill, may_make_form, may_review, may_stand_in, may_withdraw
from tests.factories.campaigns import Province, make_campaign, make_person, make_unit
from tests.factories.returns import AFTER, accepted, filled, sent_back, submitted

Stages = dict[str, Callable[[Province, Campaign], Return]]
STAGES: Stages = {
    "draft": lambda p, c: filled(p.filler, c),
    "submitted": lambda p, c: submitted(p.filler, c),
    "first": lambda p, c: accepted(p.filler, c, [p.county_officer]),
    "accepted": lambda p, c: accepted(p.filler, c, [p.county_officer, p.prefecture_officer, p.officer]),
    "sent_back": lambda p, c: sent_back(p.filler, c, p.county_officer),
}


def cast(province: Province) -> dict[str, Person]:
    """One person of each kind around a school's return."""
    school, county = province.schools[0], province.county
    neighbour = make_unit("测试县第三中学", under=county)
    return {
        "filler": province.filler,
        "head": make_person(school, Role.UNIT_HEAD),
        "own viewer": make_person(school, Role.VIEWER),
        "own auditor": make_person(school, Role.AUDITOR),
        "neighbour": make_person(neighbour),
        "county": province.county_officer,
        "county viewer": make_person(county, Role.VIEWER),
        "county filler": make_person(county, Role.UNIT_OFFICER),
        "prefecture": province.prefecture_officer,
        "province": province.officer,
        "joint host": make_person(province.office, Role.JOINT_HOST),
        "judge": make_person(province.office, Role.CONTEST_JUDGE),
        "system": make_person(province.office, Role.SYSTEM_ADMINISTRATOR),
    }


OWN = {"filler", "head"}
OFFICES = {"county", "prefecture", "province"}


@pytest.mark.parametrize(
    ("stage", "fill", "withdraw"),
    [
        ("draft", OWN, set()),
        ("submitted", set(), OWN),
        ("first", set(), set()),
        ("accepted", set(), set()),
        ("sent_back", OWN, set()),
    ],
)
def test_only_its_own_people_change_a_return_and_only_while_it_is_with_them(
    province: Province, campaign: Campaign, stage: str, fill: set[str], withdraw: set[str]
) -> None:
    ret = STAGES[stage](province, campaign)
    people = cast(province)
    assert {name for name, person in people.items() if may_fill(person, ret)} == fill
    assert {name for name, person in people.items() if may_withdraw(person, ret)} == withdraw


@pytest.mark.parametrize("stage", STAGES)
def test_only_officers_of_the_chain_review(province: Province, campaign: Campaign, stage: str) -> None:
    ret = STAGES[stage](province, campaign)
    chain = chain_of(ret)
    assert {name for name, person in cast(province).items() if may_review(person, ret, chain)} == OFFICES


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("unattended", "asks"), [(False, False), (True, False), (False, True)])
def test_offices_of_the_chain_enter_for_a_unit_that_cannot_or_asks_while_it_is_with_it(
    province: Province, campaign: Campaign, stage: str, unattended: bool, asks: bool
) -> None:
    ret = STAGES[stage](province, campaign)
    ret.asks_since = AFTER if asks else None
    chain = chain_of(ret)
    allowed = {n for n, p in cast(province).items() if may_stand_in(p, ret, chain, unattended=unattended)}
    assert allowed == (OFFICES if stage in {"draft", "sent_back"} and (unattended or asks) else set())


def test_an_office_does_not_review_its_own_return(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.county_officer, campaign)
    chain = chain_of(ret)
    allowed = {name for name, person in cast(province).items() if may_review(person, ret, chain)}
    assert allowed == {"prefecture", "province"}


def test_only_the_lead_office_chooses_the_form_and_only_before_the_call(province: Province) -> None:
    draft = make_campaign(province.officer, slug="next")
    assert {name for name, person in cast(province).items() if may_make_form(person, draft)} == {"province"}


def test_nobody_changes_anything_in_a_filed_campaign(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign)
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    ret.refresh_from_db()
    people = cast(province).values()
    assert not any(may_fill(each, ret) or may_withdraw(each, ret) for each in people)
