"""County subtotals: what they serve is what the cells say, after whatever was done, by whomever at once."""

import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from sciweek.campaigns.actions.calling import add_to_roster, remove_from_roster
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.errors import NotPermitted, WrongState
from sciweek.core.scope import NOWHERE, Scope
from sciweek.people.enums import Level
from sciweek.people.person import Person
from sciweek.report.queries.facts import facts_of
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.actions.passing import accept_return, send_back_return, submit_return, withdraw_return
from sciweek.returns.actions.subtotals import rebuild_subtotals, recompute_county
from sciweek.returns.checking import county_subtotals
from sciweek.returns.models import Return, Subtotal
from sciweek.returns.rollup import NOTHING, Counting, Source, Total, subtotals_kept, subtotals_now, totals
from sciweek.review.transitions import Stage
from tests.factories.campaigns import BEFORE, COUNTY, Province, make_person
from tests.factories.returns import AFTER, REASON, accepted, called_campaign, filled, fresh, submitted, whole_form
from tests.returns.test_rollup import WHOLE

Race = Callable[..., list[Any]]


def right(campaign: Campaign) -> bool:
    """Whether every subtotal is what the cells say, and every total that is served is the oracle's."""
    if subtotals_kept(campaign.pk) != subtotals_now(campaign.pk):
        return False
    return all(
        totals(WHOLE, campaign, by=by, counting=counting)
        == totals(WHOLE, campaign, by=by, counting=counting, source=Source.CELLS)
        for by in (None, *Level)
        for counting in Counting
    )


def random_act(draw: Random, ret: Return, filler: Person, chain: list[Person]) -> str:
    """One act that the return's state allows, or a try at one that it may not."""
    state = fresh(ret)
    if state.track.stage in {Stage.DRAFT.value, Stage.SENT_BACK.value}:
        typed = whole_form(D01=str(draw.randint(0, 99)), D02=draw.choice(["0", "7", "-"]))
        save_cells(actor=filler, ret_id=ret.pk, version=state.version, typed=typed)
        submit_return(actor=filler, ret_id=ret.pk)
        return "submit"
    act = draw.choice(["accept", "send_back", "withdraw"])
    officer = chain[min(state.track.accepted, len(chain) - 1)]
    try:
        if act == "accept":
            accept_return(actor=officer, ret_id=ret.pk)
        elif act == "send_back":
            send_back_return(actor=officer, ret_id=ret.pk, reason=REASON)
        else:
            withdraw_return(actor=filler, ret_id=ret.pk)
    except (WrongState, NotPermitted):
        return "refused"
    return act


@pytest.mark.parametrize("seed", range(3))
def test_after_any_walk_of_acts_every_total_is_that_of_the_cells(
    province: Province, campaign: Campaign, chain: list[Person], seed: int
) -> None:
    draw = Random(seed)
    fillers = [province.filler, make_person(province.schools[1])]
    offices = [(filler, chain) for filler in fillers]
    offices += [(province.county_officer, chain[1:]), (province.prefecture_officer, chain[2:])]
    returns = [(filled(filler, campaign), filler, above) for filler, above in offices]
    done = set()
    for _ in range(25):
        done.add(random_act(draw, *draw.choice(returns)))
        assert right(campaign)
    assert {"submit", "accept", "send_back"} <= done


def test_a_unit_that_leaves_the_roster_leaves_the_totals_and_comes_back_with_them(
    province: Province, campaign: Campaign
) -> None:
    ret = submitted(province.filler, campaign, whole_form(D01="7"))
    before = totals(WHOLE, campaign, counting=Counting.SUBMITTED)
    remove_from_roster(actor=province.officer, placement_id=ret.placement_id, reason="学校已经合并到第二中学")
    assert totals(WHOLE, campaign, counting=Counting.SUBMITTED) == {}
    assert right(campaign)
    add_to_roster(actor=province.officer, campaign_id=campaign.pk, unit_id=ret.unit_id, reason="合并没有实行，恢复报送")
    assert totals(WHOLE, campaign, counting=Counting.SUBMITTED) == before
    assert right(campaign)


def test_a_scope_of_places_lines_and_units_sums_each_return_once(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    for person in (province.filler, make_person(province.institute), province.county_officer):
        submitted(person, campaign, whole_form(D01="1"))
    line, school = province.prefecture.line, frozenset({province.filler.unit_id})
    scopes = [
        WHOLE,
        Scope(units=school),
        Scope(lines=(line,)),
        Scope(ranges=((COUNTY, COUNTY),), units=school, lines=(line,)),
        Scope(ranges=((COUNTY + 1, COUNTY + 1),), units=school),
        *(officer.scope for officer in chain),
        NOWHERE,
    ]
    for scope in scopes:
        for by in (None, Level.COUNTY):
            served = totals(scope, campaign, by=by, counting=Counting.SUBMITTED)
            assert served == totals(scope, campaign, by=by, counting=Counting.SUBMITTED, source=Source.CELLS)
    assert totals(NOWHERE, campaign, counting=Counting.SUBMITTED) == {}


def test_the_self_check_finds_a_wrong_subtotal_and_rebuilding_mends_it(province: Province, campaign: Campaign) -> None:
    submitted(province.filler, campaign)
    assert county_subtotals().ok
    Subtotal.objects.filter(indicator__code="D01").update(value=1)
    line = county_subtotals()
    assert not line.ok
    assert f"{COUNTY} 的 D01" in line.said
    assert "returns rebuild spring" in line.mend
    assert rebuild_subtotals(campaign.pk) == 1
    assert rebuild_subtotals(campaign.pk) == 0
    assert county_subtotals().ok


def test_a_subtotal_of_nothing_is_taken_away(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    withdraw_return(actor=province.filler, ret_id=ret.pk)
    assert not Subtotal.objects.exists()


def test_no_report_goes_out_while_subtotals_and_cells_differ(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    accepted(province.filler, campaign, chain)
    assert facts_of(campaign).counted == 1
    Subtotal.objects.filter(indicator__code="D01").update(value=1)
    with pytest.raises(WrongState, match="汇总与单元格不符"):
        facts_of(campaign)
    assert facts_of(campaign, proven=False).counted == 1


def test_what_came_in_before_there_were_subtotals_is_filled_in(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    accepted(province.filler, campaign, chain)
    submitted(make_person(province.schools[1]), campaign, whole_form(D02="-"))
    kept = subtotals_kept(campaign.pk)
    Subtotal.objects.all().delete()
    import_module("sciweek.returns.migrations.0007_fill_subtotals").fill(apps, connection.schema_editor())
    assert subtotals_kept(campaign.pk) == kept


def prepared() -> tuple[Province, Campaign, list[tuple[Return, Person]]]:
    with clock.at(BEFORE):
        province = Province()
        campaign = called_campaign(province)
    with clock.at(AFTER):
        fillers = [province.filler, make_person(province.schools[1])]
        return province, campaign, [(filled(filler, campaign), filler) for filler in fillers]


@pytest.mark.django_db(transaction=True)
def test_two_units_of_a_county_that_submit_at_once_are_both_in_its_subtotals(race: Race) -> None:
    _province, campaign, returns = prepared()

    def submit(ret: Return, filler: Person) -> Return:
        with clock.at(AFTER):
            return submit_return(actor=filler, ret_id=ret.pk)

    race(*[partial(submit, ret, filler) for ret, filler in returns])
    assert totals(WHOLE, campaign, counting=Counting.SUBMITTED)[0, "D01"] == Total(2400, 2, 0)
    assert right(campaign)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_of_two_is_lost(race: Race) -> None:
    """The careless way: read the subtotal, and write it with one's own figure added when the other has read it too."""
    _province, campaign, returns = prepared()
    both_have_read = threading.Barrier(2)

    def careless(ret: Return, filler: Person) -> None:
        before = totals(WHOLE, campaign, counting=Counting.SUBMITTED).get((0, "D01"), NOTHING)
        both_have_read.wait()
        with clock.at(AFTER):
            submit_return(actor=filler, ret_id=ret.pk)
        own = totals(Scope(units=frozenset({ret.unit_id})), campaign, counting=Counting.SUBMITTED)[0, "D01"]
        Subtotal.objects.filter(indicator__code="D01").update(value=before.value + own.value)

    race(*[partial(careless, ret, filler) for ret, filler in returns])
    assert not right(campaign)
    with transaction.atomic():
        recompute_county(campaign.pk, COUNTY)
    assert right(campaign)
