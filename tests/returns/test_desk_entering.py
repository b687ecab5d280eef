"""The pages around a return's figures: sealed sheets, the head, entering for a unit, an objection and its answer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.models import Campaign, Placement
from sciweek.people.enums import Role, UnitKind
from sciweek.people.person import Person
from sciweek.returns.models import Form, Return, ReturnPaper
from tests.factories.campaigns import Province, make_campaign, make_person, make_unit
from tests.factories.returns import filled, fresh, scan, submitted, whole_form
from tests.pages.markup import markup
from tests.returns.test_signing import OBJECTION, entered, signed_campaign

pytestmark = pytest.mark.once

SignIn = Callable[[Person], Client]
MINE, ENTERING = "/desk/returns/mine/", "/desk/returns/entering/"


def test_an_office_finds_the_unit_enters_attaches_and_submits(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.county_officer)
    page = markup(client.get(ENTERING))
    assert "测试县第二中学" in page
    assert "没有账号" in page
    placement = Placement.objects.get(campaign=campaign, unit=province.schools[1])
    opened: Any = client.get(reverse("returns:enter", args=[placement.pk]))
    ret = Return.objects.get(unit=province.schools[1])
    assert opened.url == f"{MINE}?for={ret.pk}"
    form = markup(client.get(opened.url))
    assert "代“测试县第二中学”录入" in form
    assert f"{reverse('returns:save')}?for={ret.pk}" in form
    saved: Any = client.post(f"{reverse('returns:save')}?for={ret.pk}", {**whole_form(), "version": "0"})
    assert saved.url == opened.url
    refused = client.post(f"{reverse('returns:submit')}?for={ret.pk}", {"version": "1"}, follow=True)
    assert "盖章扫描件" in markup(refused)
    client.post(f"{reverse('returns:paper')}?for={ret.pk}", {"scan": scan()})
    assert "盖章表.pdf" in markup(client.get(opened.url))
    done = client.post(f"{reverse('returns:submit')}?for={ret.pk}", {"version": "1"}, follow=True)
    assert "已代“测试县第二中学”上报" in markup(done)
    assert "没有需要代录的单位" in markup(done)
    review = markup(client.get(reverse("returns:review", args=[ret.pk])))
    assert "代录</span>" in review
    assert "盖章表.pdf" in review


def test_nobody_enters_for_a_unit_that_has_people_or_lies_outside(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign)
    county, stranger = signed_in(province.county_officer), signed_in(make_person(province.institute))
    assert county.get(f"{MINE}?for={ret.pk}").status_code == 403
    assert stranger.get(f"{MINE}?for={ret.pk}").status_code == 404
    for odd in ("x", "-1", "9" * 30, str(ret.pk + 999)):
        assert county.get(f"{MINE}?for={odd}").status_code == 404
    for name in ("save", "rest", "submit", "paper", "upload", "take"):
        answer = county.post(f"{reverse(f'returns:{name}')}?for={ret.pk}", {"D01": "5", "version": "1", "sign": "0"})
        assert answer.status_code == 403, name
    assert fresh(ret).version == ret.version


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_and_three(
    province: Province, campaign: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count - 1):
        unit = make_unit(f"测试县第{number}小学", under=province.county, kind=UnitKind.SCHOOL)
        first = Placement.objects.get(campaign=campaign, unit=province.schools[1])
        copy = Placement.objects.create(
            campaign=campaign,
            unit=unit,
            unit_name=unit.name,
            kind=unit.kind,
            level=unit.level,
            division_code=unit.division_code,
            line=unit.line,
            added_at=first.added_at,
        )
        copy.chain.create(position=0, office=province.county)
    client = signed_in(province.county_officer)
    client.get(ENTERING)
    with django_assert_num_queries(8):
        body = markup(client.get(ENTERING))
    assert len(re.findall(r"/desk/returns/entering/\d+/", body)) == count


def test_a_unit_asks_and_takes_back_on_its_own_page(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    assert "已请求代录" in markup(client.post(reverse("returns:ask_entry"), {"asks": "1"}, follow=True))
    assert fresh(ret).asks_since is not None
    assert "单位请求" in markup(signed_in(province.county_officer).get(ENTERING, {"why": "asks"}))
    assert "已取消请求" in markup(client.post(reverse("returns:ask_entry"), {"asks": "0"}, follow=True))
    assert fresh(ret).asks_since is None


def test_a_scan_is_handed_out_as_a_file_to_those_who_may_read_the_return(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    client.post(reverse("returns:paper"), {"scan": scan()})
    assert "请先选择扫描件" in markup(client.post(reverse("returns:paper"), follow=True))
    address = reverse("returns:paper_file", args=[ret.pk, ReturnPaper.objects.get().pk])
    answer = client.get(address)
    assert answer.content == b"%PDF-1.4 sealed"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    other = filled(make_person(province.schools[1]), campaign)
    assert client.get(reverse("returns:paper_file", args=[other.pk, ReturnPaper.objects.get().pk])).status_code == 404


def test_a_filler_puts_it_before_the_head_who_submits(province: Province, signed_in: SignIn) -> None:
    campaign = signed_campaign(province, head=True, paper=False)
    ret = filled(province.filler, campaign)
    head, client = make_person(province.schools[0], Role.UNIT_HEAD), signed_in(province.filler)
    page = markup(client.get(MINE))
    assert reverse("returns:ask_head") in page
    assert reverse("returns:submit") not in page
    assert "已送单位负责人确认" in markup(client.post(reverse("returns:ask_head"), follow=True))
    theirs = signed_in(head)
    assert reverse("returns:submit") in markup(theirs.get(MINE))
    theirs.post(reverse("returns:submit"), {"version": str(ret.version)})
    assert fresh(ret).track.stage == "submitted"


def test_an_objection_and_its_answer_are_read_on_both_pages(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = entered(province, campaign)
    unit, office = signed_in(make_person(province.schools[1])), signed_in(province.county_officer)
    assert "代录</b>" in markup(unit.get(MINE)) or "”代录" in markup(unit.get(MINE))
    assert "已提出异议" in markup(unit.post(reverse("returns:dispute"), {"text": OBJECTION}, follow=True))
    review = reverse("returns:review", args=[ret.pk])
    assert "单位有异议" in markup(office.get(review))
    refused = office.post(reverse("returns:answer", args=[ret.pk]), {"text": "不同意"})
    assert refused.status_code == 400
    assert ">不同意</textarea>" in markup(refused)
    assert "已答复" in markup(
        office.post(reverse("returns:answer", args=[ret.pk]), {"text": "已核对盖章原件"}, follow=True)
    )
    assert "单位有异议" not in markup(office.get(review))
    assert "已核对盖章原件" in markup(unit.get(MINE))


def test_the_lead_says_how_to_sign_on_the_page_that_edits_the_form(province: Province, signed_in: SignIn) -> None:
    draft = make_campaign(province.officer)
    client = signed_in(province.officer)
    assert 'name="head_approves"' in markup(client.get(reverse("returns:edit_form")))
    client.post(reverse("returns:signing"), {"scan_required": "on"})
    form = Form.objects.get(campaign=draft)
    assert (form.head_approves, form.scan_required) == (False, True)
    assert signed_in(province.county_officer).post(reverse("returns:signing"), {}).status_code in {403, 404}
    assert Form.objects.get(campaign=draft).scan_required


def test_a_called_form_tells_how_to_sign(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    submitted(province.filler, campaign)
    page = markup(signed_in(province.officer).get(reverse("returns:form")))
    assert "填报员可以直接上报" in page
    assert 'name="head_approves"' not in page
