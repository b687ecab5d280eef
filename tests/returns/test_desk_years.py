"""The page that compares with the campaign before: three numbers side by side, each opening into its cells."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciweek.campaigns.actions.calling import add_to_roster
from sciweek.campaigns.models import Campaign
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person
from sciweek.returns.enums import LinkKind
from sciweek.returns.models import Indicator, IndicatorLink
from tests.factories.campaigns import OTHER_COUNTY, Province, make_person, make_unit
from tests.factories.returns import accepted, whole_form
from tests.pages.markup import markup
from tests.returns.test_desk_figures import rows_of
from tests.returns.test_desk_totals import campaign_after, read

SignIn = Callable[[Person], Client]
YEARS = "/desk/returns/totals/years/"
SECRET = "86420"
# The figures themselves are counted by hand on both databases in `test_compared`.
pytestmark = pytest.mark.once


@pytest.fixture
def following(province: Province, campaign: Campaign, chain: list[Person]) -> Campaign:
    """The year after: one school reported both times, the other only before, a school of another county both times."""
    other = make_unit("外县科学技术局", code=OTHER_COUNTY, under=province.prefecture, kind=UnitKind.SCIENCE_OFFICE)
    far = make_person(make_unit("外县第一中学", code=OTHER_COUNTY, under=other))
    add_to_roster(actor=province.officer, campaign_id=campaign.pk, unit_id=far.unit_id, reason="应当报送统计表。")
    over_far = [make_person(other), *chain[1:]]
    accepted(province.filler, campaign, chain, whole_form(D01="1000", D02="0"))
    accepted(make_person(province.schools[1]), campaign, chain, whole_form(D01="500"))
    accepted(far, campaign, over_far, whole_form(D01=SECRET))
    after = campaign_after(province)
    accepted(province.filler, after, chain[:1], whole_form(D01="1250", D02="4"))
    accepted(far, after, over_far[:1], whole_form(D01="97531"))
    return after


def cells_of(body: str, code: str) -> list[str]:
    """The texts of an indicator's row, small ones after a space."""
    row = body.split("<tbody>", 1)[1].split(f">{code} ")[1].split("</tr>", maxsplit=1)[0]
    return [re.sub(r"<[^>]*>", " ", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]


def test_three_numbers_stand_side_by_side_with_their_units(
    province: Province, following: Campaign, signed_in: SignIn
) -> None:
    body = markup(signed_in(province.county_officer).get(YEARS))
    assert [re.sub(r"\s+", " ", cell) for cell in cells_of(body, "D01")] == [
        *("1,500 2 家", "1,250 1 家", "-16.7%"),
        *("1,000 1 家", "1,250 1 家", "+25.0%"),
        *("1,500 2 家", "1,250 1 家", "-16.7%"),
    ]
    assert cells_of(body, "D02")[2::3] == ["–", "–", "–"]
    heads = re.findall(r"<th(?: [^>]*)?>", body.split("<table", 1)[1])
    assert all("scope=" in head for head in heads)
    assert "<caption" in body


@pytest.mark.parametrize("who", ["officer", "county_officer"])
def test_every_figure_opens_into_cells_that_add_up_to_it(
    province: Province, following: Campaign, signed_in: SignIn, who: str
) -> None:
    client = signed_in(getattr(province, who))
    figures = re.findall(r'href="([^"]*/years/D0[12]/[^"]*)">([\d,]+)<', markup(client.get(YEARS)))
    assert len(figures) == 12
    for href, shown in figures:
        address = unescape(href)
        lines = read(client.get(f"{address}&export=csv")).splitlines()[1:]
        assert sum(int(line.split(",")[2]) for line in lines) == int(shown.replace(",", ""))
        assert f"<b>{shown}</b>" in markup(client.get(address))


def test_what_is_counted_in_another_way_or_is_new_has_no_percentage(
    province: Province, following: Campaign, signed_in: SignIn
) -> None:
    d01, d02, d03 = (Indicator.objects.get(code=code) for code in ("D01", "D02", "D03"))
    IndicatorLink.objects.create(before=d02, after=d01, kind=LinkKind.REDEFINED, note="改按人次计")
    body = markup(signed_in(province.county_officer).get(f"{YEARS}?show=D01&show=D03"))
    assert cells_of(body, "D01")[2::3] == ["口径变化"] * 3
    assert "改按人次计" in body
    assert "%" not in "".join(cells_of(body, "D01"))
    assert d03.code in body


def test_the_comparison_as_sheets_has_numbers(province: Province, following: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.county_officer)
    rows = rows_of(client, f"{YEARS}?export=xlsx")
    by_code = {row[0]: row for row in rows[1:]}
    assert rows[0][4:9] == [
        "全部单位 上届",
        "全部单位 上届填报数",
        "全部单位 本届",
        "全部单位 本届填报数",
        "全部单位 变化（%）",
    ]
    assert by_code["D01"][4:14] == [1500, 2, 1250, 1, pytest.approx(-16.7), 1000, 1, 1250, 1, pytest.approx(25.0)]
    answer = client.get(f"{YEARS}?export=csv")
    assert answer.streaming
    assert "D01,发放科普资料,份,,1500,2,1250,1,-16.7,1000,1,1250,1,25.0,1500,2,1250,1,-16.7" in read(answer)


def test_without_a_campaign_before_there_is_nothing_to_compare(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.officer)
    assert "没有可以对比的上一届" in markup(client.get(YEARS))
    assert client.get(reverse("returns:compared", args=["D01"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_comparison_costs_the_same_for_one_and_three(
    province: Province,
    campaign: Campaign,
    chain: list[Person],
    signed_in: SignIn,
    django_assert_num_queries: Any,
    count: int,
) -> None:
    people = [province.filler, make_person(province.schools[1]), province.county_officer][:count]
    chains = [chain, chain, chain[1:]]
    for person, offices in zip(people, chains, strict=False):
        accepted(person, campaign, offices)
    after = campaign_after(province)
    for person, offices in zip(people, chains, strict=False):
        accepted(person, after, offices)
    client = signed_in(province.officer)
    client.get(YEARS)
    with django_assert_num_queries(20):
        assert client.get(YEARS).status_code == 200
    address = reverse("returns:compared", args=["D01"]) + "?over=matched&side=before"
    with django_assert_num_queries(12):
        assert markup(client.get(address)).count("/cells/D01/") == count


NAMES = ["place", "line", "kind", "level", "show", "counting", "over", "side", "at", "by", "rows", "sort", "page"]
WORDS = [
    *("630102", "630103", "630103b", "630100", "630000", "school", "D01", "matched", "present", "before", "now"),
    *("1", "2", "3", "-1", "99999999999999999999", "²", "\x00", "%"),
]
queries = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(WORDS) | st.text(max_size=8)), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=queries, export=st.sampled_from(["", "csv"]))
def test_no_address_fails_or_shows_a_county_what_another_reported(
    province: Province, following: Campaign, signed_in: SignIn, asked: list[tuple[str, str]], export: str
) -> None:
    client = signed_in(province.county_officer)
    query = urlencode([("side", "before"), ("over", "matched"), *asked, ("export", export)])
    for address in (YEARS, f"{YEARS}D01/"):
        answer: Any = client.get(f"{address}?{query}")
        assert answer.status_code in {200, 404}
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown = body.decode("utf-8", "ignore").replace(",", "")
        assert SECRET not in shown
        assert "97531" not in shown
        assert "外县" not in shown


def test_the_province_does_see_it(province: Province, following: Campaign, signed_in: SignIn) -> None:
    """The control of the test above: what it looks for is there for who may see it."""
    client = signed_in(province.officer)
    assert "外县" in markup(client.get(f"{YEARS}D01/?over=matched&side=before"))
    assert "87,920" in markup(client.get(YEARS))
