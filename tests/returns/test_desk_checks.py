"""Checks on the pages: findings beside cells, explained in place; every check of a return with what it found."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.models import Campaign
from sciweek.people.person import Person
from sciweek.returns.actions.explaining import exempt, explain
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.enums import Exempted
from sciweek.returns.models import Exemption, Explanation
from tests.factories.campaigns import Province, make_person
from tests.factories.returns import accepted, filled, fresh, whole_form
from tests.pages.markup import markup
from tests.returns.test_explaining import MANDATORY, NEAR, REASON, TO_EXPLAIN, WORDS

pytestmark = pytest.mark.once

SignIn = Callable[[Person], Client]
MINE = "/desk/returns/mine/"


def by_script(client: Client, **typed: str) -> Any:
    answer = client.post(reverse("returns:save"), typed, headers={"X-Requested-With": "cells"})
    return json.loads(answer.content)


def test_a_finding_stands_beside_its_cell_with_a_field_that_explains_it(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    filled(province.filler, campaign, TO_EXPLAIN)
    body = markup(signed_in(province.filler).get(MINE))
    message = body.split('data-msg="A02"')[1].split("</tr>")[0]
    assert "核实性" in message
    assert "A02 填 2，B02 填 0" in message
    assert 'name="explain-R17"' in message
    assert "1 核实性" in body.split('id="checks"')[1].split("</summary>")[0]
    assert "处理 1 项后上报" in body


def test_the_whole_form_with_an_explanation_is_saved_without_a_script(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    client = signed_in(province.filler)
    typed = {**TO_EXPLAIN, "version": str(ret.version), "explain-R17": WORDS}
    assert client.post(reverse("returns:save"), typed).status_code == 302
    assert Explanation.objects.get().text == WORDS
    body = markup(client.get(MINE))
    assert "已说明" in body
    assert "处理" not in body.split('id="send"')[1].split("</button>")[0]


def test_an_explanation_that_is_too_short_stays_in_its_field_and_says_why(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    typed = {**TO_EXPLAIN, "D01": "77", "version": str(ret.version), "explain-R17": "没有"}
    body = markup(signed_in(province.filler).post(reverse("returns:save"), typed))
    assert 'name="explain-R17" value="没有"' in body
    assert "说明至少写 6 个字" in body
    assert 'name="D01" value="77"' in body
    assert not Explanation.objects.exists()


def test_a_lapsed_explanation_is_confirmed_by_a_press_and_not_by_saving_the_form(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS)
    client = signed_in(province.filler)
    changed = {**TO_EXPLAIN, "A01": "4", "A02": "3", "A04": "4", "version": str(ret.version), "explain-R17": WORDS}
    client.post(reverse("returns:save"), changed)
    body = markup(client.get(MINE))
    assert f"原说明已失效：</span>{WORDS}" in body or f"原说明已失效：{WORDS}" in body
    assert 'name="explain-R17" value=""' in body
    again = {**changed, "version": str(fresh(ret).version), "explain-R17": "", "reaffirm": "R17"}
    client.post(reverse("returns:save"), again)
    assert Explanation.objects.count() == 2
    assert "已说明" in markup(client.get(MINE))


def test_a_script_explains_and_learns_how_things_stand(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    client = signed_in(province.filler)
    data = by_script(client, version=str(ret.version), D01="5")
    assert (data["blocking"], data["looks"]["A02"]) == (1, "f3")
    assert "explain-R17" in data["messages"]["A02"]
    assert "核实性" in data["checks"]
    short = by_script(client, version=str(ret.version), **{"explain-R17": "短"})
    assert "说明至少写 6 个字" in short["messages"]["A02"]
    assert 'value="短"' in short["messages"]["A02"]
    done = by_script(client, version=str(ret.version), **{"explain-R17": WORDS})
    assert (done["blocking"], "A02" in done["looks"]) == (0, False)
    assert "已说明" in done["messages"]["A02"]


def test_what_a_colleague_changed_meanwhile_is_not_explained_unseen(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    colleague = make_person(province.schools[0])
    save_cells(actor=colleague, ret_id=ret.pk, version=ret.version, typed={"A01": "4", "A02": "3", "A04": "4"})
    data = by_script(signed_in(province.filler), version=str(ret.version), **{"explain-R17": WORDS})
    assert "刚被同事改过" in data["messages"]["A02"]
    assert WORDS in data["messages"]["A02"]
    assert not Explanation.objects.exists()


def test_an_office_reads_the_explanation_and_finds_the_checks(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS)
    body = markup(signed_in(province.county_officer).get(reverse("returns:review", args=[ret.pk])))
    assert f"单位说明：</b>{WORDS}" in body
    assert "1 已说明" in body
    assert "没有问题" not in body
    assert reverse("returns:checks", args=[ret.pk]) in body


@pytest.mark.parametrize(
    ("show", "there", "not_there"),
    [
        ("", ["R01", "R17", "H01"], []),
        ("open", ["R05"], ["R01", "R17", "H01"]),
        ("settled", ["R17"], ["R01", "R05", "H01"]),
        ("unchecked", ["H01"], ["R01", "R05", "R17"]),
        ("passed", ["R01"], ["R05", "R17", "H01"]),
        ("nonsense", ["R01", "R17", "H01"], []),
    ],
)
def test_all_checks_are_shown_by_outcome(
    province: Province, campaign: Campaign, signed_in: SignIn, show: str, there: list[str], not_there: list[str]
) -> None:
    ret = filled(province.filler, campaign, {**TO_EXPLAIN, "B03": "9999"})
    explain(actor=province.filler, ret_id=ret.pk, check_code="R17", text=WORDS)
    address = reverse("returns:checks", args=[ret.pk])
    body = markup(signed_in(province.county_officer).get(address, {"show": show}))
    links = {code: reverse("returns:check", args=[ret.pk, code]) in body for code in (*there, *not_there)}
    assert links == dict.fromkeys(there, True) | dict.fromkeys(not_there, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_checks_costs_the_same_with_one_and_three_explanations(
    province: Province, campaign: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    ret = filled(province.filler, campaign, {**TO_EXPLAIN, "A03": "0", "A02": "3", "C01": "1", "C02": "0"})
    for code in ("R17", "R18", "R20")[:count]:
        explain(actor=province.filler, ret_id=ret.pk, check_code=code, text=WORDS)
    client = signed_in(province.county_officer)
    client.get(reverse("returns:checks", args=[ret.pk]))
    with django_assert_num_queries(12):
        body = markup(client.get(reverse("returns:checks", args=[ret.pk])))
    assert body.count(WORDS) == count


def test_an_office_exempts_on_the_page_of_the_check(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    ret = filled(province.filler, campaign, MANDATORY)
    client = signed_in(province.county_officer)
    page = markup(client.get(reverse("returns:check", args=[ret.pk, "R05"])))
    assert "B03 ≤ B02" in page
    assert '<td class="n">9,999</td>' in page
    assert 'value="skip"' in page
    assert 'value="explain"' not in page
    address = reverse("returns:exempt", args=[ret.pk, "R05"])
    refused = client.post(address, {"exempted": "skip", "reason": "属实"})
    assert refused.status_code == 400
    assert "理由至少写 6 个字" in markup(refused)
    assert ">属实</textarea>" in markup(refused)
    done = client.post(address, {"exempted": "skip", "reason": REASON}, follow=True)
    assert "已记录“不审”" in markup(done)
    assert REASON in markup(done)
    assert 'value="none"' in markup(done)
    assert Exemption.objects.get().office_id == province.county.pk


def test_the_unit_reads_the_page_of_a_check_and_cannot_exempt(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, NEAR)
    exempt(actor=province.county_officer, ret_id=ret.pk, check_code="R10", exempted=Exempted.EXPLAIN, reason=REASON)
    client = signed_in(province.filler)
    page = markup(client.get(reverse("returns:check", args=[ret.pk, "R10"])))
    assert "列为说明单位" in page
    assert "exempt/" not in page
    assert 'name="explain-R10"' in markup(client.get(MINE))


def test_a_check_that_is_not_there_is_not_found_and_an_accepted_return_is_past_exempting(
    province: Province, campaign: Campaign, chain: list[Person], signed_in: SignIn
) -> None:
    ret = accepted(province.filler, campaign, chain, whole_form())
    client = signed_in(chain[0])
    assert client.get(reverse("returns:check", args=[ret.pk, "R99"])).status_code == 404
    address = reverse("returns:exempt", args=[ret.pk, "R05"])
    assert client.post(address, {"exempted": "skip", "reason": REASON}).status_code == 403
    assert "exempt/" not in markup(client.get(reverse("returns:check", args=[ret.pk, "R05"])))
