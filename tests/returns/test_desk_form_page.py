"""The form as everybody reads it: its cover, what changed since the campaign before, and its cover on filled sheets."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.documents.sheets.tables import read_tables
from sciweek.people.person import Person
from sciweek.returns.actions.forms import make_form
from sciweek.returns.definition.editing import add_item, change_item, item_of, with_cover
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.importing.reading import read_filled
from sciweek.returns.links import Link
from sciweek.returns.queries.cells import cells_of
from sciweek.returns.tables import SIGNERS
from sciweek.returns.template import FormText, ItemText, shipped
from tests.factories.campaigns import BEFORE, Province, make_campaign, make_person
from tests.factories.returns import filled
from tests.pages.markup import markup

pytestmark = pytest.mark.once
SignIn = Callable[[Person], Client]
OFFICIAL = with_cover(
    shipped(), number="科活 2 表", agency="省科学技术厅", authority="青统制〔2023〕7号", valid_until=date(2025, 12, 31)
)
COVER = ["表号：科活 2 表　制定机关：省科学技术厅", "批准文号：青统制〔2023〕7号　有效期至：2025年12月31日"]


def called_with(province: Province, text: FormText, slug: str = "spring", **dates: date) -> Campaign:
    """A called campaign that asks for this form."""
    with clock.at(BEFORE):
        draft = make_campaign(province.officer, slug=slug, **dates)
        make_form(actor=province.officer, campaign_id=draft.pk, template=text)
        return call_campaign(actor=province.officer, campaign_id=draft.pk)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (OFFICIAL, COVER),
        (shipped(), ["表号：科活 1 表　制定机关：科学技术主管部门"]),
        (with_cover(shipped(), number="", agency=""), []),
    ],
)
def test_the_cover_is_printed_in_at_most_two_lines_of_what_is_set(text: FormText, lines: list[str]) -> None:
    assert text.cover_lines == lines


def test_filled_sheets_carry_the_cover_and_are_read_back(province: Province, signed_in: SignIn) -> None:
    ret = filled(province.filler, called_with(province, OFFICIAL))
    client = signed_in(province.filler)
    sheet: Any = client.get(reverse("returns:sheet", args=[ret.pk]))
    texts = [row[0] for row in load_workbook(io.BytesIO(sheet.content)).worksheets[0].iter_rows(values_only=True)]
    assert texts[3:5] == COVER
    word: Any = client.get(reverse("returns:word", args=[ret.pk]))
    assert [
        p.text for p in Document(io.BytesIO(word.content)).paragraphs if "表号" in p.text or "批准文号" in p.text
    ] == COVER
    for name, answer in (("表.xlsx", sheet), ("表.docx", word)):
        back = client.post(reverse("returns:upload"), {"sheet": SimpleUploadedFile(name, answer.content)})
        assert "要改 0 格" in markup(back)


@pytest.mark.parametrize(("name", "file"), [("blank", "表.xlsx"), ("blank_word", "表.docx")])
def test_a_blank_form_has_its_cover_room_for_names_and_the_choices_and_is_read_back(
    province: Province, signed_in: SignIn, name: str, file: str
) -> None:
    choice = ItemText(
        "D07", "发放方式", "", ValueKind.CHOICE, "怎样发放。", options=("线上（直播）", "线下"), required=False
    )
    notes = "\n".join(f"第 {number} 条说明，共 12 条。" for number in range(1, 13))
    text = with_cover(add_item(OFFICIAL, "D", choice), notes=notes)
    campaign = called_with(province, text)
    answer: Any = signed_in(province.filler).get(reverse(f"returns:{name}"))
    data = answer.content
    said = [str(cell) for sheet in read_tables(data, file) for row in sheet.rows for cell in row.cells if cell]
    assert {*COVER, "选：线上（直播）、线下"} <= set(said)
    if file.endswith("xlsx"):
        assert all(any(f"{label}：＿" in each for each in said) for label in SIGNERS)
        assert said[-12:] == notes.splitlines()
    else:
        words = [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]
        assert {*(f"{label}：" for label in SIGNERS), *notes.splitlines()} <= set(words)
    layout = read_filled(data, file, text)
    assert (layout.missing, layout.strange) == ([], [])
    assert (layout.unit, layout.campaign) == (province.schools[0].name, campaign.name)
    assert layout.ours
    assert not any(layout.certain.values())
    refused = signed_in(make_person(province.institute)).post(
        reverse("returns:upload"), {"sheet": SimpleUploadedFile(file, data)}
    )
    assert "不是本单位的" in markup(refused)


@pytest.mark.parametrize("name", ["blank", "blank_word"])
def test_a_form_to_hand_to_others_bears_nobodys_name(province: Province, signed_in: SignIn, name: str) -> None:
    called_with(province, shipped())
    client, address = signed_in(province.county_officer), reverse(f"returns:{name}")
    assert f'href="{address}?unit="' in markup(client.get(reverse("returns:importing")))
    for query, unit in (("", province.county.name), ("?unit=", "")):
        answer: Any = client.get(address + query)
        assert read_filled(answer.content, "表", shipped()).unit == unit


def test_a_choice_that_is_not_offered_is_named_with_those_that_are(province: Province, signed_in: SignIn) -> None:
    choice = ItemText("D07", "发放方式", "", ValueKind.CHOICE, options=("线上（直播）", "线下"), required=False)
    called_with(province, add_item(shipped(), "D", choice))
    client = signed_in(province.filler)
    for typed, told in (("邮寄", "“邮寄”不在可选项中，请选：线上（直播）、线下。"), ("线上(直播)", "要改 1 格")):
        blank: Any = client.get(reverse("returns:blank"))
        book, out = load_workbook(io.BytesIO(blank.content)), io.BytesIO()
        page = book.worksheets[0]
        next(row for row in page.iter_rows() if row[0].value == "D07")[3].value = typed  # type: ignore[assignment]
        book.save(out)
        answer = client.post(reverse("returns:upload"), {"sheet": SimpleUploadedFile("表.xlsx", out.getvalue())})
        assert told in markup(answer)


def test_the_page_says_what_is_new_since_the_campaign_before(province: Province, signed_in: SignIn) -> None:
    called_with(province, shipped())
    book = replace(item_of(shipped(), "D02"), code="D07", name="赠书")
    text = change_item(OFFICIAL, "D02", book, "D", [Link("D02", "D07", LinkKind.REDEFINED, "含电子书")])
    text = add_item(text, "A", ItemText("A14", "形式", "", ValueKind.CHOICE, options=("线上", "线下"), required=False))
    start = date(2024, 5, 20)
    called_with(province, text, "later", start=start, end=start)
    client = signed_in(province.filler)
    page = " ".join(markup(client.get("/desk/returns/form/")).split())
    assert "与“测试省科技活动周”相比" in page
    for words in (
        '指标<b class="num">A14</b>形式',
        '衔接<b class="num">D02 → D07</b>口径变化',
        "口径变化：由 D02 赠送图书",
        "含电子书",
        "选项：线上、线下",
        "批准文号</dt><dd>青统制〔2023〕7号",
        "有效期至</dt><dd>2025年12月31日",
    ):
        assert words in page, words
    assert "编辑表式" not in page
    client.get("/desk/campaigns/spring/")
    assert "相比" not in markup(client.get("/desk/returns/form/"))


@pytest.mark.parametrize("links", [1, 3])
def test_the_page_costs_the_same_whatever_the_form_holds(
    province: Province, signed_in: SignIn, links: int, django_assert_num_queries: Any
) -> None:
    text = shipped()
    for number, code in enumerate(("D02", "D03", "D04")[:links]):
        new = replace(item_of(text, code), code=f"D1{number}")
        text = change_item(text, code, new, "D", [Link(code, new.code, LinkKind.RENAMED)])
    called_with(province, text)
    client = signed_in(province.filler)
    client.get("/desk/returns/form/")
    with django_assert_num_queries(7):
        assert markup(client.get("/desk/returns/form/")).count("改名：由") == links


def test_a_choice_shows_its_options_where_it_is_filled_in(province: Province, signed_in: SignIn) -> None:
    text = add_item(shipped(), "A", ItemText("A14", "形式", "", ValueKind.CHOICE, options=("线上", "线下")))
    ret = filled(province.filler, called_with(province, text), {"A14": "线下"})
    page = markup(signed_in(province.filler).get(reverse("returns:mine")))
    assert "选项：线上、线下" in page
    assert '<option value="线上">' in page
    assert 'value="线下" inputmode="text"' in " ".join(page.split())
    assert cells_of(ret.pk)["A14"].text == "线下"
