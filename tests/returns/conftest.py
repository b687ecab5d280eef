"""A province whose campaign has been called, after the week."""

from collections.abc import Iterator

import pytest

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.person import Person
from tests.factories.campaigns import BEFORE, Province
from tests.factories.materials import campaign_of_four
from tests.factories.returns import AFTER, called_campaign


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.at(AFTER):
        yield


@pytest.fixture
def province(db: None) -> Province:
    """Three levels of offices and three units."""
    return Province()


@pytest.fixture
def campaign(province: Province) -> Campaign:
    """Called before the week."""
    with clock.at(BEFORE):
        return called_campaign(province)


@pytest.fixture
def four(province: Province) -> Campaign:
    """One that asks for all four, called before the week."""
    with clock.at(BEFORE):
        return campaign_of_four(province, slug="four")


@pytest.fixture
def chain(province: Province) -> list[Person]:
    """The officers who accept what a school of the county reports, the nearest first."""
    return [province.county_officer, province.prefecture_officer, province.officer]
