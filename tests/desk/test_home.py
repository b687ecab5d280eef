"""The desk's home: what is to be done now, by when, and how one's own return stands."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.people.models import Account
from sciweek.people.person import Person
from sciweek.returns.actions.passing import send_back_return
from tests.factories.campaigns import BEFORE, Province
from tests.factories.returns import AFTER, REASON, called_campaign, opened, submitted
from tests.pages.markup import markup

pytestmark = pytest.mark.django_db
LATE = datetime(2023, 6, 20, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def province() -> Province:
    with clock.at(BEFORE):
        return Province()


@pytest.fixture
def campaign(province: Province) -> Campaign:
    with clock.at(BEFORE):
        return called_campaign(province)


def home(person: Person, at: datetime) -> str:
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    with clock.at(at):
        return markup(client.get("/desk/"))


def test_a_unit_sees_its_return_and_all_that_is_asked_of_it(province: Province, campaign: Campaign) -> None:
    with clock.at(AFTER):
        opened(province.filler, campaign)
    page = home(province.filler, AFTER)
    assert "填报《科技活动周情况统计表》" in page
    assert "还没有上报。" in page
    assert "已逾期" not in page
    assert "本单位报送" in page


def test_what_was_sent_back_is_due_by_the_day_to_correct_by(province: Province, campaign: Campaign) -> None:
    with clock.at(AFTER):
        ret = submitted(province.filler, campaign)
        send_back_return(
            actor=province.county_officer, ret_id=ret.pk, reason=REASON, correct_by=clock.end_of(date(2023, 6, 18))
        )
    assert "截止 6月18日。上级已退回" in home(province.filler, AFTER)
    late = home(province.filler, LATE)
    assert "<small>逾期</small><b>2</b>" in late
    assert "已于6月18日截止。" in late
    assert REASON in late


def test_a_passed_date_is_said_to_be_passed(province: Province, campaign: Campaign) -> None:
    page = home(province.filler, LATE)
    assert "已逾期" in page
    assert "天后" not in page
    # Due on 8 June, and nobody has opened the form yet.
    assert "<small>逾期</small><b>12</b>" in page


def test_an_office_sees_what_waits_and_only_what_is_ahead(province: Province, campaign: Campaign) -> None:
    with clock.at(AFTER):
        submitted(province.filler, campaign)
    page = home(province.county_officer, AFTER)
    assert "1 份统计表等您审核" in page
    assert "收齐下级材料" in page
    # Its own form is late; the date to collect by is past, and nothing can be done about it.
    late = home(province.county_officer, LATE)
    assert "已逾期" in late
    assert "收齐下级材料" not in late


def test_a_county_sees_its_units_those_that_lack_most_first(province: Province, campaign: Campaign) -> None:
    with clock.at(AFTER):
        ret = submitted(province.filler, campaign)
    page = home(province.county_officer, AFTER).split("各单位上报情况")[1]
    names = ("测试县科学技术局", "测试县第二中学", "测试县第一中学")
    assert sorted(names, key=page.index) == list(names)
    row = page.split("测试县第一中学")[1].split("</tr>")[0]
    assert "已上报" in row
    assert f'href="/desk/returns/{ret.pk}/review/"' in page
    assert "应报 3 家，看全部" in page
    assert "应报 3 家，看全部" not in home(province.officer, AFTER)


@pytest.mark.parametrize("count", [1, 3])
def test_a_countys_home_costs_the_same_for_one_unit_and_three(
    province: Province, campaign: Campaign, django_assert_num_queries: Any, count: int
) -> None:
    Placement.objects.filter(unit__in=[province.county, *province.schools][count:]).update(removed_at=AFTER)
    client = Client()
    client.force_login(
        Account.objects.get(pk=province.county_officer.account_id), backend="sciweek.people.signin.SignInBackend"
    )
    with clock.at(AFTER):
        client.get("/desk/")
        with django_assert_num_queries(15):
            assert client.get("/desk/").status_code == 200
