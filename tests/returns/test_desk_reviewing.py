"""An office's pages: its queue, one return, accepting and sending back, a cell's history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.actions.calling import add_to_roster, close_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core.models import AuditEntry
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.actions.passing import submit_return, withdraw_return
from tests.factories.campaigns import OTHER_COUNTY, Province, make_campaign, make_person, make_unit
from tests.factories.returns import REASON, accepted, filled, fresh, sent_back, submitted
from tests.pages.markup import markup

pytestmark = pytest.mark.once

SignIn = Callable[[Person], Client]
QUEUE = "/desk/returns/queue/"


def said(answer: Any) -> str:
    return "".join(str(message) for message in get_messages(answer.wsgi_request))


def test_the_queue_shows_what_waits_for_this_office_oldest_first(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    submitted(province.filler, campaign)
    accepted(make_person(province.schools[1]), campaign, chain[:1])
    filled(make_person(province.institute), campaign)
    at_county = signed_in(chain[0]).get(QUEUE).content.decode()
    at_prefecture = signed_in(chain[1]).get(QUEUE).content.decode()
    assert "测试县第一中学" in at_county
    assert "测试县第二中学" not in at_county
    assert "测试县第二中学" in at_prefecture
    assert "测试县第一中学" not in at_prefecture


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_one_and_three(
    province: Province, campaign: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    officer = province.county_officer
    units = [*province.schools, *(make_unit(f"测试县第{n}小学", under=province.county) for n in ("一", "二"))]
    for unit in units[2:]:
        add_to_roster(actor=province.officer, campaign_id=campaign.pk, unit_id=unit.pk, reason="新近成立，应当报送。")
    for unit in units[:count]:
        submitted(make_person(unit), campaign)
    client = signed_in(officer)
    client.get(QUEUE)
    with django_assert_num_queries(8):
        body = markup(client.get(QUEUE))
    assert body.count("/review/") == count


def test_the_review_page_shows_both_years_findings_and_what_changed_since(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    ret = sent_back(province.filler, campaign, chain[0])
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"D01": "1300"})
    submit_return(actor=province.filler, ret_id=ret.pk)
    body = markup(signed_in(chain[0]).get(reverse("returns:review", args=[ret.pk])))
    assert "上次审核后改了 1 格" in body
    assert '<td class="n chg">' in body
    assert ">1,300</a>" in body
    assert REASON in body
    assert reverse("returns:accept", args=[ret.pk]) in body


def test_a_return_outside_the_scope_is_not_found(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    ret = submitted(province.filler, campaign)
    sibling = make_unit("邻县科学技术局", code=OTHER_COUNTY, under=province.prefecture, kind=UnitKind.SCIENCE_OFFICE)
    before = AuditEntry.objects.count()
    for person in (make_person(sibling), make_person(province.schools[1]), make_person(province.institute)):
        client = signed_in(person)
        for name in ("review", "sheet"):
            assert client.get(reverse(f"returns:{name}", args=[ret.pk])).status_code == 404
        assert client.get(reverse("returns:cell", args=[ret.pk, "A01"])).status_code == 404
        for name in ("accept", "send_back"):
            answer = client.post(reverse(f"returns:{name}", args=[ret.pk]), {"reason": REASON, "version": ret.version})
            assert answer.status_code == 404
    assert AuditEntry.objects.count() == before


def test_a_mail_leads_to_its_return_whatever_week_one_works_on(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = submitted(province.filler, campaign)
    client = signed_in(province.officer)
    make_campaign(
        province.officer, slug="newer", start=campaign.start.replace(year=2024), end=campaign.end.replace(year=2024)
    )
    assert client.get(reverse("returns:review", args=[ret.pk])).status_code == 200


def test_accepting_goes_on_with_the_next_one(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    first, second = submitted(province.filler, campaign), submitted(make_person(province.schools[1]), campaign)
    client = signed_in(chain[0])
    answer = client.post(reverse("returns:accept", args=[first.pk]), {"version": str(first.version)})
    assert answer.headers["Location"] == reverse("returns:review", args=[second.pk])
    answer = client.post(reverse("returns:accept", args=[second.pk]), {"version": str(second.version)})
    assert answer.headers["Location"] == QUEUE


def test_figures_that_changed_under_the_officers_eyes_are_not_accepted(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    ret = submitted(province.filler, campaign)
    withdraw_return(actor=province.filler, ret_id=ret.pk)
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"D01": "9"})
    submit_return(actor=province.filler, ret_id=ret.pk)
    answer = signed_in(chain[0]).post(reverse("returns:accept", args=[ret.pk]), {"version": str(ret.version)})
    assert answer.status_code == 409
    assert "又改过" in answer.content.decode()
    assert fresh(ret).track.accepted == 0


def test_an_office_that_is_not_in_the_chain_may_look_and_not_accept(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    other = make_unit("测试省教育厅", code=630000, under=province.office, kind=UnitKind.SCIENCE_OFFICE)
    ret = submitted(province.filler, campaign)
    client = signed_in(make_person(other))
    assert (
        reverse("returns:accept", args=[ret.pk])
        not in client.get(reverse("returns:review", args=[ret.pk])).content.decode()
    )
    assert client.post(reverse("returns:accept", args=[ret.pk]), {"version": ret.version}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"reason": "改"}, "6 个字"),
        ({"reason": REASON, "correct_by": "2023-05-01"}, "请选择今天之后的日期"),
        ({}, "reason"),
    ],
)
def test_a_refused_sending_back_keeps_what_was_typed(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn, typed: dict[str, str], wrong: str
) -> None:
    ret = submitted(province.filler, campaign)
    answer = signed_in(chain[0]).post(reverse("returns:send_back", args=[ret.pk]), {**typed, "mark": ["B03"]})
    body = markup(answer)
    assert answer.status_code == 400
    assert wrong in body
    assert 'value="B03" checked' in body
    assert typed.get("reason", "") in body
    assert fresh(ret).track.stage == "submitted"


def test_sending_back_from_the_page_takes_marks_and_date(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    ret = submitted(province.filler, campaign)
    typed = {"reason": REASON, "correct_by": "2023年6月5日", "mark": ["B03", "D01"]}
    answer = signed_in(chain[0]).post(reverse("returns:send_back", args=[ret.pk]), typed)
    assert answer.headers["Location"] == QUEUE
    step = fresh(ret).track.steps.get(act="send_back")
    assert step.marks == ["B03", "D01"]
    assert step.correct_by is not None
    assert f"{step.correct_by.astimezone():%F %T}" == "2023-06-05 23:59:59"


def test_bulk_acceptance_from_the_queue_says_how_many(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    rows = [submitted(province.filler, campaign), submitted(make_person(province.schools[1]), campaign)]
    answer = signed_in(chain[0]).post(QUEUE, {"do": "accept", "row": [ret.pk for ret in rows]})
    assert "已验收 2 份" in said(answer)
    assert all(fresh(ret).track.accepted == 1 for ret in rows)


def test_a_cell_opens_into_every_change_and_every_submission(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    ret = sent_back(province.filler, campaign, chain[0])
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"D01": "-"})
    submit_return(actor=province.filler, ret_id=ret.pk)
    body = markup(signed_in(chain[0]).get(reverse("returns:cell", args=[ret.pk, "D01"])))
    assert "第 2 次上报" in body
    assert '<td class="n">1,200</td><td class="n">-</td>' in body
    assert province.filler.name in body


def test_a_cell_that_is_not_on_the_form_is_not_found(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    ret = filled(province.filler, campaign)
    assert signed_in(province.filler).get(reverse("returns:cell", args=[ret.pk, "Z99"])).status_code == 404


def test_nothing_waits_and_nothing_can_be_done_in_a_filed_campaign(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    ret = submitted(province.filler, campaign)
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    client = signed_in(chain[0])
    assert "测试县第一中学" not in client.get(QUEUE).content.decode()
    body = markup(client.get(reverse("returns:review", args=[ret.pk])))
    assert reverse("returns:accept", args=[ret.pk]) not in body
    assert 'name="mark"' not in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_page_costs_the_same_with_one_and_three_submissions(
    province: Province, campaign: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    ret = submitted(province.filler, campaign)
    for number in range(count - 1):
        withdraw_return(actor=province.filler, ret_id=ret.pk)
        version = fresh(ret).version
        save_cells(actor=province.filler, ret_id=ret.pk, version=version, typed={"D01": str(number)})
        submit_return(actor=province.filler, ret_id=ret.pk)
    client = signed_in(province.county_officer)
    client.get(reverse("returns:review", args=[ret.pk]))
    with django_assert_num_queries(18):
        client.get(reverse("returns:review", args=[ret.pk]))
