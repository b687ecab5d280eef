"""The three honest numbers against a recount by hand: over random units that reported then, now, or both, and moved between."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.scope import NOWHERE, Scope
from sciweek.people.enums import Level
from sciweek.places.models import DivisionChange
from sciweek.places.queries import forget_tree
from sciweek.returns.actions.forms import both_forms, make_form
from sciweek.returns.actions.subtotals import rebuild_subtotals
from sciweek.returns.choice import Narrowing
from sciweek.returns.desk.years import lines_of_forms
from sciweek.returns.enums import LinkKind
from sciweek.returns.models import Indicator, IndicatorLink
from sciweek.returns.naming import codes_of
from sciweek.returns.queries.cells import total_of
from sciweek.returns.queries.compared import cells_compared, three_numbers
from sciweek.returns.queries.totals import Question
from sciweek.returns.rollup import NOTHING, Counting, Total
from sciweek.returns.template import read_template
from sciweek.returns.years import Line, Over, Pair
from sciweek.review.transitions import Stage
from tests.factories.campaigns import BEFORE, COUNTY, Province, division, make_campaign, make_unit
from tests.factories.returns import AFTER
from tests.returns.test_rollup import PLACES, WHOLE, Reported, lay_one, reports

NEW_COUNTY, MOVED, SPLIT_INTO = 630103, 630222, (630104, 630105)
THEN, NOW = ("P1", "P2", "M1", "M2", "S1", "R1", "X1"), ("P1", "N2", "M9", "S8", "S9", "R9", "Y1")
LINKS = [
    ("P2", "N2", LinkKind.RENAMED),
    ("M1", "M9", LinkKind.MERGED),
    ("M2", "M9", LinkKind.MERGED),
    ("S1", "S8", LinkKind.SPLIT),
    ("S1", "S9", LinkKind.SPLIT),
    ("R1", "R9", LinkKind.REDEFINED),
]
# Where the places of the first campaign lie today: one got another code, one was split.
TODAY = {MOVED: NEW_COUNTY, COUNTY: 630100}


def form_of(codes: tuple[str, ...]) -> str:
    items = "".join(
        f'[[groups.items]]\ncode = "{code}"\nname = "指标{code}"\nunit = "次"\nkind = "integer"\n' for code in codes
    )
    return f'title = "表"\n[[groups]]\nletter = "A"\nname = "全部"\n{items}'


@pytest.fixture
def years(province: Province) -> tuple[Campaign, Campaign]:
    """Two campaigns with forms that differ, nobody on either roster, and divisions that changed in between."""
    campaigns = []
    for slug, codes, moment, start in (
        ("then", THEN, BEFORE, date(2023, 5, 20)),
        ("now", NOW, AFTER, date(2024, 5, 20)),
    ):
        with clock.at(moment):
            draft = make_campaign(province.officer, slug=slug, start=start, end=start.replace(day=31))
            make_form(actor=province.officer, campaign_id=draft.pk, template=read_template(form_of(codes)))
            campaigns.append(call_campaign(actor=province.officer, campaign_id=draft.pk))
    Placement.objects.all().delete()
    indicators = {each.code: each for each in Indicator.objects.all()}
    for before, after, kind in LINKS:
        IndicatorLink.objects.create(before=indicators[before], after=indicators[after], kind=kind)
    for code in (*PLACES, NEW_COUNTY):
        division(code)
    changes = [(MOVED, NEW_COUNTY, "recode"), *((COUNTY, part, "split") for part in SPLIT_INTO)]
    for old, new, kind in changes:
        DivisionChange.objects.create(old_code=old, old_name=f"旧{old}", new_code=new, on=date(2023, 5, 1), kind=kind)
    forget_tree()
    then, now = campaigns
    return then, Campaign.objects.select_related("previous").get(pk=now.pk)


def side(codes: tuple[str, ...]) -> st.SearchStrategy[Reported | None]:
    cells = st.dictionaries(st.sampled_from(codes), st.none() | st.integers(0, 9))
    return st.none() | st.builds(lambda each, kept: replace(each, cells=kept), reports(), cells)


units = st.lists(st.tuples(side(THEN), side(NOW)), max_size=7)
Drawn = list[tuple[Reported | None, Reported | None]]


def lay(years: tuple[Campaign, Campaign], province: Province, drawn: Drawn) -> None:
    indicators = {each.code: each for each in Indicator.objects.all()}
    for number, sides in enumerate(drawn):
        unit = make_unit(f"随机单位{number}", under=province.office)
        for campaign, each in zip(years, sides, strict=True):
            if each:
                lay_one(campaign, province.office.pk, unit, each, indicators)
    for campaign in years:
        rebuild_subtotals(campaign.pk)


def within(code: int, spans: list[tuple[int, int]]) -> bool:
    return all(low <= code <= high for low, high in spans)


def total(values: list[int | None]) -> Total:
    return Total(
        sum(value or 0 for value in values), sum(v is not None for v in values), sum(v is None for v in values)
    )


def by_hand(drawn: Drawn, line: Line, over: Over, spans: list[tuple[int, int]], counting: Counting) -> Pair:
    """Both sums, counted one unit after the other. `spans` are the scope's places and those of the filter."""
    scope, place = spans[0], spans[-1]
    sums: list[list[int | None]] = [[], []]
    matched = [0, 0, 0]
    for then, now in drawn:
        here = now if now and now.counts(counting) else None
        there = then if then and then.counts(Counting.ALL_OFFICES) else None
        today = TODAY.get(there.place, there.place) if there else 0
        if over == Over.MATCHED:
            reached = there and (within(there.place, [scope]) or within(today, [scope]))
            if here and there and reached and within(here.place, [scope, place]):
                old = [there.cells.get(code) for code in line.before_codes]
                new = [here.cells.get(code) for code in line.codes]
                if None not in old and None not in new:
                    matched = [
                        matched[0] + sum(v or 0 for v in old),
                        matched[1] + sum(v or 0 for v in new),
                        matched[2] + 1,
                    ]
            continue
        for each, codes, kept, where in (
            (there, line.before_codes, sums[0], today if over == Over.PRESENT else there.place if there else 0),
            (here, line.codes, sums[1], here.place if here else 0),
        ):
            if each and within(where, [scope, place]):
                kept += [each.cells[code] for code in codes if code in each.cells]
    if over == Over.MATCHED:
        return Pair(Total(matched[0], matched[2], 0), Total(matched[1], matched[2], 0))
    return Pair(total(sums[0]), total(sums[1]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=units,
    place=st.sampled_from(["", "630100", "630100b", str(NEW_COUNTY), str(MOVED)]),
    scope=st.sampled_from([WHOLE, Scope(ranges=((630100, 630199),)), Scope(ranges=((NEW_COUNTY, NEW_COUNTY),))]),
    counting=st.sampled_from(Counting),
)
def test_the_three_numbers_and_the_cells_behind_them_equal_a_recount_by_hand(
    province: Province,
    years: tuple[Campaign, Campaign],
    drawn: Drawn,
    place: str,
    scope: Scope,
    counting: Counting,
) -> None:
    then, now = years
    with clock.at(AFTER), transaction.atomic():
        lay(years, province, drawn)
        narrowing = Narrowing(place=place)
        question = Question(scope=scope, campaign=now, counting=counting, anchors=(), narrowing=narrowing)
        lines, _dropped = lines_of_forms(both_forms(now))
        spans = [scope.ranges[0], codes_of(place) if place else scope.ranges[0]]
        found = three_numbers(question, then, lines)
        for line in lines:
            for over in Over:
                expected = by_hand(drawn, line, over, spans, counting) if line.allowed or over != Over.MATCHED else None
                if expected is None:
                    expected = Pair(NOTHING, NOTHING)
                pair = found.pair(line, over)
                assert (line.code, over, pair) == (line.code, over, expected)
                for is_now, figure in ((False, pair.before), (True, pair.now)):
                    cells = cells_compared(question, then, line, over, now=is_now)
                    behind = total_of(cells)
                    assert behind.value == figure.value
                    if over != Over.MATCHED:
                        assert behind == figure
        transaction.set_rollback(True)


def test_the_lines_follow_the_links(years: tuple[Campaign, Campaign]) -> None:
    lines, dropped = lines_of_forms(both_forms(years[1]))
    assert [(line.kind, line.codes, line.before_codes) for line in lines] == [
        ("same", ["P1"], ["P1"]),
        ("renamed", ["N2"], ["P2"]),
        ("merged", ["M9"], ["M1", "M2"]),
        ("split", ["S8", "S9"], ["S1"]),
        ("redefined", ["R9"], ["R1"]),
        ("new", ["Y1"], []),
    ]
    assert [item.code for item in dropped] == ["X1"]


def reported(place: int, **cells: int) -> Reported:
    return Reported(place, Stage.ACCEPTED, 1, 1, on_roster=True, cells=dict(cells))


def asked(years: tuple[Campaign, Campaign], scope: Scope, place: str = "") -> Mapping[Over, Pair]:
    then, now = years
    question = Question(
        scope=scope,
        campaign=now,
        counting=Counting.ALL_OFFICES,
        anchors=(),
        by=Level.COUNTY,
        narrowing=Narrowing(place=place),
    )
    lines, _dropped = lines_of_forms(both_forms(now))
    found = three_numbers(question, then, lines)
    return {over: found.pair(lines[0], over) for over in Over}


def test_a_county_is_compared_with_what_it_was_under_its_former_code_and_with_no_other(
    province: Province, years: tuple[Campaign, Campaign]
) -> None:
    drawn: Drawn = [
        (reported(MOVED, P1=40), reported(NEW_COUNTY, P1=50)),
        (reported(630202, P1=86420), reported(630202, P1=97531)),
    ]
    lay(years, province, drawn)
    scope = Scope(ranges=((NEW_COUNTY, NEW_COUNTY),))
    pairs = asked(years, scope)
    assert pairs[Over.ALL] == Pair(NOTHING, Total(50, 1, 0))
    assert pairs[Over.ALL].change is None
    assert pairs[Over.PRESENT] == Pair(Total(40, 1, 0), Total(50, 1, 0))
    assert str(pairs[Over.PRESENT].change) == "25.0"
    assert pairs[Over.MATCHED] == Pair(Total(40, 1, 0), Total(50, 1, 0))
    for place in ("630202", "630200", str(MOVED)):
        assert all(pair.now == NOTHING for pair in asked(years, scope, place).values())
    assert all(pair == Pair(NOTHING, NOTHING) for pair in asked(years, NOWHERE).values())


def test_what_was_split_is_said_and_stands_with_the_prefectures_own(
    province: Province, years: tuple[Campaign, Campaign]
) -> None:
    lay(years, province, [(reported(COUNTY, P1=7), reported(SPLIT_INTO[0], P1=9))])
    then, now = years
    assert asked(years, WHOLE, "630100b")[Over.PRESENT].before == Total(7, 1, 0)
    assert asked(years, WHOLE, str(SPLIT_INTO[0]))[Over.PRESENT] == Pair(NOTHING, Total(9, 1, 0))
    question = Question(scope=WHOLE, campaign=now, counting=Counting.ALL_OFFICES, anchors=())
    found = three_numbers(question, then, lines_of_forms(both_forms(now))[0])
    assert [(each.old, each.old_name, each.code) for each in found.divided] == [(COUNTY, f"旧{COUNTY}", 630100)]
