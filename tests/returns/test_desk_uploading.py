"""A form filled in a workbook or a Word table: nothing is saved before the person has seen what it would change."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import Workbook, load_workbook

from sciweek.campaigns.models import Campaign
from sciweek.core.models import AuditEntry
from sciweek.people.person import Person
from sciweek.returns.models import Cell, Return
from sciweek.returns.queries.cells import cells_of
from sciweek.returns.template import shipped
from sciweek.returns.values import show
from tests.factories.campaigns import Province
from tests.factories.returns import filled, fresh, submitted, whole_form
from tests.pages.markup import markup
from tests.returns.importing.files import REFUSED

pytestmark = pytest.mark.once

SignIn = Callable[[Person], Client]
UPLOAD, TAKE = "/desk/returns/mine/upload/", "/desk/returns/mine/take/"
ITEMS = {item.code: item for item in shipped().items}


def up(client: Client, data: bytes, name: str = "表.xlsx") -> str:
    """The page after an upload."""
    return markup(client.post(UPLOAD, {"sheet": SimpleUploadedFile(name, data)}))


def own_sheet(client: Client, ret: Return, **typed: object) -> bytes:
    """The unit's own sheet as it is downloaded, with these cells filled in by Excel."""
    answer: Any = client.get(reverse("returns:sheet", args=[ret.pk]))
    book, out = load_workbook(io.BytesIO(answer.content)), io.BytesIO()
    for row in book.worksheets[0].iter_rows():
        if str(row[0].value) in typed:
            row[4].value = typed[str(row[0].value)]  # type: ignore[assignment]
    book.save(out)
    return out.getvalue()


def posted(page: str) -> dict[str, str]:
    """The fields of the dry run's form, as a browser would post them."""
    import re

    fields = dict(re.findall(r'name="((?:text|version)[^"]*)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'name="(code-\d+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select class="input" name="([^"]*)".*?>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def shown_cells(ret: Return) -> dict[str, str]:
    return {code: show(cell, ITEMS[code].kind, grouped=False) for code, cell in cells_of(ret.pk).items()}


def test_a_downloaded_sheet_comes_back_after_a_dry_run(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    before = shown_cells(ret)
    page = up(client, own_sheet(client, ret, D01="1.5万", B07=33))
    assert "要改 2 格" in page
    assert shown_cells(ret) == before
    answer = client.post(TAKE, posted(page), follow=True)
    assert "改了 2 格" in markup(answer)
    assert shown_cells(ret) == before | {"D01": "15000", "B07": "33"}
    assert AuditEntry.objects.filter(act="return.save").latest("pk").detail["source"] == "upload"


def test_a_downloaded_word_table_comes_back(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    answer: Any = client.get(reverse("returns:word", args=[ret.pk]))
    document, out = Document(io.BytesIO(answer.content)), io.BytesIO()
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "B07")
    row.cells[4].text = "４４人"
    document.save(out)
    page = up(client, out.getvalue(), "表.docx")
    assert "要改 1 格" in page
    client.post(TAKE, posted(page))
    assert shown_cells(ret)["B07"] == "44"


def test_a_blank_cell_of_the_file_leaves_what_is_filled_in(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    page = up(client, own_sheet(client, ret, D01=None))
    assert "空着，不动" in page
    client.post(TAKE, posted(page))
    assert shown_cells(ret)["D01"] == "1200"


def foreign(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in [("序号", "内容项", "数"), *rows]:
        page.append(row)
    book.save(out)
    return out.getvalue()


def test_a_foreign_layout_is_saved_as_the_person_confirms_it(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign, {})
    client = signed_in(province.filler)
    rows = [(1, "举办科普专题活动", 5), (2, "线下", 4), (3, "线上", 1), (4, "科普志愿者人数", 30), (5, "彩旗", 9)]
    page = up(client, foreign(*rows))
    assert "1 行请您确认是哪一项" in page
    assert "没有认出" in page
    fields = posted(page)
    assert [fields[f"code-{n}"] for n in range(5)] == ["A01", "A02", "A03", "B07", ""]
    client.post(TAKE, fields | {"code-4": "D03"})
    assert shown_cells(ret) == {"A01": "5", "A02": "4", "A03": "1", "B07": "30", "D03": "9"}


def test_two_rows_for_one_indicator_are_refused(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    filled(province.filler, campaign, {})
    fields = {"version": "0", "code-0": "A01", "text-0": "5", "code-1": "A01", "text-1": "6"}
    answer = signed_in(province.filler).post(TAKE, fields)
    assert answer.status_code == 400
    assert "A01 指定给了两行" in markup(answer)
    assert not Cell.objects.exists()


def test_what_cannot_be_read_is_told_and_the_rest_is_saved(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    page = up(client, own_sheet(client, ret, D01="约一千", B07=31, F01=-3))
    assert "2 格读不出来" in page
    assert "“约一千”不是数字" in page
    answer = markup(client.post(TAKE, posted(page)))
    assert "有 2 格读不出来" in answer
    assert 'value="约一千"' in answer
    assert shown_cells(ret)["B07"] == "31"
    assert shown_cells(ret)["D01"] == "1200"


def test_findings_are_told_before_anything_is_saved(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    assert "科普专题活动应等于线下与线上之和" in up(client, own_sheet(client, ret, A02=9))


def test_a_cell_that_a_colleague_changed_meanwhile_shows_both_versions(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    fields = posted(up(client, own_sheet(client, ret, D01=1300)))
    filled(province.filler, campaign, whole_form(D01="1400"))
    answer = client.post(TAKE, fields)
    assert answer.status_code == 409
    assert "<td>1400</td><td>1300</td>" in markup(answer)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("填报单位：测试县第一中学", "填报单位：测试县第二中学"), "这是“测试县第二中学”的表，不是本单位的"),
        (("活动周：测试省科技活动周", "活动周：去年的活动周"), "这是“去年的活动周”的表，不是本届的"),
    ],
)
def test_another_units_or_years_file_is_refused(
    province: Province, campaign: Campaign, signed_in: SignIn, change: tuple[str, str], says: str
) -> None:
    ret = filled(province.filler, campaign)
    client = signed_in(province.filler)
    book, out = load_workbook(io.BytesIO(own_sheet(client, ret))), io.BytesIO()
    for row in book.worksheets[0].iter_rows():
        if row[0].value == change[0]:
            row[0].value = change[1]
    book.save(out)
    assert says in up(client, out.getvalue())


@pytest.mark.parametrize("wrong", sorted(REFUSED))
def test_a_bad_file_is_refused_with_the_mend_and_changes_nothing(
    province: Province, campaign: Campaign, signed_in: SignIn, wrong: str
) -> None:
    ret = filled(province.filler, campaign)
    name, data, says = REFUSED[wrong]
    page = up(signed_in(province.filler), data, name)
    assert says in page
    assert "请" in page
    assert "读入并保存" not in page
    assert fresh(ret).version == ret.version


def test_nothing_can_be_uploaded_once_it_was_submitted(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    submitted(province.filler, campaign)
    client = signed_in(province.filler)
    assert client.get(UPLOAD).status_code == 403
    assert client.post(TAKE, {"version": "1", "code-0": "A01", "text-0": "5"}).status_code == 403
