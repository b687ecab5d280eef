"""Two offices press the button at once: each unit is mailed once; without the lock it would be mailed twice."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db.models import QuerySet

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.models import Membership
from sciweek.people.person import Person
from sciweek.returns.actions import chasing
from sciweek.returns.actions.chasing import chase
from sciweek.returns.enums import ChaseBy
from sciweek.returns.models import Chase
from tests.conftest import ON_POSTGRES
from tests.factories.campaigns import BEFORE, Province
from tests.factories.returns import AFTER, called_campaign

Race = Callable[..., list[Any]]
pytestmark = pytest.mark.django_db(transaction=True)


def remind(actor: Person, campaign: Campaign) -> None:
    with clock.at(AFTER):
        chase(actor=actor, campaign=campaign, unit_ids=None, by=ChaseBy.MAIL)


@pytest.fixture
def two_offices(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """Two reminders that wait for each other between reading who was reminded and writing it down, if they can meet."""
    with clock.at(BEFORE):
        province = Province()
        campaign = called_campaign(province)
    meeting = threading.Barrier(2, timeout=1)
    read = chasing.officers_of_units

    def read_and_meet(unit_ids: list[int]) -> dict[int, list[Membership]]:
        found = read(unit_ids)
        with suppress(threading.BrokenBarrierError):
            meeting.wait()
        return found

    monkeypatch.setattr(chasing, "officers_of_units", read_and_meet)
    return [partial(remind, actor, campaign) for actor in (province.county_officer, province.prefecture_officer)]


def most_reminded() -> int:
    units = list(Chase.objects.values_list("placement_id", flat=True))
    return max(map(units.count, units))


def test_each_unit_is_mailed_once(race: Race, two_offices: list[Callable[[], None]]) -> None:
    assert race(*two_offices) == [None, None]
    assert most_reminded() == 1


def test_without_the_lock_only_a_single_writer_saves_it(
    race: Race, two_offices: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows.all())
    race(*two_offices)
    # SQLite lets in one writer at a time whatever is locked.
    assert most_reminded() == (2 if ON_POSTGRES else 1)
