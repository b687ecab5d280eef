"""A province whose campaign asks for all four and has been called, after the week."""

from collections.abc import Iterator

import pytest

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from tests.factories.campaigns import BEFORE, Province
from tests.factories.materials import campaign_of_four
from tests.factories.returns import AFTER


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
        return campaign_of_four(province)
