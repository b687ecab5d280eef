"""A province with a campaign, before and after the call."""

from collections.abc import Iterator

import pytest

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from tests.factories.campaigns import BEFORE, Province, make_campaign


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.at(BEFORE):
        yield


@pytest.fixture
def province(db: None) -> Province:
    """Three levels of offices and three units."""
    return Province()


@pytest.fixture
def draft(province: Province) -> Campaign:
    """A campaign of the province's office that has not been called."""
    return make_campaign(province.officer)


@pytest.fixture
def called(province: Province, draft: Campaign) -> Campaign:
    """The same, called."""
    return call_campaign(actor=province.officer, campaign_id=draft.pk)
