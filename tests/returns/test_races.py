"""Two people at the same moment. Each race has a negative control: the careless way of doing the same does lose."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.errors import NotPermitted, Stale, WrongState, permit
from sciweek.people.person import Person
from sciweek.returns.actions.filling import Saved, save_cells
from sciweek.returns.actions.passing import accept_return, submit_return, withdraw_return
from sciweek.returns.enums import CellState
from sciweek.returns.models import Cell, CellChange, Form, Return, ReturnVersion
from sciweek.returns.queries.cells import cells_of
from sciweek.returns.rules import may_fill
from sciweek.returns.versions import frozen_cells
from sciweek.review.models import Step, Track
from sciweek.review.transitions import accepted
from tests.factories.campaigns import BEFORE, Province, make_person
from tests.factories.returns import AFTER, called_campaign, filled, fresh, opened, submitted

Race = Callable[..., list[Any]]
pytestmark = pytest.mark.django_db(transaction=True)
# Long enough for the other side to reach the lock; too short a time only makes a test less sharp, never red.
AT_THE_LOCK = 0.3


def prepared() -> tuple[Province, Campaign]:
    with clock.at(BEFORE):
        province = Province()
        return province, called_campaign(province)


def then(act: Callable[[], Any]) -> Callable[[], Any]:
    """The act at the tests' moment: each thread has its own clock."""

    def run() -> Any:
        with clock.at(AFTER):
            return act()

    return run


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def acceptances(ret: Return) -> int:
    return Step.objects.filter(track_id=ret.track_id, act="accept").count()


def test_two_acceptances_at_once_count_once(race: Race) -> None:
    province, campaign = prepared()
    ret = submitted(province.filler, campaign)
    officers = [province.county_officer, make_person(province.county)]
    results = race(*[then(partial(accept_return, actor=by, ret_id=ret.pk)) for by in officers])
    assert kinds(results) == ["Return", "WrongState"]
    assert acceptances(ret) == 1
    assert fresh(ret).track.accepted == 1


def test_without_the_lock_two_acceptances_do_race(race: Race) -> None:
    province, campaign = prepared()
    ret = submitted(province.filler, campaign)
    both_have_read = threading.Barrier(2)

    def careless(by: Person) -> Track:
        track = Track.objects.get(pk=ret.track_id)
        both_have_read.wait()
        state = accepted(track.state, 0)
        with transaction.atomic():
            Track.objects.filter(pk=track.pk).update(accepted=state.accepted)
            Step.objects.create(track=track, act="accept", unit_id=by.unit_id, at=AFTER)
        return track

    officers = [province.county_officer, make_person(province.county)]
    results = race(*[then(partial(careless, by)) for by in officers])
    assert kinds(results) == ["Track", "Track"]
    assert acceptances(ret) == 2


def test_a_return_submitted_twice_at_once_is_frozen_once(race: Race) -> None:
    province, campaign = prepared()
    ret = filled(province.filler, campaign)
    results = race(*[then(lambda: submit_return(actor=province.filler, ret_id=ret.pk))] * 2)
    assert kinds(results) == ["NotPermitted", "Return"]
    assert ReturnVersion.objects.filter(ret=ret).count() == 1
    assert Step.objects.filter(track_id=ret.track_id).count() == 1


def submit_slowly(person: Person, ret: Return, begun: threading.Event) -> Return:
    """Submit, and commit only when the other side stands at the lock."""
    with transaction.atomic():
        done = submit_return(actor=person, ret_id=ret.pk)
        begun.set()
        time.sleep(AT_THE_LOCK)
    return done


def test_a_save_that_waits_for_a_submission_is_refused_after_it(race: Race) -> None:
    province, campaign = prepared()
    ret = filled(province.filler, campaign)
    begun = threading.Event()

    def save() -> Saved:
        begun.wait()
        return save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"D01": "9999"})

    results = race(then(lambda: submit_slowly(province.filler, ret, begun)), then(save))
    assert [type(result) for result in results] == [Return, NotPermitted]
    assert frozen_cells(cells_of(ret.pk)) == ReturnVersion.objects.get(ret=ret).cells


def test_without_the_lock_a_save_slips_in_behind_a_submission(race: Race) -> None:
    province, campaign = prepared()
    ret = filled(province.filler, campaign)
    checked, begun = threading.Event(), threading.Event()

    def careless() -> None:
        permit(may_fill(province.filler, fresh(ret)))
        checked.set()
        begun.wait()
        Cell.objects.filter(ret=ret, indicator__code="D01").update(value=9999)

    def submit() -> Return:
        checked.wait()
        return submit_slowly(province.filler, ret, begun)

    results = race(then(submit), then(careless))
    assert kinds(results) == ["NoneType", "Return"]
    assert frozen_cells(cells_of(ret.pk)) != ReturnVersion.objects.get(ret=ret).cells


def test_of_two_saves_of_one_cell_the_second_sees_both_versions(race: Race) -> None:
    province, campaign = prepared()
    ret = opened(province.filler, campaign)
    colleague = make_person(province.schools[0])
    saves = [
        then(partial(save_cells, actor=by, ret_id=ret.pk, version=0, typed={"A01": text}))
        for by, text in ((province.filler, "5"), (colleague, "8"))
    ]
    results = race(*saves)
    assert kinds(results) == ["Saved", "Stale"]
    refused = next(result for result in results if isinstance(result, Stale))
    kept = Cell.objects.get(ret=ret)
    assert isinstance(refused.theirs, dict)
    assert refused.theirs["A01"].value == kept.value
    assert (kept.state, CellChange.objects.filter(ret=ret).count()) == (CellState.VALUE, 1)


def test_a_return_opened_twice_at_once_is_made_once(race: Race) -> None:
    province, campaign = prepared()
    results = race(*[then(lambda: opened(province.filler, campaign))] * 2)
    assert kinds(results) == ["Return", "Return"]
    assert results[0] == results[1]
    assert (Return.objects.count(), Form.objects.filter(campaign=campaign).count()) == (1, 1)


def test_an_acceptance_and_a_withdrawal_at_once_never_both_happen(race: Race) -> None:
    province, campaign = prepared()
    ret = submitted(province.filler, campaign)
    results = race(
        then(lambda: accept_return(actor=province.county_officer, ret_id=ret.pk)),
        then(lambda: withdraw_return(actor=province.filler, ret_id=ret.pk)),
    )
    refused = [result for result in results if isinstance(result, NotPermitted | WrongState)]
    assert len(refused) == 1
    stage = fresh(ret).track.stage
    assert (stage, acceptances(ret)) in {("submitted", 1), ("draft", 0)}
