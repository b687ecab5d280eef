"""The desk's home: what is due leads to the page where it is done, and what is done is said to be."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.models import Account
from sciweek.people.person import Person
from tests.factories.campaigns import BEFORE, Province
from tests.factories.materials import campaign_of_four, handed_in, placed
from tests.factories.returns import AFTER, submitted
from tests.pages.markup import markup


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.at(AFTER):
        yield


@pytest.fixture
def province(db: None) -> Province:
    return Province()


@pytest.fixture
def campaign(province: Province) -> Campaign:
    with clock.at(BEFORE):
        return campaign_of_four(province)


def home(person: Person) -> str:
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    return markup(client.get(reverse("desk:home")))


def line(body: str, duty: str) -> str:
    """The line of the list of dues that names the duty."""
    return next(each for each in body.split('<ul class="dues pad">')[1].split("<li")[1:] if f">{duty}</a>" in each)


def test_each_due_leads_to_the_page_where_it_is_done(province: Province, campaign: Campaign) -> None:
    body, pk = home(province.filler), placed(province.filler, campaign).pk
    expected = {
        "情况统计表": reverse("returns:mine"),
        "工作总结": reverse("returns:summary", args=[pk]),
        "影像资料": reverse("materials:pictures", args=[pk]),
        "媒体报道": reverse("materials:media", args=[pk]),
    }
    assert {duty: f'href="{href}"' in line(body, duty) for duty, href in expected.items()} == dict.fromkeys(
        expected, True
    )
    assert reverse("materials:unit", args=[pk]) in body


def test_an_offices_due_leads_to_who_lacks_it(province: Province, campaign: Campaign) -> None:
    body = home(province.county_officer)
    assert f"{reverse('returns:roster')}?lacks=pictures" in body


def test_what_is_done_is_said_and_what_is_late_too(province: Province, campaign: Campaign) -> None:
    submitted(province.filler, campaign)
    handed_in(province.filler, campaign, DutyKind.PICTURES)
    with clock.at(clock.end_of(date(2023, 6, 20))):
        body = home(province.filler)
    assert "已逾期" in line(body, "媒体报道")
    assert "已报" in line(body, "情况统计表")
    body = home(province.filler)
    assert ["已报" in line(body, duty) for duty in ("情况统计表", "影像资料", "媒体报道")] == [True, True, False]
    assert "去办理" in body
