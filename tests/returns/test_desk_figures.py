"""The pages of figures: completeness, who is missing, totals, what they open into, and the sheets of all of it."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sciweek.campaigns.actions.calling import add_to_roster
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.enums import Role
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.returns.template import shipped
from tests.factories.campaigns import COUNTY, Province, make_person, make_unit
from tests.factories.materials import handed_back, handed_in, placed
from tests.factories.returns import AFTER, accepted, filled, sent_back, submitted, whole_form
from tests.pages.markup import markup

SignIn = Callable[[Person], Client]


def rows_of(client: Client, address: str) -> list[list[Any]]:
    """The rows of a workbook, its notes and head included."""
    answer: Any = client.get(address)
    assert answer.status_code == 200
    content = answer.getvalue() if answer.streaming else answer.content
    return [list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def listed(client: Client, address: str) -> set[str]:
    """The names in the first column of a list, by its csv."""
    answer: Any = client.get(f"{address}{'&' if '?' in address else '?'}export=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
    return {line.split(",")[0] for line in lines}


def reported(province: Province, campaign: Campaign, count: int) -> list[Unit]:
    """So many schools of the county that have reported and are accepted by it."""
    units = [*province.schools, *(make_unit(f"测试县第{n}小学", under=province.county) for n in ("一", "二"))][:count]
    for unit in units[2:]:
        add_to_roster(actor=province.officer, campaign_id=campaign.pk, unit_id=unit.pk, reason="新近成立，应当报送。")
    for unit in units:
        accepted(make_person(unit), campaign, [province.county_officer])
    return units


def at_every_stage(province: Province, campaign: Campaign) -> None:
    """One accepted, one sent back, one draft, one submitted, and one that has not begun."""
    accepted(province.filler, campaign, [province.county_officer])
    sent_back(make_person(province.schools[1]), campaign, province.county_officer)
    filled(province.county_officer, campaign)
    submitted(province.prefecture_officer, campaign)


def test_the_missing_are_those_who_have_not_begun_not_finished_or_not_corrected(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    at_every_stage(province, campaign)
    missing = listed(signed_in(province.officer), reverse("returns:roster") + "?stage=missing")
    assert missing == {"测试县第二中学", "测试县科学技术局", "测试省研究所"}


@pytest.mark.parametrize("stage", ["submitted", "accepted", "sent_back"])
def test_the_roster_narrows_to_a_stage(province: Province, campaign: Campaign, signed_in: SignIn, stage: str) -> None:
    at_every_stage(province, campaign)
    expected = {
        "submitted": {"测试县第一中学", "测试市科学技术局"},
        "accepted": set(),
        "sent_back": {"测试县第二中学"},
    }
    assert listed(signed_in(province.officer), reverse("returns:roster") + f"?stage={stage}") == expected[stage]


@pytest.mark.parametrize("who", ["officer", "prefecture_officer", "county_officer"])
@pytest.mark.parametrize("narrowed", ["", "?place=630100"])
def test_every_count_of_the_missing_opens_into_exactly_these_units(
    province: Province, four: Campaign, signed_in: SignIn, narrowed: str, who: str
) -> None:
    at_every_stage(province, four)
    handed_in(province.filler, four, DutyKind.PICTURES)
    handed_back(province.county_officer, four, DutyKind.MEDIA, province.officer)
    client = signed_in(getattr(province, who))
    body = markup(client.get(reverse("returns:completeness") + narrowed))
    links = re.findall(r'<a href="([^"]*lacks=[^"]*)"><span class="vh">[^<]*</span>(?:缺 )?(\d+)</a>', body)
    assert {href.split("lacks=")[1].split("&")[0] for href, _ in links} == {
        "return",
        "summary",
        "pictures",
        "media",
        "any",
    }
    for href, count in links:
        assert len(listed(client, href.replace("&amp;", "&"))) == int(count)


@pytest.mark.parametrize("narrowed", ["", "&place=630100"])
def test_progress_as_sheets_has_every_table_and_rows_that_add_up_to_the_whole(
    province: Province, four: Campaign, signed_in: SignIn, narrowed: str
) -> None:
    at_every_stage(province, four)
    handed_in(province.filler, four, DutyKind.PICTURES)
    client, page = signed_in(province.officer), reverse("returns:completeness")
    body = markup(client.get(page + narrowed.replace("&", "?")))
    assert f'href="?{narrowed[1:] + "&amp;" if narrowed else ""}export=xlsx"' in body
    answer: Any = client.get(f"{page}?export=xlsx{narrowed}")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == re.findall(r'<div class="panel-h"><h2>([^<]+)</h2>', body)
    for sheet in book.worksheets:
        _campaign, moment, head, *rows = sheet.iter_rows(values_only=True)
        assert moment[0] == "截至 6月1日 10:00"
        assert len(set(head)) == len(head) == 23
        *lines, whole = rows
        assert whole[0] == "合计"
        assert [sum(line[n] for line in lines) for n in range(1, 23)] == list(whole[1:])
    expected = len(listed(client, reverse("returns:roster") + narrowed.replace("&", "?")))
    assert whole[1] == expected


@pytest.mark.parametrize("who", ["officer", "prefecture_officer", "county_officer"])
@pytest.mark.parametrize("narrowed", ["", "?place=630100"])
def test_every_row_of_progress_opens_into_the_units_it_counts(
    province: Province, campaign: Campaign, signed_in: SignIn, narrowed: str, who: str
) -> None:
    at_every_stage(province, campaign)
    client, page = signed_in(getattr(province, who)), reverse("returns:completeness")
    body = markup(client.get(page + narrowed))
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">.*?<td class="n">\d+/(\d+)', body)
    assert len(rows) >= 3
    for href, expected in rows:
        if href.startswith("?"):
            assert markup(client.get(page + href)).count('<th scope="row"><a') >= 2
        else:
            assert len(listed(client, href.replace("&amp;", "&"))) == int(expected)


def test_the_roster_tells_who_lacks_which_of_the_four_and_who_was_late(
    province: Province, four: Campaign, signed_in: SignIn
) -> None:
    handed_in(province.filler, four, DutyKind.PICTURES)
    second = make_person(province.schools[1])
    with clock.at(AFTER + timedelta(days=30)):
        submitted(second, four)
        handed_in(second, four, DutyKind.PICTURES, DutyKind.MEDIA)
    client, roster = signed_in(province.county_officer), reverse("returns:roster")
    assert listed(client, roster + "?lacks=pictures") == {"测试县科学技术局"}
    assert listed(client, roster + "?lacks=media") == {"测试县第一中学", "测试县科学技术局"}
    assert listed(client, roster + "?late=pictures") == listed(client, roster + "?late=return") == {"测试县第二中学"}
    row = markup(client.get(roster)).split("测试县第二中学")[1].split("</tr>")[0]
    assert row.count("逾期上报") == 2
    assert reverse("materials:pictures", args=[placed(second, four).pk]) in row


def test_the_list_to_print_names_by_place_what_is_lacking_and_shows_no_phone_in_full(
    province: Province, four: Campaign, signed_in: SignIn
) -> None:
    submitted(province.filler, four)
    handed_in(province.filler, four, DutyKind.PICTURES)
    Unit.objects.filter(pk=province.schools[0].pk).update(contact_name="安若水", contact_phone="13905550001")
    client, address = signed_in(province.officer), reverse("returns:missing")
    body = markup(client.get(address))
    assert body.count('class="panel mt4"') == 3
    assert "共 5 家，截至 6月1日 10:00。" in body
    row = body.split("测试县第一中学")[1].split("</tr>")[0]
    assert "工作总结、媒体报道" in row
    assert ("安若水" in row, "13905550001" in row, "139****0001" in row) == (True, False, True)
    assert "县科学技术局" in row
    body = markup(client.get(address + "?lacks=return&kind=school"))
    assert "测试县第二中学" in body
    assert "测试县第一中学" not in body
    assert "测试省研究所" not in markup(signed_in(province.county_officer).get(address))


def test_completeness_shows_both_bases(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    reported(province, campaign, 3)
    body = markup(signed_in(province.officer).get(reverse("returns:completeness")))
    assert "部署时 5 家</small><small>其上报率 40%" in body
    assert "<b>6</b>" in body


def test_provincial_units_stand_beside_the_prefectures_as_their_own(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    submitted(make_person(province.institute), campaign)
    body = markup(signed_in(province.officer).get(reverse("returns:completeness")))
    assert "本级</a></th>" in body


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("completeness", 13), ("roster", 11), ("missing", 12), ("totals", 10)])
def test_pages_of_figures_cost_the_same_for_one_and_three(
    province: Province,
    campaign: Campaign,
    signed_in: SignIn,
    django_assert_num_queries: Any,
    count: int,
    name: str,
    queries: int,
) -> None:
    reported(province, campaign, count)
    client = signed_in(province.officer)
    client.get(reverse(f"returns:{name}"))
    with django_assert_num_queries(queries):
        assert client.get(reverse(f"returns:{name}")).status_code == 200


def test_the_transcript_has_a_row_a_return_and_keeps_blank_dash_and_zero_apart(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    submitted(province.filler, campaign, whole_form(D01="0", D02="-", D03="5"))
    filled(make_person(province.schools[1]), campaign)
    rows = rows_of(signed_in(province.officer), reverse("returns:transcript"))
    assert len(rows) == 2
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert cells["单位"] == "测试县第一中学"
    assert (cells["D01 发放科普资料"], cells["D02 赠送图书"], cells["D03 展板、挂图"]) == (0, "-", 5)


def test_the_blank_form_has_every_code_and_an_empty_column(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    rows = rows_of(signed_in(province.filler), reverse("returns:blank"))
    head = next(number for number, row in enumerate(rows) if row[0] == "代码")
    asked = rows[head + 1 : head + 1 + len(shipped().items)]
    assert [row[0] for row in asked] == [item.code for item in shipped().items]
    assert {row[3] for row in asked} == {None}
    assert (
        rows[head - 1][0]
        == "填表人：＿＿＿＿＿＿　联系电话：＿＿＿＿＿＿　审核人：＿＿＿＿＿＿　单位负责人（签字、盖章）：＿＿＿＿＿＿"
    )


def test_one_return_as_a_sheet_has_its_figures_and_who_answers(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = submitted(province.filler, campaign, whole_form(D01="0", D02="-"))
    rows = rows_of(signed_in(province.filler), reverse("returns:sheet", args=[ret.pk]))
    values = {row[0]: row[4] for row in rows if row[0] and re.fullmatch(r"[A-F]\d\d", str(row[0]))}
    assert (values["A01"], values["D01"], values["D02"], values["F01"]) == (3, 0, "-", pytest.approx(1.5))
    assert any("测试县第一中学" in str(row[0]) for row in rows)


def test_the_form_page_explains_every_indicator(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    body = markup(signed_in(make_person(province.schools[0], Role.VIEWER)).get(reverse("returns:form")))
    assert all(item.code in body and item.definition in body for item in shipped().items)
    assert "科普专题活动应等于线下与线上之和" in body


def test_a_reader_of_another_county_finds_nothing_of_this_one(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    reported(province, campaign, 1)
    stranger = signed_in(make_person(make_unit("外县学校", code=COUNTY + 2)))
    for name in ("completeness", "roster", "totals"):
        assert "测试县第一中学" not in stranger.get(reverse(f"returns:{name}")).content.decode()
    assert stranger.get(reverse("returns:transcript")).status_code == 404
