"""The chart above the cells behind a total: by place, in the figure's own unit, and only where there is something to compare."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from sciweek.campaigns.models import Campaign
from sciweek.people.person import Person
from tests.factories.campaigns import Province, make_person
from tests.factories.returns import accepted, whole_form

SignIn = Callable[[Person], Client]


def told(client: Client, code: str, query: str = "", **headers: str) -> str:
    """The description of the page's chart; empty where it has none."""
    body = client.get(reverse("returns:drill", args=[code]) + query, headers=headers).content.decode()
    found = re.search(r'<svg class="chart".*?<desc>(.*?)</desc>', body)
    return found[1] if found else ""


def two_places(province: Province, campaign: Campaign) -> None:
    """A school of the county and an institute of the province, each accepted by its first office."""
    accepted(province.filler, campaign, [province.county_officer])
    accepted(
        make_person(province.institute), campaign, [province.officer], whole_form(D01="800", F01="2.25", F02="2.25")
    )


def test_a_figure_is_drawn_by_place_in_its_own_unit(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    two_places(province, campaign)
    client = signed_in(province.officer)
    assert re.fullmatch(r"\S+本级 800；\S+ 1,200", told(client, "D01"))
    assert re.fullmatch(r"\S+本级 2\.25；\S+ 1\.50", told(client, "F01"))


def test_only_what_counts_is_drawn(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    two_places(province, campaign)
    assert told(signed_in(province.officer), "D01", "?counting=all_offices") == ""
    assert "800" in told(signed_in(province.officer), "D01", "?counting=submitted")


def test_nothing_is_drawn_for_one_place_or_a_part_of_the_page(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    two_places(province, campaign)
    client = signed_in(province.officer)
    assert told(client, "D01", "?at=630100&by=2") == ""
    assert told(client, "D01", "", **{"HX-Request": "true", "HX-Target": "list"}) == ""
    assert told(signed_in(province.county_officer), "D01") == ""
