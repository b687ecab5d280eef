"""A return's way through the offices."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.errors import BadInput, NotPermitted, Stale, WrongState
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.people.person import Person
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.actions.passing import (
    accept_many,
    accept_return,
    send_back_return,
    submit_return,
    withdraw_return,
)
from sciweek.returns.models import CellChange, ReturnVersion
from sciweek.returns.queries.cells import changed_since
from sciweek.returns.queries.returns import broken_versions, due_of, returns_for_review, version_seen_by
from tests.factories.campaigns import Province, make_person
from tests.factories.returns import AFTER, REASON, accepted, filled, fresh, sent_back, submitted, whole_form

LATE = datetime(2023, 6, 20, 10, tzinfo=clock.SHANGHAI)


def test_a_return_with_mandatory_findings_is_not_submitted(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, whole_form(A01="9"))
    with pytest.raises(BadInput, match=r"2 项审核问题没有处理.*第一项（强制性）"):
        submit_return(actor=province.filler, ret_id=ret.pk)
    assert fresh(ret).track.stage == "draft"
    assert not ReturnVersion.objects.exists()


def test_a_blank_cell_blocks_and_is_not_taken_for_zero(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, {**whole_form(), "D05": ""})
    with pytest.raises(BadInput, match="D05 捐赠器材还没有填"):
        submit_return(actor=province.filler, ret_id=ret.pk)


def test_a_submitted_return_is_frozen_and_its_first_office_is_told(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    version = ReturnVersion.objects.get(ret=ret)
    assert (version.number, version.version, version.cells["A01"]) == (1, ret.version, ["V", 3, ""])
    assert (ret.track.stage, ret.track.waiting_for_id, ret.on_time) == ("submitted", province.county.pk, True)
    mail = Message.objects.get(template="returns/submitted")
    assert mail.to_name == province.county_officer.name
    assert f"/desk/returns/{ret.pk}/review/" in mail.body


def test_the_chain_of_offices_accepts_in_its_order(province: Province, campaign: Campaign, chain: list[Person]) -> None:
    ret = submitted(province.filler, campaign)
    for officer in (chain[1], chain[2]):
        with pytest.raises(WrongState, match="等下级验收"):
            accept_return(actor=officer, ret_id=ret.pk)
    for number, officer in enumerate(chain, 1):
        assert accept_return(actor=officer, ret_id=ret.pk).track.accepted == number
        with pytest.raises(WrongState):
            accept_return(actor=officer, ret_id=ret.pk)
    assert fresh(ret).track.stage == "accepted"
    assert Message.objects.get(template="returns/accepted").to_name == province.filler.name
    acts = AuditEntry.objects.filter(subject_type="returns.return", subject_id=str(ret.pk)).order_by("number")
    assert list(acts.values_list("act", flat=True)[2:]) == ["return.submit", *["return.accept"] * 3]


def test_an_office_outside_the_chain_and_the_units_own_people_accept_nothing(
    province: Province, campaign: Campaign
) -> None:
    ret = submitted(province.filler, campaign)
    own = submitted(province.county_officer, campaign)
    for actor, target in (
        (province.filler, ret),
        (make_person(province.institute), ret),
        (make_person(province.schools[1]), ret),
        (province.county_officer, own),
    ):
        with pytest.raises(NotPermitted):
            accept_return(actor=actor, ret_id=target.pk)
        with pytest.raises(NotPermitted):
            send_back_return(actor=actor, ret_id=target.pk, reason=REASON)


def test_sending_back_gives_reason_date_and_marks_to_the_unit(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = accepted(province.filler, campaign, chain[:1])
    by = AFTER + timedelta(days=3)
    send_back_return(actor=chain[1], ret_id=ret.pk, reason=REASON, correct_by=by, marks=["B03", "<script>"])
    ret = fresh(ret)
    assert (ret.track.stage, ret.track.accepted, due_of(ret)) == ("sent_back", 0, by)
    step = ret.track.steps.get(act="send_back")
    assert (step.reason, step.marks) == (REASON, ["B03"])
    assert AuditEntry.objects.get(act="return.send_back").detail["marks"] == ["B03"]
    mail = Message.objects.get(template="returns/sent_back")
    assert REASON in mail.body
    assert "6月4日 10:00" in mail.body


@pytest.mark.parametrize(("reason", "days"), [("改", 3), ("     ", 3), (REASON, -1)])
def test_sending_back_needs_a_reason_and_a_date_to_come(
    province: Province, campaign: Campaign, reason: str, days: int
) -> None:
    ret = submitted(province.filler, campaign)
    with pytest.raises(BadInput):
        send_back_return(
            actor=province.county_officer, ret_id=ret.pk, reason=reason, correct_by=AFTER + timedelta(days=days)
        )
    assert fresh(ret).track.stage == "submitted"


def test_an_office_does_not_send_back_what_one_above_has_accepted(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = accepted(province.filler, campaign, chain[:2])
    with pytest.raises(WrongState, match="上级已经验收"):
        send_back_return(actor=chain[0], ret_id=ret.pk, reason=REASON)


def test_a_corrected_return_goes_through_the_whole_chain_again_and_its_changes_show(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = sent_back(province.filler, campaign, chain[0])
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"B03": "140"})
    submit_return(actor=province.filler, ret_id=ret.pk)
    ret = fresh(ret)
    assert ret.track.accepted == 0
    assert changed_since(ret, version_seen_by(ret, chain[0].unit_id)) == {"B03"}
    numbers = ReturnVersion.objects.filter(ret=ret).values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_a_return_is_taken_back_until_somebody_accepts(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = submitted(province.filler, campaign)
    assert withdraw_return(actor=province.filler, ret_id=ret.pk).track.stage == "draft"
    submit_return(actor=province.filler, ret_id=ret.pk)
    accept_return(actor=chain[0], ret_id=ret.pk)
    with pytest.raises(NotPermitted, match="还没有验收"):
        withdraw_return(actor=province.filler, ret_id=ret.pk)


def test_taking_back_does_not_keep_the_mark_of_being_in_time(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    withdraw_return(actor=province.filler, ret_id=ret.pk)
    with clock.at(LATE):
        assert submit_return(actor=province.filler, ret_id=ret.pk).on_time is False


def test_a_correction_after_the_date_does_not_take_the_mark_of_being_in_time(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = sent_back(province.filler, campaign, chain[0])
    with clock.at(LATE):
        submit_return(actor=province.filler, ret_id=ret.pk)
        withdraw_return(actor=province.filler, ret_id=ret.pk)
        assert submit_return(actor=province.filler, ret_id=ret.pk).on_time is True


def test_nobody_accepts_figures_that_changed_after_he_looked(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = submitted(province.filler, campaign)
    looked_at = ret.version
    withdraw_return(actor=province.filler, ret_id=ret.pk)
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"D01": "99999"})
    submit_return(actor=province.filler, ret_id=ret.pk)
    with pytest.raises(Stale, match="又改过"):
        accept_return(actor=chain[0], ret_id=ret.pk, seen=looked_at)
    assert accept_return(actor=chain[0], ret_id=ret.pk, seen=fresh(ret).version).track.accepted == 1


def test_nobody_submits_what_a_colleague_changed_unseen(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign)
    save_cells(actor=make_person(province.schools[0]), ret_id=ret.pk, version=ret.version, typed={"D01": "7"})
    with pytest.raises(Stale):
        submit_return(actor=province.filler, ret_id=ret.pk, seen=ret.version)


def test_nothing_moves_in_a_filed_campaign(province: Province, campaign: Campaign, chain: list[Person]) -> None:
    ret = submitted(province.filler, campaign)
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    with pytest.raises(NotPermitted):
        withdraw_return(actor=province.filler, ret_id=ret.pk)
    with pytest.raises(WrongState, match="归档"):
        accept_return(actor=chain[0], ret_id=ret.pk)
    with pytest.raises(WrongState, match="归档"):
        send_back_return(actor=chain[0], ret_id=ret.pk, reason=REASON)
    assert not returns_for_review(province.county.pk, chain[0].scope, fresh(ret).campaign).exists()


def test_bulk_acceptance_accepts_each_on_its_own_and_reports_what_it_could_not(
    province: Province, campaign: Campaign
) -> None:
    first = submitted(province.filler, campaign)
    draft = filled(make_person(province.schools[1]), campaign)
    own = submitted(province.county_officer, campaign)
    results = accept_many(actor=province.county_officer, ret_ids=[first.pk, draft.pk, own.pk])
    assert [bool(result.sentence) for result in results] == [False, True, True]
    assert [result.unit for result in results] == [ret.unit.name for ret in (first, draft, own)]
    assert fresh(first).track.accepted == 1
    assert fresh(draft).track.stage == "draft"


def test_frozen_versions_form_a_chain_that_shows_a_forgery(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = sent_back(province.filler, campaign, chain[0])
    submit_return(actor=province.filler, ret_id=ret.pk)
    assert list(broken_versions()) == []
    last = ReturnVersion.objects.get(ret=ret, number=2)
    forged = {**last.cells, "A01": ["V", 999, ""]}
    ReturnVersion.objects.create(
        ret=ret, number=3, version=9, cells=forged, at=AFTER, previous=last.hash, hash=last.hash
    )
    assert list(broken_versions()) == [(ret.pk, 3)]


@pytest.mark.parametrize("kept", [ReturnVersion, CellChange])
def test_the_database_refuses_to_change_what_was_kept(
    province: Province, campaign: Campaign, kept: type[ReturnVersion | CellChange]
) -> None:
    submitted(province.filler, campaign)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        kept.objects.update(version=9)
