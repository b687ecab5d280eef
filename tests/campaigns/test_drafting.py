"""Making, changing and cloning campaigns."""

from dataclasses import replace
from datetime import date

import pytest

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.actions.drafting import (
    campaign_from_notice,
    change_campaign,
    clone_campaign,
    content_of,
    create_campaign,
)
from sciweek.campaigns.content import BodyFacts, StreamFacts
from sciweek.campaigns.enums import BodyPart, DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.errors import BadInput, NotFound, NotPermitted, Stale, WrongState
from sciweek.core.models import AuditEntry
from sciweek.people.enums import UnitKind
from tests.factories.campaigns import (
    PREFECTURE,
    Province,
    campaign_facts,
    content,
    duty_facts,
    make_campaign,
    make_person,
    make_unit,
)
from tests.factories.notices import make_notice


def test_a_campaign_is_made_with_its_lists_in_order(province: Province) -> None:
    made = create_campaign(actor=province.officer, facts=campaign_facts(), content=content())
    assert made.office == province.office
    assert [duty.kind for duty in made.duties.all()] == [DutyKind.RETURN, DutyKind.SUMMARY]
    assert content_of(made) == content()


def test_bodies_are_bound_to_registered_units_by_name_or_by_an_unshared_short_name(province: Province) -> None:
    bodies = [
        BodyFacts(part=BodyPart.HOST, name=name)
        for name in ("测试省科学技术厅", province.institute.short_name, "外地单位")
    ]
    made = create_campaign(actor=province.officer, facts=campaign_facts(), content=content(bodies=bodies))
    assert [body.unit_id for body in made.bodies.all()] == [province.office.pk, province.institute.pk, None]


def test_only_science_offices_make_campaigns(province: Province) -> None:
    association = make_unit("测试省科协", under=province.office, kind=UnitKind.ASSOCIATION)
    for person in (province.filler, make_person(association)):
        with pytest.raises(NotPermitted):
            create_campaign(actor=person, facts=campaign_facts())
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": date(2023, 5, 19)}, "end"),
        ({"end": date(2023, 9, 1)}, "end"),
        ({"slug": "a b"}, "slug"),
        ({"slug": "春"}, "slug"),
        ({"name": "  "}, "name"),
        ({"county_days_before": 1}, "county_days_before"),
    ],
)
def test_bad_facts_are_refused_beside_their_field(province: Province, changes: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        create_campaign(actor=province.officer, facts=campaign_facts(**changes))
    assert field in refusal.value.fields
    assert not Campaign.objects.exists()


def test_a_slug_that_is_taken_is_refused(province: Province, draft: Campaign) -> None:
    with pytest.raises(BadInput, match="已被使用"):
        make_campaign(province.officer)


def test_a_second_lead_host_or_a_second_duty_of_a_kind_is_refused(province: Province) -> None:
    two = [BodyFacts(part=BodyPart.HOST, name=name, is_lead=True) for name in ("甲", "乙")]
    for bad in (content(bodies=two), content(duties=[duty_facts(), duty_facts()])):
        with pytest.raises(BadInput):
            create_campaign(actor=province.officer, facts=campaign_facts(), content=bad)
    assert not Campaign.objects.exists()


def test_a_stale_change_shows_both_versions_and_changes_nothing(province: Province, draft: Campaign) -> None:
    change_campaign(
        actor=province.officer, campaign_id=draft.pk, version=1, facts=campaign_facts(theme="新主题"), content=content()
    )
    with pytest.raises(Stale) as refusal:
        change_campaign(actor=province.officer, campaign_id=draft.pk, version=1, facts=campaign_facts(theme="旧主题"))
    assert isinstance(refusal.value.theirs, dict)
    assert refusal.value.theirs["theme"] == "新主题"
    draft.refresh_from_db()
    assert (draft.theme, draft.version) == ("新主题", 2)


def test_after_the_call_lists_change_but_duties_stay(province: Province, called: Campaign) -> None:
    before = list(called.duties.values_list("pk", flat=True))
    change_campaign(
        actor=province.officer,
        campaign_id=called.pk,
        version=called.version,
        facts=campaign_facts(),
        content=content(streams=[StreamFacts(name="新板块")], duties=[]),
    )
    assert [stream.name for stream in called.streams.all()] == ["新板块"]
    assert list(called.duties.values_list("pk", flat=True)) == before


def test_another_office_cannot_change_the_campaign(province: Province, draft: Campaign) -> None:
    for person in (province.prefecture_officer, province.county_officer, province.filler):
        with pytest.raises(NotPermitted):
            change_campaign(actor=person, campaign_id=draft.pk, version=1, facts=campaign_facts(theme="改"))


def test_a_clone_takes_everything_over_and_moves_due_dates_with_the_start(province: Province, draft: Campaign) -> None:
    facts = campaign_facts(slug="next", start=date(2024, 5, 18), end=date(2024, 5, 26))
    made = clone_campaign(actor=province.officer, campaign_id=draft.pk, facts=facts)
    assert made.previous == draft
    assert [body.name for body in made.bodies.all()] == [body.name for body in draft.bodies.all()]
    assert {duty.due_at.astimezone(clock.SHANGHAI).date() for duty in made.duties.all()} == {date(2024, 6, 13)}
    assert draft.duties.count() == 2


def test_every_change_is_audited_without_names(province: Province, draft: Campaign) -> None:
    change_campaign(
        actor=province.officer, campaign_id=draft.pk, version=1, facts=campaign_facts(theme="新"), content=content()
    )
    entries = AuditEntry.objects.filter(subject_type="campaigns.campaign", subject_id=str(draft.pk)).order_by("number")
    assert [entry.act for entry in entries] == ["campaign.create", "campaign.change"]
    assert entries[1].detail == {"fields": ["theme"], "lists": True}


def test_a_confirmed_notice_becomes_a_draft_and_corrected_values_win(province: Province) -> None:
    notice = make_notice(province.officer)
    facts = replace(campaign_facts(), theme="更正后的主题")
    made = campaign_from_notice(actor=province.officer, notice_id=notice.pk, facts=facts, content=content())
    assert (made.notice, made.theme, made.called_at) == (notice, "更正后的主题", None)


def test_a_notice_of_another_place_is_not_found(province: Province) -> None:
    notice = make_notice(province.officer)
    other = make_person(make_unit("别市科技局", code=PREFECTURE + 100, kind=UnitKind.SCIENCE_OFFICE))
    with pytest.raises(NotFound):
        campaign_from_notice(actor=other, notice_id=notice.pk, facts=campaign_facts(), content=content())


def test_a_called_campaign_cannot_be_called_again(province: Province, called: Campaign) -> None:
    with pytest.raises(WrongState):
        call_campaign(actor=province.officer, campaign_id=called.pk)
