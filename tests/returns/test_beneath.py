"""What an office of the chain has accepted, against a count by hand over every return and cell."""

import pytest

from sciweek.core import clock
from sciweek.people.enums import Level
from sciweek.returns.beneath import progress_beneath, returns_accepted_by, totals_accepted_by
from sciweek.returns.models import Cell, Return
from tests.factories.campaigns import COUNTY, PREFECTURE, Province, make_person, make_unit
from tests.factories.returns import AFTER, accepted, called_campaign, submitted


@pytest.fixture
def world(db):
    """Three schools of a county, accepted by none, by the county, by the prefecture; the prefecture's own and two past it."""
    province = Province()
    third = make_unit("测试县第三中学", under=province.county)
    past = make_unit("测试县省属中学", under=province.office)
    campaign = called_campaign(province)
    county, prefecture, top = province.county_officer, province.prefecture_officer, province.officer
    with clock.at(AFTER):
        submitted(province.filler, campaign)
        accepted(make_person(province.schools[1]), campaign, [county])
        accepted(make_person(third), campaign, [county, prefecture])
        accepted(county, campaign, [prefecture])
        accepted(prefecture, campaign, [top])
        accepted(make_person(past), campaign, [top])
        yield province, campaign


def by_hand(campaign, office):
    """Every return whose chain has the office among those that have accepted, and the sum of its B01."""
    found = []
    for ret in Return.objects.filter(campaign=campaign, placement__removed_at=None).select_related("track"):
        chain = list(ret.placement.chain.order_by("position").values_list("office_id", flat=True))
        arrived = ret.track.stage in {"submitted", "accepted"}
        if arrived and office.pk in chain[: ret.track.accepted]:
            found.append(ret.pk)
    return set(found), sum(Cell.objects.filter(ret__in=found, indicator__code="B01").values_list("value", flat=True))


@pytest.mark.parametrize(("who", "count"), [("county", 2), ("prefecture", 2), ("office", 2)])
def test_an_office_counts_what_it_has_accepted_itself(world, who, count):
    province, campaign = world
    office = getattr(province, who)
    ids, value = by_hand(campaign, office)
    assert len(ids) == count
    assert set(returns_accepted_by(campaign, office.pk).values_list("pk", flat=True)) == ids
    totals = totals_accepted_by(campaign, office.pk, by=Level.COUNTY)
    assert sum(total.value for (_place, code), total in totals.items() if code == "B01") == value


def test_progress_is_over_the_chain_and_not_over_the_place(world):
    province, campaign = world
    county = progress_beneath(campaign, province.county.pk, by=Level.COUNTY)
    assert [(row.place, row.expected, row.submitted, row.accepted) for row in county] == [(COUNTY, 3, 3, 2)]
    prefecture = progress_beneath(campaign, province.prefecture.pk, by=Level.COUNTY)
    # Three schools and the county's own; neither the prefecture's own nor the school that reports past it.
    assert [(row.place, row.expected, row.accepted) for row in prefecture] == [(COUNTY, 4, 2)]
    assert PREFECTURE not in {row.place for row in prefecture}


def test_who_was_taken_off_the_roster_does_not_count(world):
    province, campaign = world
    campaign.roster.filter(unit=province.schools[1]).update(removed_at=AFTER)
    assert returns_accepted_by(campaign, province.county.pk).count() == 1
    assert progress_beneath(campaign, province.county.pk, by=Level.COUNTY)[0].expected == 2
