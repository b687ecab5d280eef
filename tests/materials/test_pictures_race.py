"""Two people of one unit upload the same picture at once: one record is kept; without the lock the database must stop it."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.models import StoredFile
from sciweek.materials.actions import pictures
from sciweek.materials.actions.pictures import Added, add_pictures
from sciweek.materials.models import Picture
from sciweek.people.person import Person
from tests.conftest import ON_POSTGRES
from tests.factories.campaigns import BEFORE, Province, make_person
from tests.factories.materials import about, campaign_of_four, photo, placed
from tests.factories.returns import AFTER

Race = Callable[..., list[Any]]
pytestmark = pytest.mark.django_db(transaction=True)


def add(actor: Person, campaign: Campaign) -> Added:
    with clock.at(AFTER):
        placement = placed(actor, campaign)
        return add_pictures(actor=actor, placement_id=placement.pk, uploads=[photo()], facts=about())


@pytest.fixture
def two_people(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Added]]:
    """Two uploads that wait for each other between looking for the same picture and keeping it, if they can meet."""
    with clock.at(BEFORE):
        province = Province()
        campaign = campaign_of_four(province)
    meeting = threading.Barrier(2, timeout=1)
    kept = pictures.keep

    def meet_and_keep(data: bytes, **given: Any) -> StoredFile:
        with suppress(threading.BrokenBarrierError):
            meeting.wait()
        return kept(data, **given)

    monkeypatch.setattr(pictures, "keep", meet_and_keep)
    return [partial(add, person, campaign) for person in (province.filler, make_person(province.schools[0]))]


def test_one_record_is_kept_and_the_other_person_hears_why(race: Race, two_people: list[Callable[[], Added]]) -> None:
    results = race(*two_people)
    assert sorted((len(result.kept), len(result.refused)) for result in results) == [(0, 1), (1, 0)]
    assert Picture.objects.count() == 1


def test_without_the_lock_only_the_database_stops_the_second(
    race: Race, two_people: list[Callable[[], Added]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows.all())
    results = race(*two_people)
    # SQLite lets in one writer at a time whatever is locked.
    assert any(isinstance(result, IntegrityError) for result in results) == ON_POSTGRES
    assert Picture.objects.count() == 1
