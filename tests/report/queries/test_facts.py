"""What a report says is what the cells say: by county, prefecture and whole, with who is counted and who waits."""

from datetime import date

import pytest

from sciweek.core import clock
from sciweek.core.errors import WrongState
from sciweek.report.queries.facts import facts_of
from sciweek.report.queries.lists import lists_of
from sciweek.returns.models import Indicator, IndicatorLink, Subtotal
from tests.factories.campaigns import BEFORE, Province, make_person, make_unit
from tests.factories.returns import AFTER, accepted, called_campaign, submitted, whole_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    with clock.at(BEFORE):
        return Province()


@pytest.fixture
def campaign(province):
    """Called; one school is accepted by every office, the institute too, the other school has only submitted."""
    with clock.at(BEFORE):
        campaign = called_campaign(province)
    report_in(province, campaign)
    return campaign


def report_in(province, campaign, **typed):
    chain = [province.county_officer, province.prefecture_officer, province.officer]
    with clock.at(AFTER):
        accepted(province.filler, campaign, chain, whole_form(**typed))
        accepted(make_person(province.institute), campaign, [province.officer])
        submitted(make_person(province.schools[1]), campaign)


def test_totals_count_only_what_every_office_accepted(campaign):
    facts = facts_of(campaign)
    assert (facts.figure("A01").value, facts.figure("A01").answered) == (6, 2)
    assert (facts.expected, facts.submitted, facts.counted) == (5, 3, 2)
    assert facts.figure("A01").before is None
    assert facts.before_name == ""


def test_counties_places_and_whole_add_up(campaign):
    facts = facts_of(campaign)
    assert {row.name: row.total("A01").value for row in facts.places} == {"青海省本级": 3, "西宁市": 3}
    assert {row.code: row.counted for row in facts.counties} == {630000: 1, 630100: 0, 630102: 1}
    for rows in (facts.places, facts.counties):
        for code in ("A01", "B01", "F01"):
            assert sum(row.total(code).value for row in rows) == facts.figure(code).value
        assert sum(row.expected for row in rows) == facts.expected
        assert sum(row.missing + row.waiting + row.counted for row in rows) == facts.expected


def test_a_total_that_differs_from_the_cells_is_not_written(campaign):
    Subtotal.objects.filter(indicator__code="A01", value__gt=0).update(value=99)
    with pytest.raises(WrongState, match="与单元格不符"):
        facts_of(campaign)
    assert facts_of(campaign, proven=False).figure("A01").value != 6


@pytest.fixture
def two_years(province):
    """The campaign of `campaign`, and one after it in which only the institute is accepted."""
    with clock.at(BEFORE):
        before = called_campaign(province, slug="before", start=date(2023, 5, 10), end=date(2023, 5, 12))
        campaign = called_campaign(province)
    report_in(province, before)
    with clock.at(AFTER):
        accepted(make_person(province.institute), campaign, [province.officer])
    return campaign


def test_the_campaign_before_is_the_base_by_place_and_for_the_same_units(two_years):
    facts = facts_of(two_years)
    assert (facts.figure("A01").value, facts.figure("A01").before, facts.before_counted) == (3, 6, 2)
    assert {row.code: row.before["A01"] for row in facts.counties if row.before} == {630000: 3, 630102: 3}
    same = facts.figure("A01").same
    assert (same.units, same.now, same.before) == (1, 3, 3)


def test_a_figure_whose_links_are_not_plain_is_not_compared(two_years):
    a01, a02 = (Indicator.objects.get(code=code) for code in ("A01", "A02"))
    IndicatorLink.objects.create(before=a02, after=a01, kind="renamed")
    figure = facts_of(two_years).figure("A01")
    assert (figure.redefined, figure.base, figure.same) == (True, 0, None)


def test_lists_name_everybody_and_transcribe_who_counts(campaign):
    lists = lists_of(campaign)
    units = {unit.name: unit for unit in lists.units()}
    assert len(units) == 5
    assert (units["测试县第一中学"].state, units["测试县第一中学"].counted) == ("已验收", True)
    assert (units["测试县第二中学"].state, units["测试市科学技术局"].state) == ("已上报", "未填报")
    rows = [dict(zip(lists.transcript_head, row, strict=True)) for row in lists.transcript()]
    assert [row["单位名称"] for row in rows] == ["测试省研究所", "测试县第一中学"]
    assert {str(row["F01 科技活动周经费"]) for row in rows} == {"1.50"}
    assert {row["A01 举办科普专题活动"] for row in rows} == {3}


@pytest.mark.parametrize("more", [0, 2])
def test_reading_costs_the_same_for_more_units(province, more, django_assert_num_queries):
    with clock.at(BEFORE):
        for number in range(more):
            make_unit(f"测试县第{number}小学", under=province.county)
        campaign = called_campaign(province)
    report_in(province, campaign)
    facts_of(campaign, proven=False)
    with django_assert_num_queries(10):
        assert facts_of(campaign, proven=False).expected == 5 + more
