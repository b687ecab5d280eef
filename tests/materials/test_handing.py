"""A part that a unit hands in: which act follows which, who may do it, what is judged, who is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.campaigns.actions.calling import close_campaign, extend, remove_from_roster
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Campaign
from sciweek.core import clock
from sciweek.core.errors import BadInput, NotFound, NotPermitted, WrongState
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.materials.actions.handing import hand_in, hand_in_none, reopen, send_back
from sciweek.materials.enums import Stage
from sciweek.materials.handing import State, handed_in, reopened, sent_back
from sciweek.materials.models import DeliveryStep
from sciweek.materials.queries.deliveries import parts_of
from sciweek.people.enums import Role
from tests.factories.campaigns import BEFORE, Province, make_person
from tests.factories.materials import LACKING, handed_back, part, pictured, placed, reported_on
from tests.factories.materials import handed_in as with_handed_in
from tests.factories.returns import AFTER, called_campaign

PICTURES, MEDIA, SUMMARY = DutyKind.PICTURES, DutyKind.MEDIA, DutyKind.SUMMARY
NO_MEDIA = "乡镇没有媒体采访，也没有发稿。"
ACTS = {"hand_in": handed_in, "reopen": reopened, "send_back": sent_back}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.booleans()), max_size=12))
def test_whatever_is_tried_a_part_is_handed_in_once_and_its_mark_survives_a_sending_back(
    tries: list[tuple[str, bool]],
) -> None:
    state = State()
    for act, in_time in tries:
        before = state
        try:
            state = handed_in(state, in_time=in_time) if act == "hand_in" else ACTS[act](state)  # type: ignore[operator]
        except WrongState:
            assert (before.stage == Stage.HANDED_IN) == (act == "hand_in")
            continue
        assert (state.stage == Stage.HANDED_IN) == (act == "hand_in")
        assert state.stage != Stage.HANDED_IN or state.on_time is not None
        if before.ever_sent_back:
            assert (state.ever_sent_back, state.on_time) == (True, before.on_time)


def test_a_part_is_handed_in_taken_back_and_handed_in_again(province: Province, campaign: Campaign) -> None:
    placement = with_handed_in(province.filler, campaign, PICTURES, MEDIA)
    assert {part(placement, kind).stage for kind in (PICTURES, MEDIA)} == {Stage.HANDED_IN}
    assert part(placement, PICTURES).on_time is True
    with pytest.raises(WrongState, match="已经上报过了"):
        hand_in(actor=province.filler, placement_id=placement.pk, kinds=[PICTURES])
    reopen(actor=province.filler, placement_id=placement.pk, kind=PICTURES)
    with pytest.raises(WrongState, match="还没有上报"):
        reopen(actor=province.filler, placement_id=placement.pk, kind=PICTURES)
    assert (part(placement, PICTURES).stage, part(placement, PICTURES).on_time) == (Stage.OPEN, None)
    hand_in(actor=province.filler, placement_id=placement.pk, kinds=[PICTURES])
    steps = DeliveryStep.objects.filter(delivery=part(placement, PICTURES)).order_by("pk")
    assert [(step.act, step.count) for step in steps] == [("hand_in", 1), ("reopen", 0), ("hand_in", 1)]
    assert AuditEntry.objects.filter(act="delivery.hand_in").count() == 3


def test_all_that_is_named_is_handed_in_together_or_nothing(province: Province, campaign: Campaign) -> None:
    pictured(province.filler, campaign)
    placement = placed(province.filler, campaign)
    with pytest.raises(BadInput, match=r"媒体报道还没有内容.*确实没有的"):
        hand_in(actor=province.filler, placement_id=placement.pk, kinds=[PICTURES, MEDIA])
    assert part(placement, PICTURES).stage == Stage.OPEN
    with pytest.raises(BadInput, match="没有备齐"):
        hand_in(actor=province.filler, placement_id=placement.pk, kinds=[])


def test_what_there_is_none_of_is_said_with_a_reason_and_counts(province: Province, campaign: Campaign) -> None:
    placement, actor = placed(province.filler, campaign), province.filler
    with pytest.raises(BadInput, match="没有的原因至少写 6 个字"):
        hand_in_none(actor=actor, placement_id=placement.pk, kind=MEDIA, because="没有")
    with pytest.raises(BadInput, match="最多 300 个字"):
        hand_in_none(actor=actor, placement_id=placement.pk, kind=MEDIA, because="没" * 301)
    made = hand_in_none(actor=actor, placement_id=placement.pk, kind=MEDIA, because=NO_MEDIA)
    assert (made.stage, made.none_because, made.on_time) == (Stage.HANDED_IN, NO_MEDIA, True)
    reopen(actor=actor, placement_id=placement.pk, kind=MEDIA)
    assert part(placement, MEDIA).none_because == ""
    reported_on(actor, campaign)
    with pytest.raises(BadInput, match="已有 1 项，不能同时说明没有"):
        hand_in_none(actor=actor, placement_id=placement.pk, kind=MEDIA, because=NO_MEDIA)


def test_it_is_judged_by_the_units_own_date_for_this_part(province: Province, campaign: Campaign) -> None:
    placement = placed(province.filler, campaign)
    pictured(province.filler, campaign)
    reported_on(province.filler, campaign)
    late = AFTER + timedelta(days=30)
    row = Assignment.objects.get(unit=placement.unit_id, duty__kind=MEDIA)
    extend(
        actor=province.county_officer,
        assignment_id=row.pk,
        due_at=late + timedelta(days=1),
        reason="媒体刊发较晚，准予延期。",
    )
    with clock.at(late):
        hand_in(actor=province.filler, placement_id=placement.pk, kinds=[PICTURES, MEDIA])
    assert (part(placement, PICTURES).on_time, part(placement, MEDIA).on_time) == (False, True)


def test_an_office_of_the_chain_sends_back_with_a_reason_and_the_unit_is_told(
    province: Province, campaign: Campaign
) -> None:
    placement = handed_back(province.filler, campaign, PICTURES, province.county_officer)
    delivery = part(placement, PICTURES)
    assert (delivery.stage, delivery.on_time, delivery.ever_sent_back) == (Stage.SENT_BACK, True, True)
    mail = Message.objects.get(template="materials/sent_back")
    assert mail.to_name == province.filler.name
    assert "影像资料被退回" in mail.subject
    assert LACKING in mail.body
    with pytest.raises(WrongState, match="还没有上报，或已经退回"):
        send_back(actor=province.county_officer, placement_id=placement.pk, kind=PICTURES, reason=LACKING)
    with clock.at(AFTER + timedelta(days=60)):
        hand_in(actor=province.filler, placement_id=placement.pk, kinds=[PICTURES])
    assert part(placement, PICTURES).on_time is True
    with pytest.raises(BadInput, match="退回的原因至少写 6 个字"):
        send_back(actor=province.officer, placement_id=placement.pk, kind=PICTURES, reason="不行")


def test_who_may_hand_in_take_back_and_send_back(province: Province, campaign: Campaign) -> None:
    placement = with_handed_in(province.filler, campaign, PICTURES)
    school, office = province.schools[0], province.county
    own = {
        role: make_person(school, role) for role in (Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.JOINT_HOST, Role.VIEWER)
    }
    for role, person in own.items():
        if role == Role.VIEWER:
            with pytest.raises(NotPermitted, match="只有本单位"):
                reopen(actor=person, placement_id=placement.pk, kind=PICTURES)
        else:
            reopen(actor=person, placement_id=placement.pk, kind=PICTURES)
            hand_in(actor=person, placement_id=placement.pk, kinds=[PICTURES])
        with pytest.raises(NotPermitted, match="只有审批链"):
            send_back(actor=person, placement_id=placement.pk, kind=PICTURES, reason=LACKING)
    for officer in (province.county_officer, province.prefecture_officer, province.officer):
        for act in (reopen, lambda **given: hand_in(kinds=[given.pop("kind")], **given)):
            with pytest.raises(NotPermitted, match="只有本单位"):
                act(actor=officer, placement_id=placement.pk, kind=PICTURES)
        send_back(actor=officer, placement_id=placement.pk, kind=PICTURES, reason=LACKING)
        hand_in(actor=province.filler, placement_id=placement.pk, kinds=[PICTURES])
    for stranger in (make_person(province.institute), make_person(office, Role.VIEWER)):
        with pytest.raises(NotPermitted, match="只有审批链"):
            send_back(actor=stranger, placement_id=placement.pk, kind=PICTURES, reason=LACKING)
    county = with_handed_in(province.county_officer, campaign, PICTURES)
    with pytest.raises(NotPermitted, match="只有审批链"):
        send_back(actor=province.county_officer, placement_id=county.pk, kind=PICTURES, reason=LACKING)


def test_nothing_moves_once_the_campaign_is_closed_or_the_unit_removed(province: Province, campaign: Campaign) -> None:
    placement = with_handed_in(province.filler, campaign, PICTURES)
    institute = make_person(province.institute)
    pictured(institute, campaign)
    removed = placed(institute, campaign)
    remove_from_roster(actor=province.officer, placement_id=removed.pk, reason="本届不再要求报送。")
    with pytest.raises(WrongState, match="移出应报名单"):
        hand_in(actor=institute, placement_id=removed.pk, kinds=[PICTURES])
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    with pytest.raises(WrongState, match="已经归档"):
        reopen(actor=province.filler, placement_id=placement.pk, kind=PICTURES)
    with pytest.raises(NotPermitted, match="已经归档"):
        send_back(actor=province.county_officer, placement_id=placement.pk, kind=PICTURES, reason=LACKING)


def test_a_campaign_that_does_not_ask_for_it_takes_none(province: Province) -> None:
    with clock.at(BEFORE):
        campaign = called_campaign(province)
    placement = placed(province.filler, campaign)
    assert [state.kind for state in parts_of(placement)] == [SUMMARY]
    with pytest.raises(NotFound, match="没有要求报送影像资料"):
        hand_in_none(actor=province.filler, placement_id=placement.pk, kind=PICTURES, because=NO_MEDIA)
    with pytest.raises(NotFound):
        hand_in(actor=province.filler, placement_id=987654, kinds=[PICTURES])


def test_what_is_due_when_and_what_is_there(province: Province, campaign: Campaign) -> None:
    pictured(province.filler, campaign, "navy", "teal")
    placement = with_handed_in(province.filler, campaign, MEDIA)
    states = {state.kind: state for state in parts_of(placement)}
    assert (states[PICTURES].count, states[PICTURES].ready, states[PICTURES].overdue) == (2, True, False)
    assert (states[MEDIA].handed_in, states[MEDIA].ready) == (True, False)
    with clock.at(clock.end_of(date(2023, 7, 1))):
        assert {state.kind for state in parts_of(placement) if state.overdue} == {SUMMARY, PICTURES}
