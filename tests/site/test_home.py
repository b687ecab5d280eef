"""What visitors see of a campaign before, during and after its days, and of all of them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from tests.factories.campaigns import BEFORE, Province
from tests.factories.returns import AFTER, accepted, called_campaign
from tests.pages.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DURING = datetime(2023, 5, 22, 9, tzinfo=clock.SHANGHAI)
LATER = datetime(2023, 9, 1, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def province() -> Province:
    with clock.at(BEFORE):
        return Province()


@pytest.fixture
def campaign(province: Province) -> Campaign:
    with clock.at(BEFORE):
        return called_campaign(province)


def seen(path: str, at: datetime) -> str:
    with clock.at(at):
        return markup(Client().get(path))


def closed(province: Province, campaign: Campaign) -> None:
    """One school reported, every office accepted, and the lead closed the campaign."""
    with clock.at(AFTER):
        accepted(province.filler, campaign, [province.county_officer, province.prefecture_officer, province.officer])
    with clock.at(LATER):
        close_campaign(actor=province.officer, campaign_id=campaign.pk)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (BEFORE, "还有 38 天开幕"),
        (DURING, "活动周第 3 天"),
        (AFTER, "各单位正在报送总结和统计表。"),
    ],
)
def test_the_home_says_where_in_its_days_the_campaign_is(campaign: Campaign, at: datetime, said: str) -> None:
    body = seen("/", at)
    assert said in body
    assert "单位登录填报" in body
    assert "留下的数字" not in body


def test_a_closed_campaign_tells_its_own_figures_and_asks_nobody_to_report(
    province: Province, campaign: Campaign
) -> None:
    closed(province, campaign)
    body = seen(f"/c/{campaign.slug}/", LATER)
    assert f"{campaign.name}留下的数字" in body
    assert "<b>500</b>" in body
    assert "单位登录填报" not in body
    assert "正在报送" not in body
    assert "回顾上一届" not in body


def test_all_campaigns_stand_there_with_what_they_left_behind(province: Province, campaign: Campaign) -> None:
    assert "这里会有本届的数字" in seen("/past/", AFTER)
    closed(province, campaign)
    body = seen("/past/", LATER)
    assert "<b>500</b>" in body
    assert "5月20日—5月31日" in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_past_costs_the_same_for_one_campaign_and_three(
    province: Province, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        day = date(2020 + number, 5, 20)
        with clock.at(datetime.combine(day - timedelta(days=38), BEFORE.timetz())):
            made = called_campaign(province, slug=f"week-{number}", start=day, end=day)
        with clock.at(LATER):
            close_campaign(actor=province.officer, campaign_id=made.pk)
    client = Client()
    client.get("/past/")
    with django_assert_num_queries(2):
        assert client.get("/past/").status_code == 200
