"""The call, and what may change after it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from sciweek.campaigns.actions.calling import (
    add_to_roster,
    call_campaign,
    close_campaign,
    extend,
    remove_from_roster,
    set_office_date,
)
from sciweek.campaigns.enums import CampaignState, DutyKind
from sciweek.campaigns.models import Assignment, Campaign, ChainOffice, OfficeDate, Placement
from sciweek.campaigns.queries import (
    candidates,
    current_campaign,
    due_from,
    extension_for,
    offices_of,
    roster_counts,
)
from sciweek.core import clock
from sciweek.core.clock import SHANGHAI, end_of
from sciweek.core.errors import BadInput, NotPermitted, WrongState
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.people.enums import UnitKind
from sciweek.people.models import Unit
from tests.factories.campaigns import BEFORE, PROVINCE, Province, make_campaign, make_unit

REASON = "单位新近成立，应当报送。"


def due_day(unit: Unit, campaign: Campaign) -> date:
    row = Assignment.objects.filter(unit=unit, duty__campaign=campaign).earliest("duty__position")
    return row.due_at.astimezone(SHANGHAI).date()


def office_date(campaign: Campaign, office: Unit) -> OfficeDate:
    return OfficeDate.objects.filter(duty__campaign=campaign, office=office).earliest("duty__position")


def assignment(campaign: Campaign, unit: Unit) -> Assignment:
    return Assignment.objects.filter(duty__campaign=campaign, unit=unit).earliest("duty__position")


def test_the_call_freezes_every_unit_below_the_office_with_its_chain(province: Province, called: Campaign) -> None:
    roster = {placement.unit_id: placement for placement in Placement.objects.filter(campaign=called)}
    expected = [*province.schools, province.county, province.prefecture, province.institute]
    assert set(roster) == {unit.pk for unit in expected}
    assert list(offices_of(roster[province.schools[0].pk])) == [
        province.county.pk,
        province.prefecture.pk,
        province.office.pk,
    ]
    assert list(offices_of(roster[province.institute.pk])) == [province.office.pk]
    assert called.state == CampaignState.CALLED


def test_every_unit_gets_every_duty_with_the_date_of_its_first_office(province: Province, called: Campaign) -> None:
    assert Assignment.objects.filter(duty__campaign=called).count() == 5 * 2
    assert due_day(province.institute, called) == date(2023, 6, 15)
    assert due_day(province.county, called) == date(2023, 6, 13)
    assert due_day(province.schools[0], called) == date(2023, 6, 8)


def test_the_officers_of_all_units_are_told_once_in_the_same_transaction(province: Province, called: Campaign) -> None:
    posted = Message.objects.filter(template="campaigns/called")
    assert posted.count() == 3
    assert "情况统计表，6月8日前" in posted.get(division_code=630102, to_name=province.filler.name).body


def test_a_unit_without_a_chain_is_reported_and_not_expected(province: Province, draft: Campaign) -> None:
    lost = make_unit("没有上级的单位", code=PROVINCE)
    found = {each.unit.pk: each.chain for each in candidates(draft)}
    assert "更改它的报送单位" in found[lost.pk].reason
    call_campaign(actor=province.officer, campaign_id=draft.pk)
    assert not Placement.objects.filter(unit=lost).exists()


def test_a_campaign_without_duties_is_not_called(province: Province, draft: Campaign) -> None:
    draft.duties.all().delete()
    with pytest.raises(BadInput, match="还没有任务"):
        call_campaign(actor=province.officer, campaign_id=draft.pk)
    assert not Placement.objects.exists()


@pytest.mark.parametrize("who", ["prefecture", "county", "unit"])
def test_only_the_lead_office_calls_and_changes_the_roster(province: Province, called: Campaign, who: str) -> None:
    person = province.everybody[who]
    placement = Placement.objects.get(campaign=called, unit=province.schools[0])
    acts: list[Callable[[], Any]] = [
        lambda: call_campaign(actor=person, campaign_id=called.pk),
        lambda: remove_from_roster(actor=person, placement_id=placement.pk, reason=REASON),
        lambda: add_to_roster(actor=person, campaign_id=called.pk, unit_id=province.schools[0].pk, reason=REASON),
        lambda: close_campaign(actor=person, campaign_id=called.pk),
    ]
    entries = AuditEntry.objects.count()
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    assert AuditEntry.objects.count() == entries


def test_an_addition_carries_a_reason_and_both_bases_stay(province: Province, called: Campaign) -> None:
    late = make_unit("测试县第三中学", under=province.county)
    with pytest.raises(BadInput, match="6 个字"):
        add_to_roster(actor=province.officer, campaign_id=called.pk, unit_id=late.pk, reason="新")
    made = add_to_roster(actor=province.officer, campaign_id=called.pk, unit_id=late.pk, reason=REASON)
    assert (made.frozen, made.added_reason) == (False, REASON)
    assert due_day(late, called) == due_day(province.schools[0], called)
    assert roster_counts(called) == {"now": 6, "called": 5, "added": 1, "removed": 0}


def test_a_unit_that_is_expected_already_is_not_added_twice(province: Province, called: Campaign) -> None:
    with pytest.raises(BadInput, match="已在应报名单"):
        add_to_roster(actor=province.officer, campaign_id=called.pk, unit_id=province.institute.pk, reason=REASON)


def test_a_removed_unit_owes_nothing_and_may_come_back_with_its_frozen_chain(
    province: Province, called: Campaign
) -> None:
    placement = Placement.objects.get(campaign=called, unit=province.schools[0])
    remove_from_roster(actor=province.officer, placement_id=placement.pk, reason="单位已经撤销。")
    assert not Assignment.objects.filter(unit=province.schools[0]).exists()
    with pytest.raises(WrongState):
        remove_from_roster(actor=province.officer, placement_id=placement.pk, reason="单位已经撤销。")
    again = add_to_roster(actor=province.officer, campaign_id=called.pk, unit_id=province.schools[0].pk, reason=REASON)
    assert again.pk == placement.pk
    assert again.removed_at is None
    assert ChainOffice.objects.filter(placement=again).count() == 3
    assert due_day(province.schools[0], called) == date(2023, 6, 8)


def test_an_office_that_collects_earlier_moves_its_own_units_only(province: Province, called: Campaign) -> None:
    early = end_of(date(2023, 6, 6))
    set_office_date(actor=province.county_officer, office_date_id=office_date(called, province.county).pk, due_at=early)
    assert due_day(province.schools[0], called) == date(2023, 6, 6)
    assert due_day(province.county, called) == date(2023, 6, 13)


def test_an_office_may_not_collect_later_than_it_must_deliver(province: Province, called: Campaign) -> None:
    row = office_date(called, province.county)
    with pytest.raises(BadInput, match="不能晚于上级"):
        set_office_date(actor=province.county_officer, office_date_id=row.pk, due_at=end_of(date(2023, 6, 14)))
    with pytest.raises(NotPermitted):
        set_office_date(actor=province.prefecture_officer, office_date_id=row.pk, due_at=end_of(date(2023, 6, 6)))


def test_a_superior_that_collects_earlier_takes_the_offices_below_along(province: Province, called: Campaign) -> None:
    row = office_date(called, province.prefecture)
    set_office_date(actor=province.prefecture_officer, office_date_id=row.pk, due_at=end_of(date(2023, 6, 7)))
    assert due_day(province.county, called) == date(2023, 6, 7)
    assert due_day(province.schools[0], called) == date(2023, 6, 7)


def test_an_extension_holds_for_one_unit_and_survives_an_earlier_date(province: Province, called: Campaign) -> None:
    first, second = province.schools
    made = extend(
        actor=province.county_officer,
        assignment_id=assignment(called, first).pk,
        due_at=end_of(date(2023, 6, 12)),
        reason="学校正在期中考试。",
    )
    assert not made.beyond
    assert due_day(first, called) == date(2023, 6, 12)
    kept = extension_for(first.pk, called.pk, DutyKind.RETURN)
    assert kept is not None
    assert (kept.reason, kept.office, kept.due_at) == ("学校正在期中考试。", province.county, made.assignment.due_at)
    assert extension_for(second.pk, called.pk, DutyKind.RETURN) is None
    row = office_date(called, province.county)
    set_office_date(actor=province.county_officer, office_date_id=row.pk, due_at=end_of(date(2023, 6, 7)))
    assert (due_day(first, called), due_day(second, called)) == (date(2023, 6, 12), date(2023, 6, 7))


def test_an_extension_is_told_as_long_as_its_date_holds(province: Province, called: Campaign) -> None:
    row = assignment(called, province.schools[0])
    for days, reason in ((3, "学校正在期中考试。"), (5, "停电三天，确有困难。")):
        extend(
            actor=province.county_officer, assignment_id=row.pk, due_at=row.due_at + timedelta(days=days), reason=reason
        )
    kept = extension_for(row.unit_id, called.pk, DutyKind.RETURN)
    assert kept is not None
    assert kept.reason == "停电三天，确有困难。"
    Assignment.objects.filter(pk=row.pk).update(due_at=row.due_at)
    assert extension_for(row.unit_id, called.pk, DutyKind.RETURN) is None
    with pytest.raises(BadInput, match="超过 300 个字"):
        extend(actor=province.county_officer, assignment_id=row.pk, due_at=end_of(date(2023, 6, 20)), reason="长" * 301)


def test_an_extension_after_the_superiors_date_is_allowed_but_says_so(province: Province, called: Campaign) -> None:
    made = extend(
        actor=province.county_officer,
        assignment_id=assignment(called, province.schools[0]).pk,
        due_at=end_of(date(2023, 6, 14)),
        reason="学校正在期中考试。",
    )
    assert made.beyond


def test_only_offices_of_the_units_chain_extend(province: Province, called: Campaign) -> None:
    row = assignment(called, province.institute)
    for person in (province.county_officer, province.prefecture_officer, province.filler):
        with pytest.raises(NotPermitted):
            extend(actor=person, assignment_id=row.pk, due_at=row.due_at + timedelta(days=3), reason="确有困难请延期。")


def test_a_closed_campaign_changes_no_more(province: Province, called: Campaign) -> None:
    close_campaign(actor=province.officer, campaign_id=called.pk)
    row = office_date(called, province.county)
    with pytest.raises(WrongState):
        set_office_date(actor=province.county_officer, office_date_id=row.pk, due_at=end_of(date(2023, 6, 6)))
    with pytest.raises(NotPermitted):
        add_to_roster(actor=province.officer, campaign_id=called.pk, unit_id=province.institute.pk, reason=REASON)
    with pytest.raises(WrongState):
        close_campaign(actor=province.officer, campaign_id=called.pk)


def test_what_is_due_next_depends_on_who_asks(province: Province, called: Campaign) -> None:
    assert [due.for_office for due in due_from(province.filler, called)] == [False, False]
    mine = due_from(province.county_officer, called)
    assert [due.due_at for due in mine] == sorted(due.due_at for due in mine)
    assert sum(due.for_office for due in mine) == 2
    assert all(due.for_office for due in due_from(province.officer, called))


def test_the_current_campaign_is_the_called_one_whose_days_are_on(province: Province, called: Campaign) -> None:
    other = make_campaign(province.officer, slug="autumn", start=date(2023, 9, 1), end=date(2023, 9, 5))
    call_campaign(actor=province.officer, campaign_id=other.pk)
    with clock.at(BEFORE + timedelta(days=42)):
        assert current_campaign() == called


def test_units_of_other_kinds_that_report_to_the_office_are_expected_too(province: Province, draft: Campaign) -> None:
    company = make_unit("测试公司", under=province.office, kind=UnitKind.COMPANY, code=PROVINCE)
    call_campaign(actor=province.officer, campaign_id=draft.pk)
    assert Placement.objects.filter(unit=company).exists()


def test_units_of_a_lower_lead_office_get_the_campaigns_own_date(province: Province) -> None:
    campaign = make_campaign(province.prefecture_officer)
    call_campaign(actor=province.prefecture_officer, campaign_id=campaign.pk)
    assert due_day(province.county, campaign) == date(2023, 6, 15)
    assert due_day(province.schools[0], campaign) == date(2023, 6, 8)
    assert list(offices_of(Placement.objects.get(campaign=campaign, unit=province.schools[0]))) == [
        province.county.pk,
        province.prefecture.pk,
    ]


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_call_once(race: Callable[..., list[Any]]) -> None:
    province = Province()
    draft = make_campaign(province.officer)

    def call() -> Campaign:
        with clock.at(BEFORE):
            return call_campaign(actor=province.officer, campaign_id=draft.pk)

    results = race(call, call)
    assert sum(isinstance(each, Campaign) for each in results) == 1
    assert [type(each) for each in results if not isinstance(each, Campaign)] == [WrongState]
    assert Placement.objects.filter(campaign=draft).count() == 5
