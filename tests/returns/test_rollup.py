"""The oracle: totals from the cells, compared with a recount in plain Python over random data."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.scope import NOWHERE, Scope
from sciweek.people.enums import Level, UnitKind
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.places.codes import range_of
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.actions.passing import accept_return
from sciweek.returns.actions.subtotals import rebuild_subtotals
from sciweek.returns.choice import Narrowing, codes_at
from sciweek.returns.enums import CellState, ValueKind
from sciweek.returns.models import Cell, Indicator, Return
from sciweek.returns.queries.cells import cells_behind
from sciweek.returns.queries.public import public_figures
from sciweek.returns.rollup import (
    NOTHING,
    Counting,
    Source,
    Total,
    over_all,
    totals,
)
from sciweek.review.models import Track
from sciweek.review.transitions import Stage
from tests.factories.campaigns import (
    COUNTY,
    OTHER_COUNTY,
    PREFECTURE,
    PROVINCE,
    Province,
    division,
    make_person,
    make_unit,
)
from tests.factories.returns import AFTER, opened, submitted, whole_form

WHOLE = Scope(ranges=(range_of(PROVINCE),))
SECOND_PREFECTURE, FAR_COUNTY = 630200, 630222
PLACES = (PROVINCE, PREFECTURE, COUNTY, OTHER_COUNTY, SECOND_PREFECTURE, FAR_COUNTY)
NUMBERS, WORDS = ("A01", "B01", "F01"), "T99"
STEP = {Level.PROVINCE: 10_000, Level.PREFECTURE: 100, Level.COUNTY: 1}


@dataclass(frozen=True)
class Reported:
    """One random return: where, how far, still on the roster or not, and its cells (None for `-`)."""

    place: int
    stage: Stage
    taken: int
    offices: int
    on_roster: bool
    cells: dict[str, int | None]
    kind: UnitKind = UnitKind.OTHER
    level: Level = Level.COUNTY
    department: int = 0

    def counts(self, counting: Counting) -> bool:
        if not self.on_roster:
            return False
        if counting == Counting.SUBMITTED:
            return self.stage in {Stage.SUBMITTED, Stage.ACCEPTED}
        if counting == Counting.ALL_OFFICES:
            return self.stage == Stage.ACCEPTED
        return self.stage == Stage.ACCEPTED or (self.stage == Stage.SUBMITTED and self.taken > 0)


@st.composite
def reports(draw: st.DrawFn) -> Reported:
    stage = draw(st.sampled_from(Stage))
    offices = draw(st.integers(1, 3))
    taken = offices if stage == Stage.ACCEPTED else draw(st.integers(0, offices - 1)) if stage == Stage.SUBMITTED else 0
    kept = st.dictionaries(st.sampled_from(NUMBERS), st.none() | st.integers(0, 10**15))
    return Reported(draw(st.sampled_from(PLACES)), stage, taken, offices, draw(st.booleans()), draw(kept))


def lay_down(campaign: Campaign, office_id: int, drawn: list[Reported], departments: Sequence[Unit] = ()) -> None:
    """The drawn returns as rows, with a text cell in each, which no total takes; each unit under its department."""
    ensure_form(campaign)
    indicators = {each.code: each for each in Indicator.objects.filter(code__in=NUMBERS)}
    indicators[WORDS] = Indicator.objects.create(code=WORDS, name="说明", kind=ValueKind.TEXT)
    for number, each in enumerate(drawn):
        under = departments[each.department] if departments else None
        unit = make_unit(f"随机单位{number}", code=each.place, kind=each.kind, level=each.level, under=under)
        ret = lay_one(campaign, office_id, unit, each, indicators)
        Cell.objects.create(campaign=campaign, ret=ret, indicator=indicators[WORDS], state=CellState.VALUE, text="说明")


def lay_one(campaign: Campaign, office_id: int, unit: Unit, each: Reported, indicators: dict[str, Indicator]) -> Return:
    """One drawn return of a unit."""
    placement = Placement.objects.create(
        campaign=campaign,
        unit=unit,
        unit_name=unit.name,
        kind=unit.kind,
        level=unit.level,
        division_code=each.place,
        line=unit.line,
        added_at=AFTER,
        removed_at=None if each.on_roster else AFTER,
    )
    track = Track.objects.create(
        stage=each.stage.value,
        offices=each.offices,
        accepted=each.taken,
        waiting_for_id=office_id if each.stage == Stage.SUBMITTED else None,
    )
    form = ensure_form(campaign)
    ret = Return.objects.create(campaign=campaign, placement=placement, unit=unit, form=form, track=track)
    Cell.objects.bulk_create(
        Cell(
            campaign=campaign,
            ret=ret,
            indicator=indicators[code],
            state=CellState.NONE if value is None else CellState.VALUE,
            value=value,
        )
        for code, value in each.cells.items()
    )
    return ret


def recount(drawn: list[Reported], by: Level | None, counting: Counting) -> dict[tuple[int, str], Total]:
    """The totals, counted by hand."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in drawn:
        if each.counts(counting):
            place = each.place // STEP[by] * STEP[by] if by else 0
            for code, value in each.cells.items():
                total = sums[place, code]
                total[0] += value or 0
                total[1] += value is not None
                total[2] += value is None
    return {key: Total(*total) for key, total in sums.items()}


@pytest.fixture
def empty_campaign(province: Province, campaign: Campaign) -> Campaign:
    """Called, with nobody on the roster, so that only what a test lays down is there."""
    Placement.objects.filter(campaign=campaign).delete()
    for code in PLACES:
        division(code)
    return campaign


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(reports(), max_size=8))
def test_every_total_equals_a_recount_by_hand(
    province: Province, empty_campaign: Campaign, drawn: list[Reported]
) -> None:
    with clock.at(AFTER), transaction.atomic():
        lay_down(empty_campaign, province.office.pk, drawn)
        rebuild_subtotals(empty_campaign.pk)
        for counting in Counting:
            for by in (None, *Level):
                found = totals(WHOLE, empty_campaign, by=by, counting=counting, source=Source.CELLS)
                assert totals(WHOLE, empty_campaign, by=by, counting=counting) == found
                assert found == recount(drawn, by, counting)
                assert over_all(found) == {code: total for (_, code), total in recount(drawn, None, counting).items()}
                for (place, code), total in found.items():
                    at = Narrowing(at=codes_at(place, by)) if by else None
                    behind = cells_behind(WHOLE, empty_campaign, codes=[code], counting=counting, narrowing=at)
                    values = list(behind.values_list("value", flat=True))
                    assert sum(value or 0 for value in values) == total.value
                    assert len(values) == total.answered + total.none
        transaction.set_rollback(True)


def test_a_return_counts_when_its_first_office_has_accepted(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    submitted(province.filler, campaign, whole_form(D01="1200"))
    assert totals(WHOLE, campaign).get((0, "D01"), NOTHING).value == 0
    assert totals(WHOLE, campaign, counting=Counting.SUBMITTED)[0, "D01"].value == 1200
    ret = opened(province.filler, campaign)
    from_first = accept(chain[0], ret)
    assert totals(WHOLE, from_first)[0, "D01"] == Total(1200, 1, 0)
    assert (0, "D01") not in totals(WHOLE, campaign, counting=Counting.ALL_OFFICES)


def accept(officer: Person, ret: Return) -> Campaign:
    return accept_return(actor=officer, ret_id=ret.pk).campaign


def test_blank_and_dash_are_counted_apart_from_zero(province: Province, campaign: Campaign) -> None:
    submitted(province.filler, campaign, whole_form(D01="0", D02="-"))
    found = totals(WHOLE, campaign, counting=Counting.SUBMITTED)
    assert found[0, "D01"] == Total(0, 1, 0)
    assert found[0, "D02"] == Total(0, 0, 1)


def test_money_is_summed_to_the_fen(province: Province, campaign: Campaign) -> None:
    for person, sum_of in ((province.filler, "0.01"), (make_person(province.schools[1]), "39.99")):
        submitted(person, campaign, whole_form(F01=sum_of, F02=sum_of))
    total = totals(WHOLE, campaign, counting=Counting.SUBMITTED)[0, "F01"]
    assert total.value == 40 * 1_000_000


def test_units_directly_under_a_prefecture_or_province_stand_as_their_own_place(
    province: Province, campaign: Campaign
) -> None:
    for officer in (province.filler, province.county_officer, province.prefecture_officer):
        submitted(officer, campaign, whole_form(D01="1"))
    counted = totals(WHOLE, campaign, by=Level.COUNTY, counting=Counting.SUBMITTED)
    assert {place: counted[place, "D01"].value for place in (COUNTY, PREFECTURE)} == {COUNTY: 2, PREFECTURE: 1}
    at_prefecture = totals(WHOLE, campaign, by=Level.PREFECTURE, counting=Counting.SUBMITTED)
    assert at_prefecture[PREFECTURE, "D01"].value == 3


def test_an_empty_scope_sums_nothing(province: Province, campaign: Campaign) -> None:
    submitted(province.filler, campaign)
    assert totals(NOWHERE, campaign, counting=Counting.SUBMITTED) == {}


def test_a_scope_sums_what_is_inside_it_only(province: Province, campaign: Campaign) -> None:
    for officer in (province.filler, province.prefecture_officer):
        submitted(officer, campaign, whole_form(D01="1"))
    county = totals(province.county_officer.scope, campaign, counting=Counting.SUBMITTED)
    assert county[0, "D01"].value == 1


@pytest.mark.parametrize("read", [totals, partial(totals, source=Source.CELLS)])
def test_a_table_is_one_query(
    province: Province, campaign: Campaign, django_assert_num_queries: Any, read: Any
) -> None:
    submitted(province.filler, campaign)
    with django_assert_num_queries(1):
        read(WHOLE, campaign, by=Level.COUNTY)


def test_public_figures_show_only_what_every_office_has_accepted(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    ret = submitted(province.filler, campaign)
    assert public_figures(campaign) == []
    for officer in chain:
        accept(officer, ret)
    shown = {figure.name: figure.value for figure in public_figures(campaign)}
    assert shown["发放科普资料"] == "1,200"
