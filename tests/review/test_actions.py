"""Acts on a track in the database: permission, steps, and two officers at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sciweek.core import clock
from sciweek.core.audit import SYSTEM
from sciweek.core.errors import BadInput, NotPermitted, WrongState
from sciweek.review.actions import accept, open_tracks, send_back, submit, withdraw
from sciweek.review.models import Act, Step, Track
from sciweek.review.queries import last_step, position_of, steps_of, waiting_for
from tests.factories.campaigns import Province, make_person

REASON = "第 3 行与上年相差太大，请核实。"


@pytest.fixture
def province(db: None) -> Province:
    return Province()


def track_of(province: Province) -> Track:
    return open_tracks(chains=[[province.county.pk, province.prefecture.pk, province.office.pk]])[0]


@pytest.fixture
def track(province: Province) -> Track:
    return track_of(province)


def test_a_track_goes_up_its_chain_and_each_office_is_waited_for_in_turn(province: Province, track: Track) -> None:
    submit(actor=province.filler, track_id=track.pk, version=1)
    for person in (province.county_officer, province.prefecture_officer, province.officer):
        assert list(waiting_for(person.unit_id)) == [track]
        accept(actor=person, track_id=track.pk)
    track.refresh_from_db()
    assert (track.stage, track.accepted, track.waiting_for_id) == ("accepted", 3, None)
    assert [step.act for step in steps_of(track.pk)] == [Act.SUBMIT, Act.ACCEPT, Act.ACCEPT, Act.ACCEPT]
    assert [step.position for step in steps_of(track.pk)] == [None, 0, 1, 2]


def test_a_step_tells_who_when_and_which_version(province: Province, track: Track) -> None:
    submit(actor=province.filler, track_id=track.pk, version=7)
    step = last_step(track.pk, Act.SUBMIT)
    assert step is not None
    assert (step.unit_id, step.account_id, step.version) == (province.filler.unit_id, province.filler.account_id, 7)
    assert step.actor_name == province.filler.name


def test_an_office_outside_the_chain_does_nothing(province: Province, track: Track) -> None:
    submit(actor=province.filler, track_id=track.pk, version=1)
    stranger = make_person(province.institute)
    for act in (
        lambda: accept(actor=stranger, track_id=track.pk),
        lambda: send_back(actor=stranger, track_id=track.pk, reason=REASON),
        lambda: withdraw(actor=SYSTEM, track_id=track.pk),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert Step.objects.filter(track=track).count() == 1


def test_sending_back_needs_a_reason_and_a_date_to_come(province: Province, track: Track) -> None:
    submit(actor=province.filler, track_id=track.pk, version=1)
    with pytest.raises(BadInput):
        send_back(actor=province.county_officer, track_id=track.pk, reason="不对")
    with pytest.raises(BadInput):
        send_back(
            actor=province.county_officer,
            track_id=track.pk,
            reason=REASON,
            correct_by=clock.now() - timedelta(minutes=1),
        )
    track.refresh_from_db()
    assert track.stage == "submitted"


def test_what_was_sent_back_starts_over_and_keeps_the_first_submission(province: Province, track: Track) -> None:
    first = submit(actor=province.filler, track_id=track.pk, version=1).first_submitted_at
    accept(actor=province.county_officer, track_id=track.pk)
    by = clock.now() + timedelta(days=3)
    back = send_back(actor=province.prefecture_officer, track_id=track.pk, reason=REASON, correct_by=by, marks=["A01"])
    assert (back.stage, back.accepted, back.correct_by) == ("sent_back", 0, by)
    step = last_step(track.pk, Act.SEND_BACK)
    assert step is not None
    assert (step.reason, step.marks, step.position) == (REASON, ["A01"], 1)
    again = submit(actor=province.filler, track_id=track.pk, version=2)
    assert (again.first_submitted_at, again.correct_by, again.waiting_for_id) == (first, None, province.county.pk)


def test_a_refused_act_leaves_the_track_as_it_was(province: Province, track: Track) -> None:
    with pytest.raises(WrongState):
        accept(actor=province.county_officer, track_id=track.pk)
    track.refresh_from_db()
    assert (track.stage, track.accepted, track.decided_at) == ("draft", 0, None)


def test_many_tracks_open_in_a_handful_of_queries(
    province: Province, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    chain = [province.county.pk, province.prefecture.pk, province.office.pk]
    with django_assert_max_num_queries(6):
        tracks = open_tracks(chains=[chain] * 100)
    assert [position_of(tracks[99].pk, office) for office in chain] == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_once_count_once(race: Callable[..., list[Any]]) -> None:
    province = Province()
    second = make_person(province.county)
    track = track_of(province)
    submit(actor=province.filler, track_id=track.pk, version=1)
    results = race(
        lambda: accept(actor=province.county_officer, track_id=track.pk),
        lambda: accept(actor=second, track_id=track.pk),
    )
    assert sorted(type(each).__name__ for each in results) == ["Track", "WrongState"]
    track.refresh_from_db()
    assert track.accepted == 1
    assert Step.objects.filter(track=track, act=Act.ACCEPT).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_acceptance_and_a_withdrawal_at_once_do_not_both_count(race: Callable[..., list[Any]]) -> None:
    province = Province()
    track = track_of(province)
    submit(actor=province.filler, track_id=track.pk, version=1)
    results = race(
        lambda: accept(actor=province.county_officer, track_id=track.pk),
        lambda: withdraw(actor=province.filler, track_id=track.pk),
    )
    assert sorted(type(each).__name__ for each in results) == ["Track", "WrongState"]
