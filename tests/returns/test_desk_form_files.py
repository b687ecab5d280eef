"""Another form from a file or an earlier campaign: nothing changes before a person has seen what would."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.documents.sheets.writing import write_xlsx
from sciweek.people.person import Person
from sciweek.returns.actions.forms import change_form, ensure_form, make_form
from sciweek.returns.definition.editing import add_item, change_item, item_of, remove_check, with_cover
from sciweek.returns.definition.toml import write_toml
from sciweek.returns.definition.workbook import sheets_of
from sciweek.returns.enums import FormAct, ValueKind
from sciweek.returns.queries.forms import form_changes, form_text
from sciweek.returns.template import FormText, ItemText, read_template, shipped
from tests.factories.campaigns import BEFORE, Province, make_campaign
from tests.pages.markup import markup

SignIn = Callable[[Person], Client]
OTHER, ADOPT = "/desk/returns/form/edit/other/", "/desk/returns/form/edit/adopt/"
NIGHT = ItemText("A14", "科学之夜", "场", ValueKind.INTEGER, "夜间的活动。")


@pytest.fixture(autouse=True)
def _before_the_call() -> Iterator[None]:
    with clock.at(BEFORE):
        yield


@pytest.fixture
def draft(province: Province) -> Campaign:
    return make_campaign(province.officer)


@pytest.fixture
def lead(province: Province, draft: Campaign, signed_in: SignIn) -> Client:
    """The lead office's officer, whose draft is the campaign at hand."""
    return signed_in(province.officer)


def up(client: Client, data: bytes | str, name: str = "form.toml") -> Any:
    """The answer to an upload."""
    content = data.encode() if isinstance(data, str) else data
    return client.post(OTHER, {"file": SimpleUploadedFile(name, content)})


def workbook(form: FormText) -> bytes:
    out = io.BytesIO()
    write_xlsx(sheets_of(form), out)
    return out.getvalue()


def offered(answer: Any) -> dict[str, str]:
    """What the dry run's page would send."""
    page = answer.content.decode()
    definition = re.search(r'<textarea name="definition" hidden>\n?(.*?)</textarea>', page, re.DOTALL)
    assert definition, markup(answer)
    hidden = re.findall(r'<input type="hidden" name="(version|name)" value="([^"]*)"', page)
    return {**{name: html.unescape(value) for name, value in hidden}, "definition": html.unescape(definition[1])}


NEXT = with_cover(remove_check(add_item(shipped(), "A", NIGHT), "R32"), title="新表", notes="甲\n\n乙")


@pytest.mark.parametrize("name", ["form.toml", "form.xlsx"])
def test_a_file_is_adopted_after_a_dry_run(lead: Client, draft: Campaign, name: str) -> None:
    data = write_toml(NEXT).encode() if name.endswith("toml") else workbook(NEXT)
    answer = up(lead, data, name)
    shown = markup(answer)
    assert answer.status_code == 200
    assert "会改动 4 处" in shown
    assert "A14</b>科学之夜" in shown
    assert form_text(ensure_form(draft)) == shipped()
    assert lead.post(ADOPT, offered(answer)).status_code == 302
    assert form_text(ensure_form(draft)) == NEXT
    assert (form_changes(draft)[0].act, form_changes(draft)[0].about) == (FormAct.ADOPT, name)


def test_downloads_come_back_the_same(lead: Client, draft: Campaign) -> None:
    ensure_form(draft)
    for name in ("definition.toml", "definition.xlsx"):
        file = lead.get(f"/desk/returns/form/{name}")
        assert "attachment" in file.headers["Content-Disposition"]
        assert "与现在的表式相同" in markup(up(lead, file.content, name))


def test_faults_are_listed_with_their_places_and_nothing_can_be_adopted(lead: Client) -> None:
    text = write_toml(shipped()).replace('unit = "万元"', 'unit = "元"', 1).replace('"A13 ≤ A01"', '"A13 ≤"', 1)
    answer = up(lead, text)
    shown = markup(answer)
    assert answer.status_code == 400
    assert "有 2 处问题" in shown
    assert "计量单位应为“万元”" in shown
    assert re.search(r"第 \d+ 行，groups 第 4 项的 items 第 6 项的 unit", shown)
    assert "采用这份表式" not in shown
    data = io.BytesIO(workbook(shipped()))
    book, out = load_workbook(data), io.BytesIO()
    book["指标"]["E4"] = "钱"
    book["审核公式"]["C4"] = "=A1+1"
    book.save(out)
    shown = markup(up(lead, out.getvalue(), "form.xlsx"))
    assert "工作表“指标”第 4 行“类型”列（E4）" in shown
    assert "单元格 C4 是公式" in shown


def test_a_code_of_another_meaning_is_a_fault_with_its_place(lead: Client, draft: Campaign) -> None:
    other = change_item(shipped(), "A01", replace(item_of(shipped(), "A01"), unit="场"), "A", [])
    answer = up(lead, workbook(other), "form.xlsx")
    assert answer.status_code == 400
    assert "工作表“指标”第 4 行“计量单位”列（D4）" in markup(answer)
    assert "A01 已用于“举办科普专题活动”（次，整数）" in markup(answer)
    forced = lead.post(ADOPT, {"version": ensure_form(draft).pk, "name": "x", "definition": write_toml(other)})
    assert forced.status_code == 400
    assert form_text(ensure_form(draft)) == shipped()


def test_changed_definitions_of_shared_indicators_are_confirmed_as_wording(lead: Client, draft: Campaign) -> None:
    worded = change_item(shipped(), "A01", replace(item_of(shipped(), "A01"), definition="所有活动。"), "A", [])
    answer = up(lead, write_toml(worded))
    assert "只改了文字，含义没有变" in markup(answer)
    unsure = lead.post(ADOPT, offered(answer))
    assert unsure.status_code == 400
    assert "请确认这些指标只改了文字" in markup(unsure)
    assert form_text(ensure_form(draft)) == shipped()
    assert lead.post(ADOPT, {**offered(unsure), "wording": "1"}).status_code == 302
    assert form_text(ensure_form(draft)) == worded


def test_a_dry_run_on_a_form_that_is_gone_is_shown_anew(province: Province, lead: Client, draft: Campaign) -> None:
    ready = offered(up(lead, write_toml(NEXT)))
    change_form(
        actor=province.officer,
        campaign_id=draft.pk,
        seen=ensure_form(draft).pk,
        text=remove_check(shipped(), "R31"),
        act=FormAct.REMOVE_CHECK,
    )
    answer = lead.post(ADOPT, ready)
    assert answer.status_code == 409
    assert "与最新表式的差别" in markup(answer)
    assert '审核公式<b class="num">R31</b>' in markup(answer)
    assert lead.post(ADOPT, offered(answer)).status_code == 302
    assert form_text(ensure_form(draft)) == NEXT


def test_the_form_of_a_campaign_or_the_shipped_one_is_taken_over(
    province: Province, lead: Client, draft: Campaign, signed_in: SignIn
) -> None:
    make_form(actor=province.officer, campaign_id=draft.pk, template=NEXT)
    assert lead.post(ADOPT, offered(lead.get(OTHER + "?from=shipped"))).status_code == 302
    assert form_text(ensure_form(draft)) == shipped()
    county = make_campaign(province.county_officer, slug="county")
    foreign = make_form(actor=province.county_officer, campaign_id=county.pk, template=shipped())
    own = make_campaign(province.officer, slug="another")
    another = make_form(actor=province.officer, campaign_id=own.pk, template=NEXT)
    lead.get(f"/desk/campaigns/{draft.slug}/")
    page = markup(lead.get(OTHER))
    assert f"?from={another.pk}#" in page
    # Another office's draft is nobody else's to see.
    assert f"?from={foreign.pk}#" not in page
    for wrong in (foreign.pk, 987654, "²", "x", "9" * 30):
        assert lead.get(f"{OTHER}?from={wrong}").status_code == 404
    assert lead.post(ADOPT, offered(lead.get(f"{OTHER}?from={another.pk}"))).status_code == 302
    assert form_text(ensure_form(draft)) == NEXT


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_of_forms_to_take_over_costs_the_same_for_one_and_three(
    province: Province, lead: Client, draft: Campaign, others: int, django_assert_num_queries: Any
) -> None:
    for number in range(others):
        ensure_form(make_campaign(province.officer, slug=f"other-{number}"))
    lead.get(f"/desk/campaigns/{draft.slug}/")
    lead.get(OTHER)
    with django_assert_num_queries(7):
        assert markup(lead.get(OTHER)).count("?from=") == others + 1


def with_macros() -> bytes:
    out = io.BytesIO(workbook(shipped()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def another_book() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.once
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "是空文件"),
        (b"%PDF-1.4", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "旧版 Excel"),
        (b"PK\x03\x04broken", "另存后再上传"),
        (with_macros(), "带有宏"),
        (another_book(), "没有找到工作表：封面、指标、审核公式、衔接"),
        (b"# " + b"x" * 1_100_000, "超过 1 MB"),
        ("# 机密★\n".encode() + write_toml(shipped()).encode(), "密级标志"),
        (workbook(with_cover(shipped(), notes="秘密★一年")), "密级标志"),
        (b"a = " + b"[" * 9_000, "不合 TOML 的写法"),
        (write_toml(shipped()).encode("gb18030"), "与现在的表式相同"),
        (b"\xef\xbb\xbf" + write_toml(shipped()).encode(), "与现在的表式相同"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_or_foreign_file_is_refused_with_the_way_to_mend_it(lead: Client, data: bytes, said: str) -> None:
    assert said in html.unescape(markup(up(lead, data, "../表.toml")))


def test_what_the_dry_run_sends_back_is_read_like_any_file(lead: Client, draft: Campaign) -> None:
    version = str(ensure_form(draft).pk)
    for wrong in ("", "title = ", "title = '表'\ngroups = 3"):
        assert lead.post(ADOPT, {"version": version, "definition": wrong}).status_code == 400
    assert lead.post(ADOPT, {"version": version, "definition": "x" * 900_000}).status_code == 400
    assert form_text(ensure_form(draft)) == shipped()


def test_text_of_a_file_is_shown_as_text(lead: Client) -> None:
    answer = up(lead, write_toml(with_cover(shipped(), title="<script>alert(1)</script>")))
    assert b"<script>alert" not in answer.content
    assert read_template(offered(answer)["definition"]).title == "<script>alert(1)</script>"
