"""Completeness of the four, by place, kind of unit and line, compared with a recount in plain Python over random data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, ChainOffice, Placement
from sciweek.core import clock
from sciweek.core.scope import NOWHERE, Scope
from sciweek.materials.enums import PARTS
from sciweek.materials.enums import Stage as PartStage
from sciweek.materials.models import Delivery
from sciweek.people.enums import Level, UnitKind
from sciweek.people.person import Person
from sciweek.places.codes import range_of
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.models import Form, Return
from sciweek.returns.progress import (
    DIRECT,
    Handed,
    Progress,
    completeness,
    completeness_by_kind,
    completeness_by_line,
    lines_in,
)
from sciweek.review.models import Track
from sciweek.review.transitions import Stage
from tests.factories.campaigns import COUNTY, PREFECTURE, PROVINCE, Province, division, make_person, make_unit
from tests.factories.materials import handed_back, handed_in
from tests.factories.returns import AFTER, accepted, filled, sent_back, submitted

WHOLE = Scope(ranges=(range_of(PROVINCE),))
STEP = {Level.PROVINCE: 10_000, Level.PREFECTURE: 100, Level.COUNTY: 1}
ARRIVED = {Stage.SUBMITTED, Stage.ACCEPTED}
LINES = ("direct", "prefecture", "county", "department")
SOCIETY, HOSPITAL = UnitKind.SOCIETY, UnitKind.HOSPITAL


@dataclass(frozen=True)
class Expected:
    """One random unit of the roster: where, of which kind, under whom, and how far with each of the four."""

    place: int
    kind: UnitKind
    line: str
    on_roster: bool
    form: tuple[Stage, bool] | None
    parts: dict[DutyKind, tuple[PartStage, bool]]

    def has(self, kind: DutyKind) -> bool:
        if kind == DutyKind.RETURN:
            return self.form is not None and self.form[0] in ARRIVED
        return kind in self.parts and self.parts[kind][0] == PartStage.HANDED_IN


@st.composite
def units(draw: st.DrawFn) -> Expected:
    forms = st.none() | st.tuples(st.sampled_from(Stage), st.booleans())
    parts = st.dictionaries(st.sampled_from(PARTS), st.tuples(st.sampled_from(PartStage), st.booleans()))
    return Expected(
        draw(st.sampled_from((PROVINCE, PREFECTURE, COUNTY))),
        draw(st.sampled_from((SOCIETY, HOSPITAL))),
        draw(st.sampled_from(LINES)),
        draw(st.booleans()),
        draw(forms),
        draw(parts),
    )


def lay_down(campaign: Campaign, chains: dict[str, list[int]], drawn: list[Expected]) -> None:
    """The drawn units as rows."""
    form = ensure_form(campaign)
    for number, each in enumerate(drawn):
        unit = make_unit(f"随机单位{number}", code=each.place, kind=each.kind)
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
        ChainOffice.objects.bulk_create(
            ChainOffice(placement=placement, position=place, office_id=office)
            for place, office in enumerate(chains[each.line])
        )
        if each.form is not None:
            return_of(campaign, placement, form, *each.form)
        Delivery.objects.bulk_create(
            Delivery(placement=placement, kind=kind, stage=stage, on_time=on_time)
            for kind, (stage, on_time) in each.parts.items()
        )


def return_of(campaign: Campaign, placement: Placement, form: Form, stage: Stage, on_time: bool) -> None:
    accepted_by = 1 if stage == Stage.ACCEPTED else 0
    waiting = campaign.office_id if stage == Stage.SUBMITTED else None
    track = Track.objects.create(stage=stage.value, offices=1, accepted=accepted_by, waiting_for_id=waiting)
    Return.objects.create(
        campaign=campaign, placement=placement, unit_id=placement.unit_id, form=form, track=track, on_time=on_time
    )


def recounted(drawn: list[Expected]) -> dict[str, object]:
    """What `Progress` should say of these units, counted by hand."""
    here = [each for each in drawn if each.on_roster]
    back = {DutyKind.RETURN: sum(each.form is not None and each.form[0] == Stage.SENT_BACK for each in here)}
    on_time = {DutyKind.RETURN: sum(each.has(DutyKind.RETURN) and bool(each.form and each.form[1]) for each in here)}
    for kind in PARTS:
        states = [each.parts.get(kind, (PartStage.OPEN, False)) for each in here]
        back[kind] = sum(stage == PartStage.SENT_BACK for stage, _ in states)
        on_time[kind] = sum(stage == PartStage.HANDED_IN and mark for stage, mark in states)
    return {
        "expected": len(here),
        "frozen": len(drawn),
        "frozen_submitted": sum(each.has(DutyKind.RETURN) for each in drawn),
        "counted": sum(each.form is not None and each.form[0] == Stage.ACCEPTED for each in here),
        "complete": sum(all(each.has(kind) for kind in (DutyKind.RETURN, *PARTS)) for each in here),
        "four": {
            kind: Handed(len(here), sum(each.has(kind) for each in here), on_time[kind], back[kind])
            for kind in (DutyKind.RETURN, *PARTS)
        },
    }


def wrong(found: Mapping[Any, Progress], drawn: list[Expected], key: Callable[[Expected], Any]) -> dict[Any, object]:
    """The groups, and what was found of them, that do not say what a recount of their units says, or are not there."""
    groups = {name: list(own) for name, own in groupby(sorted(drawn, key=lambda each: str(key(each))), key=key)}
    says = {name: {field: getattr(row, field) for field in recounted([])} for name, row in found.items()}
    wanted = {name: recounted(own) for name, own in groups.items()}
    return {name: says.get(name) for name in {*says, *wanted} if says.get(name) != wanted.get(name)}


@pytest.fixture
def empty_campaign(province: Province, campaign: Campaign) -> Campaign:
    """Called, with nobody on the roster, so that only what a test lays down is there."""
    Placement.objects.filter(campaign=campaign).delete()
    for code in (PROVINCE, PREFECTURE, COUNTY):
        division(code)
    return campaign


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(units(), max_size=8))
def test_completeness_of_the_four_equals_a_recount_by_hand(
    province: Province, empty_campaign: Campaign, drawn: list[Expected]
) -> None:
    with clock.at(AFTER), transaction.atomic():
        lead, prefecture, county = province.office.pk, province.prefecture.pk, province.county.pk
        department = make_unit("测试省教育厅", code=PROVINCE, under=province.office, kind=UnitKind.DEPARTMENT).pk
        chains = {
            "direct": [lead],
            "prefecture": [prefecture, lead],
            "county": [county, prefecture, lead],
            "department": [department, lead],
        }
        lay_down(empty_campaign, chains, drawn)
        for by in Level:
            by_place = {row.place: row for row in completeness(WHOLE, empty_campaign, by=by, parts=PARTS)}
            assert wrong(by_place, drawn, lambda each, by=by: each.place // STEP[by] * STEP[by]) == {}  # type: ignore[misc]
        by_kind = completeness_by_kind(WHOLE, empty_campaign, parts=PARTS)
        assert wrong(by_kind, drawn, lambda each: each.kind.value) == {}
        heads = {"direct": DIRECT, "prefecture": prefecture, "county": prefecture, "department": department}
        lines = completeness_by_line(WHOLE, empty_campaign, under=lead, parts=PARTS)
        assert wrong(dict(lines), drawn, lambda each: heads[each.line]) == {}
        # As the prefecture sees it: what reports past it is told by the lead's line.
        heads = {"direct": DIRECT, "prefecture": DIRECT, "county": county, "department": department}
        lines = completeness_by_line(WHOLE, empty_campaign, under=prefecture, parts=PARTS)
        assert wrong(dict(lines), drawn, lambda each: heads[each.line]) == {}
        transaction.set_rollback(True)


@pytest.mark.parametrize("read", [completeness, completeness_by_kind, completeness_by_line])
def test_a_table_is_one_query(
    province: Province, campaign: Campaign, django_assert_num_queries: Any, read: Any
) -> None:
    submitted(province.filler, campaign)
    more = {"under": province.office.pk} if read is completeness_by_line else {}
    with django_assert_num_queries(1):
        list(read(WHOLE, campaign, parts=PARTS, **more))


def test_progress_tells_who_waits_who_is_missing_and_who_was_late(
    province: Province, campaign: Campaign, chain: list[Person]
) -> None:
    accepted(province.filler, campaign, chain[:1])
    sent_back(make_person(province.schools[1]), campaign, chain[0])
    submitted(province.county_officer, campaign)
    filled(province.prefecture_officer, campaign)
    (whole,) = completeness(WHOLE, campaign)
    assert (whole.expected, whole.submitted, whole.counted, whole.waiting) == (5, 2, 1, 1)
    assert (whole.missing, whole.sent_back, whole.on_time, whole.accepted) == (3, 1, 2, 0)
    kinds = completeness_by_kind(WHOLE, campaign)
    assert (kinds[UnitKind.SCHOOL].expected, kinds[UnitKind.SCHOOL].submitted) == (2, 1)
    assert sum(row.expected for row in kinds.values()) == 5


def test_an_empty_scope_has_nobody(province: Province, campaign: Campaign) -> None:
    submitted(province.filler, campaign)
    assert completeness(NOWHERE, campaign, parts=PARTS) == []
    assert dict(completeness_by_line(NOWHERE, campaign, under=province.office.pk)) == {}


def test_the_lines_of_an_office_are_the_offices_right_below_it_and_its_own(
    province: Province, campaign: Campaign
) -> None:
    assert lines_in(WHOLE, campaign, province.office.pk) == [(province.prefecture.pk, "市科学技术局"), (DIRECT, "")]
    assert lines_in(WHOLE, campaign, province.county.pk)[-1] == (DIRECT, "")
    lines = completeness_by_line(WHOLE, campaign, under=province.office.pk)
    assert {key: row.expected for key, row in lines.items()} == {province.prefecture.pk: 4, DIRECT: 1}


def test_what_is_stated_to_be_none_counts_and_what_was_sent_back_does_not(province: Province, four: Campaign) -> None:
    submitted(province.filler, four)
    handed_in(province.filler, four, DutyKind.PICTURES)
    handed_back(province.filler, four, DutyKind.MEDIA, province.county_officer)
    (whole,) = completeness(province.filler.scope, four, parts=PARTS)
    assert {kind: handed.handed_in for kind, handed in whole.four.items()} == {
        DutyKind.RETURN: 1,
        DutyKind.SUMMARY: 0,
        DutyKind.PICTURES: 1,
        DutyKind.MEDIA: 0,
    }
    assert (whole.parts[DutyKind.MEDIA].sent_back, whole.complete, whole.incomplete) == (1, 0, 1)
