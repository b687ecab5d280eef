"""The page of reminders: what it lists, the text for the group, its acts, and what a unit sees of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.models import Campaign
from sciweek.people.person import Person
from sciweek.returns.enums import ChaseBy
from sciweek.returns.models import Chase
from tests.factories.campaigns import Province, make_person
from tests.factories.returns import filled, submitted
from tests.pages.markup import markup
from tests.returns.test_desk_figures import reported

pytestmark = pytest.mark.once

SignIn = Callable[[Person], Client]
CHASING = "/desk/returns/chasing/"


def test_the_page_lists_the_missing_and_offers_their_names_for_the_group(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    submitted(province.filler, campaign)
    client = signed_in(province.county_officer)
    page = markup(client.get(CHASING))
    text = page.split('id="group-text"')[1].split("</textarea>")[0]
    assert "测试县第一中学（缺工作总结）" in text
    assert "测试县第二中学（缺情况统计表、工作总结）" in text
    assert "测试省研究所" not in page
    text = markup(client.get(CHASING + "?lacks=return")).split('id="group-text"')[1].split("</textarea>")[0]
    assert "测试县第二中学" in text
    assert "测试县第一中学" not in text


def test_a_filter_narrows_the_text_and_the_act_for_all(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.officer)
    page = markup(client.get(CHASING + "?kind=institute"))
    text = page.split('id="group-text"')[1].split("</textarea>")[0]
    assert "测试省研究所" in text
    assert "中学" not in text
    make_person(province.institute)
    answer = client.post(CHASING + "all/?kind=institute", {"by": "mail", "note": "请尽快。"}, follow=True)
    assert "已给 1 家发邮件催报" in markup(answer)
    assert [row.placement.unit_id for row in Chase.objects.all()] == [province.institute.pk]


def test_chosen_rows_are_reminded_by_the_lists_act(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.county_officer)
    from sciweek.campaigns.models import Placement

    row = Placement.objects.get(unit=province.schools[0])
    answer: Any = client.post(CHASING, {"do": "group", "row": str(row.pk)}, follow=True)
    assert "已记下 1 家在群里催报" in markup(answer)
    assert Chase.objects.get().by == ChaseBy.GROUP


def test_the_unit_sees_who_reminded_it_until_it_has_submitted(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    filled(province.filler, campaign)
    signed_in(province.county_officer).post(CHASING + "all/", {"by": "mail", "note": "只差贵校了。"})
    assert "只差贵校了。" in markup(signed_in(province.filler).get(reverse("returns:mine")))
    submitted(province.filler, campaign)
    assert "只差贵校了。" not in markup(signed_in(province.filler).get(reverse("returns:mine")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    province: Province, campaign: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    reported(province, campaign, 4 - count)
    client = signed_in(province.county_officer)
    client.get(CHASING)
    with django_assert_num_queries(QUERIES):
        assert client.get(CHASING).status_code == 200


QUERIES = 10


def test_a_unit_has_no_such_page(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.filler)
    assert client.get(CHASING).status_code == 404
    assert client.post(CHASING + "all/", {"by": "mail"}).status_code == 404
    assert not Chase.objects.exists()
