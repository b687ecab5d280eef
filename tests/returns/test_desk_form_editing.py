"""The form's editor: every edit by its page, what is refused with all that was typed still there, and the way back."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.models import Account
from sciweek.people.person import Person
from sciweek.returns.actions.forms import change_form, ensure_form
from sciweek.returns.definition.editing import check_of, item_of, letter_of, remove_check
from sciweek.returns.enums import FormAct
from sciweek.returns.models import FormChange
from sciweek.returns.queries.forms import form_changes, form_text
from sciweek.returns.template import FormText, shipped
from tests.factories.campaigns import BEFORE, Province, make_campaign, make_person
from tests.pages.markup import markup

# What reaches the database is asked of both in test_forms.py.
pytestmark = pytest.mark.once
SignIn = Callable[[Person], Client]
BACKEND = "sciweek.people.signin.SignInBackend"
HOME = "/desk/returns/form/edit/"


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


def now(draft: Campaign) -> FormText:
    return form_text(ensure_form(draft))


def fields(page: str) -> dict[str, str]:
    """The fields of the page's main form as a browser would post them."""
    form = next(part for part in re.findall(r"<form.*?</form>", page, re.DOTALL) if "data-guard" in part)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        sent = " checked" in tag or not re.search('type="(?:checkbox|radio)"', tag)
        if name and name[1] != "csrfmiddlewaretoken" and sent:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea name="(\w+)".*?>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(text)
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def post(client: Client, path: str, **typed: str) -> Any:
    """Open a page, fill in these fields, and send it."""
    page = client.get(HOME + path)
    assert page.status_code == 200
    return client.post(HOME + path, {**fields(page.content.decode()), **typed})


def saved(answer: Any) -> str:
    """Where a kept edit leads."""
    assert answer.status_code == 302, re.findall(
        r'class="err".*?<span>(.*?)</span>|<li>(.*?)</li>', answer.content.decode()
    )
    return str(answer.url)


def test_the_cover_is_edited_and_shown_to_everybody(province: Province, lead: Client, draft: Campaign) -> None:
    saved(post(lead, "cover/", authority="青统制〔2023〕7号", valid_until="2025年12月31日", notes="一\r\n二"))
    text = now(draft)
    assert (text.authority, str(text.valid_until), text.notes) == ("青统制〔2023〕7号", "2025-12-31", "一\n二")
    page = markup(lead.get("/desk/returns/form/"))
    assert "青统制〔2023〕7号" in page
    assert "2025年12月31日" in page


def test_groups_are_added_renamed_moved_and_removed(lead: Client, draft: Campaign) -> None:
    assert saved(post(lead, "groups/", letter="G", name="文件", note="")).endswith("#group-G")
    saved(post(lead, "groups/G/", name="公文"))
    assert now(draft).groups[-1].name == "公文"
    version = str(ensure_form(draft).pk)
    moved = lead.post(HOME + "move/", {"version": version, "up": "group:G"})
    assert saved(moved).endswith("?at=up%3Agroup%3AG")
    assert [group.letter for group in now(draft).groups][-2:] == ["G", "F"]
    version = str(ensure_form(draft).pk)
    saved(lead.post(HOME + "groups/G/", {"version": version, "remove": "1"}))
    assert "G" not in [group.letter for group in now(draft).groups]
    version = str(ensure_form(draft).pk)
    held = lead.post(HOME + "groups/D/", {"version": version, "remove": "1"})
    assert held.status_code == 400
    assert "分组 D 里还有指标" in markup(held)


def test_an_indicator_is_added_new_or_of_the_catalogue(lead: Client, draft: Campaign) -> None:
    page = lead.get(HOME + "items/?group=A")
    assert fields(page.content.decode())["code"] == "A14"
    options = {"kind": "choice", "options": "线上\r\n\r\n线下", "unit": ""}
    assert saved(post(lead, "items/?group=A", name="形式", **options)).endswith("#item-A14")
    assert item_of(now(draft), "A14").options == ("线上", "线下")
    saved(lead.post(HOME + "items/D04/", {"version": str(ensure_form(draft).pk), "remove": "1"}))
    page = lead.get(HOME + "items/?group=D&code=D04")
    assert "从指标目录选" in markup(page)
    filled = fields(page.content.decode())
    assert (filled["code"], filled["name"], filled["unit"], filled["group"]) == ("D04", "科普车辆", "辆次", "D")
    wrong = lead.post(HOME + "items/?group=D&code=D04", {**filled, "unit": "辆"})
    assert wrong.status_code == 400
    assert "D04 已用于“科普车辆”（辆次，整数）" in markup(wrong)
    saved(lead.post(HOME + "items/?group=D&code=D04", filled))
    assert now(draft).kinds.keys() >= {"D04", "A14"}


def test_a_new_indicator_says_what_it_goes_on_from(lead: Client, draft: Campaign) -> None:
    for code in ("D03", "D04"):
        saved(lead.post(HOME + f"items/{code}/", {"version": str(ensure_form(draft).pk), "remove": "1"}))
    half = post(lead, "items/?group=E", name="宣传品", link_before="D03、D04")
    assert half.status_code == 400
    assert "请选与旧指标的关系" in markup(half)
    still = fields(half.content.decode())
    assert (still["name"], still["link_before"]) == ("宣传品", "D03、D04")
    saved(post(lead, "items/?group=E", name="宣传品", link_before="d04、D03", link_kind="merged", link_note="合并"))
    assert [(link.before, link.after, link.kind.value) for link in now(draft).links] == [
        ("D03", "E10", "merged"),
        ("D04", "E10", "merged"),
    ]
    page = markup(lead.get("/desk/returns/form/"))
    assert "合并：由 D03 展板、挂图" in " ".join(page.split())


def test_a_changed_definition_asks_whether_the_meaning_changed(lead: Client, draft: Campaign) -> None:
    unsaid = post(lead, "items/A01/", definition="所有活动。", name="科普活动")
    assert unsaid.status_code == 400
    assert "只改文字，还是含义变了" in markup(unsaid)
    assert fields(unsaid.content.decode())["definition"] == "所有活动。"
    saved(post(lead, "items/A01/", definition="所有活动。", name="科普活动", meaning="wording"))
    assert (item_of(now(draft), "A01").name, now(draft).links) == ("科普活动", ())
    # A better name alone is no question.
    saved(post(lead, "items/A01/", name="举办科普活动"))


def test_another_unit_is_another_indicator(lead: Client, draft: Campaign) -> None:
    refused = post(lead, "items/A01/", unit="场", meaning="wording")
    assert "就是另一个指标" in markup(refused)
    refused = post(lead, "items/A01/", unit="场", meaning="changed")
    assert "请填新代码" in markup(refused)
    refused = post(lead, "items/A01/", unit="场", meaning="changed", new_code="B01", link_kind="redefined")
    assert "代码重复：B01" in markup(refused)
    saved(
        post(lead, "items/A01/", unit="场", meaning="changed", new_code="a14", link_kind="redefined", link_note="按场")
    )
    text = now(draft)
    assert (text.items[0].code, text.items[0].unit) == ("A14", "场")
    assert check_of(text, "R01").formula == "A14 = A02 + A03"
    assert [(link.before, link.after, link.note) for link in text.links] == [("A01", "A14", "按场")]
    assert form_changes(draft)[0].act == FormAct.RECODE_ITEM
    # Only this draft asks for the new code, so it may still be changed.
    saved(post(lead, "items/A14/", code="A15", unit="场次"))
    assert [(link.before, link.after) for link in now(draft).links] == [("A01", "A15")]


def test_an_indicator_in_use_is_not_removed_and_the_page_leads_to_what_uses_it(lead: Client, draft: Campaign) -> None:
    page = markup(lead.get(HOME + "items/B08/"))
    for path in ("items/B09/", "checks/R10/"):
        assert f'href="{HOME}{path}"' in page
    held = lead.post(HOME + "items/B08/", {"version": str(ensure_form(draft).pk), "remove": "1"})
    assert held.status_code == 400
    assert "请先移除它们" in markup(held)
    assert "R02（A01 = 合计(A04:A10)）按次序合计" in markup(lead.get(HOME + "items/A07/"))
    gone = lead.post(HOME + "items/A07/", {"version": str(ensure_form(draft).pk), "remove": "1"}, follow=True)
    assert "少了 A07" in markup(gone)


def test_an_indicator_moves_within_its_group_and_keeps_the_focus(lead: Client, draft: Campaign) -> None:
    answer = lead.post(HOME + "move/", {"version": str(ensure_form(draft).pk), "down": "item:D01"}, follow=True)
    assert [item.code for item in now(draft).groups[3].items][:2] == ["D02", "D01"]
    assert re.search(r'value="item:D01"[^>]*D01 下移[^>]*autofocus', answer.content.decode())
    saved(post(lead, "items/D01/", group="E"))
    assert letter_of(now(draft), "D01") == "E"
    vain = lead.post(HOME + "move/", {"version": str(ensure_form(draft).pk), "up": "item:A02"})
    assert vain.status_code == 400
    assert "A02 已经是 A01 的第一个其中项" in markup(vain)
    assert lead.post(HOME + "move/", {"version": "1", "up": "page:A02"}).status_code == 404
    assert lead.post(HOME + "move/", {"version": "x", "up": "item:A02"}).status_code == 409


def test_a_formula_that_goes_wrong_is_shown_at_its_place(lead: Client, draft: Campaign) -> None:
    typed = {"code": "R40", "grade": "核实性", "formula": "D01 大于 D02", "sentence": "资料一般多于图书"}
    wrong = post(lead, "checks/", **typed)
    assert wrong.status_code == 400
    assert "D01 <mark>大</mark>于 D02" in wrong.content.decode()
    assert "第 5 个字处" in markup(wrong)
    still = fields(wrong.content.decode())
    assert {name: still[name] for name in typed} == typed
    wrong = post(lead, "checks/", **{**typed, "formula": "D01 > 下限", "parameters": "下限"})
    assert "应写成 名称=数" in markup(wrong)
    saved(post(lead, "checks/", **{**typed, "formula": "D01 > 下限", "parameters": "下限＝100\n"}))
    assert dict(check_of(now(draft), "R40").parameters) == {"下限": "100"}
    saved(post(lead, "checks/R40/", formula="D01 > D02", parameters=""))
    assert check_of(now(draft), "R40").bound.codes == ("D01", "D02")
    saved(lead.post(HOME + "checks/R40/", {"version": str(ensure_form(draft).pk), "remove": "1"}))
    assert "R40" not in [check.code for check in now(draft).checks]


def by_another(province: Province, draft: Campaign) -> None:
    """A colleague removes a check meanwhile."""
    form = ensure_form(draft)
    change_form(
        actor=make_person(province.office),
        campaign_id=draft.pk,
        seen=form.pk,
        text=remove_check(form_text(form), form_text(form).checks[-1].code),
        act=FormAct.REMOVE_CHECK,
        about="M03",
    )


def test_a_stale_edit_is_refused_with_both_versions_and_what_happened_meanwhile(
    province: Province, lead: Client, draft: Campaign
) -> None:
    page = fields(lead.get(HOME + "cover/").content.decode())
    by_another(province, draft)
    answer = lead.post(HOME + "cover/", {**page, "title": "我的表名"})
    shown = markup(answer)
    assert answer.status_code == 409
    assert "没有保存" in shown
    assert all(word in shown for word in ("科技活动周情况统计表", "我的表名", "删除审核公式 M03"))
    assert now(draft).title == "科技活动周情况统计表"
    saved(lead.post(HOME + "cover/", fields(answer.content.decode())))
    assert (now(draft).title, len(now(draft).checks)) == ("我的表名", len(shipped().checks) - 1)


def test_a_stale_button_is_refused_too(province: Province, lead: Client, draft: Campaign) -> None:
    version = str(ensure_form(draft).pk)
    by_another(province, draft)
    for path, data in (
        ("move/", {"down": "item:D01"}),
        ("items/D02/", {"remove": "1"}),
        (f"versions/{form_changes(draft)[0].pk}/restore/", {}),
    ):
        answer = lead.post(HOME + path, {"version": version, **data})
        assert (answer.status_code, "删除审核公式 M03" in markup(answer)) == (409, True), path


def test_what_was_typed_about_an_indicator_that_is_gone_can_be_added_anew(lead: Client, draft: Campaign) -> None:
    page = fields(lead.get(HOME + "items/D04/").content.decode())
    saved(lead.post(HOME + "items/D04/", {"version": page["version"], "remove": "1"}))
    assert lead.get(HOME + "items/D04/").status_code == 404
    answer = lead.post(HOME + "items/D04/", {**page, "name": "专题报道"})
    assert answer.status_code == 409
    still = fields(answer.content.decode())
    assert (still["code"], still["name"]) == ("D04", "专题报道")
    saved(lead.post(HOME + "items/D04/", still))
    assert item_of(now(draft), "D04").name == "专题报道"


def test_a_step_is_taken_back_and_any_earlier_version_restored(lead: Client, draft: Campaign) -> None:
    saved(post(lead, "cover/", title="甲"))
    saved(post(lead, "cover/", title="乙"))
    first, last = (form_changes(draft).order_by("pk")[n] for n in (0, 1))
    overview = lead.get(HOME).content.decode()
    assert reverse("returns:restore_version", args=[last.pk]) in overview
    saved(lead.post(HOME + f"versions/{last.pk}/restore/", {"version": str(ensure_form(draft).pk)}))
    assert now(draft).title == "甲"
    page = markup(lead.get(HOME + f"versions/{first.pk}/"))
    assert "恢复这一版会改动 1 处" in page
    saved(lead.post(HOME + f"versions/{first.pk}/restore/", {"version": str(ensure_form(draft).pk)}))
    assert now(draft) == shipped()
    assert FormChange.objects.count() == 4
    assert lead.get(HOME + f"versions/{first.pk + 1000}/").status_code == 404


@pytest.mark.parametrize("steps", [1, 3])
def test_the_list_of_versions_costs_the_same_for_one_and_three(
    lead: Client, draft: Campaign, steps: int, django_assert_num_queries: Any
) -> None:
    for number in range(steps):
        saved(post(lead, "cover/", title=f"第 {number} 版"))
    lead.get(HOME + "versions/")
    with django_assert_num_queries(8):
        assert markup(lead.get(HOME + "versions/")).count("改封面") == steps


@pytest.mark.parametrize("more", [0, 2])
def test_the_overview_costs_the_same_whatever_the_form_holds(
    lead: Client, draft: Campaign, more: int, django_assert_num_queries: Any
) -> None:
    saved(post(lead, "items/D06/", unit="万元", meaning="changed", new_code="D07", link_kind="renamed"))
    for _number in range(more):
        saved(post(lead, "items/?group=A", name="又一项"))
    lead.get(HOME)
    with django_assert_num_queries(8):
        lead.get(HOME)


def test_the_editor_is_the_lead_offices_alone_and_closed_after_the_call(
    province: Province, lead: Client, draft: Campaign, signed_in: SignIn
) -> None:
    paths = (
        "",
        "cover/",
        "groups/",
        "groups/A/",
        "items/",
        "items/A01/",
        "checks/",
        "checks/R01/",
        "other/",
        "versions/",
    )
    for path in paths:
        assert lead.get(HOME + path).status_code == 200, path
    # Every page that names a thing is asked for by everybody in tests/access; these two stand for the rest.
    for person in (province.prefecture_officer, province.filler):
        client = signed_in(person)
        assert {client.get(HOME + path).status_code for path in paths} == {404}
    version = str(ensure_form(draft).pk)
    call_campaign(actor=province.officer, campaign_id=draft.pk)
    assert {lead.get(HOME + path).url for path in paths} == {"/desk/returns/form/"}  # type: ignore[attr-defined]
    refused = lead.post(HOME + "move/", {"version": version, "down": "item:D01"})
    assert refused.status_code == 403
    assert "编辑表式" not in markup(lead.get("/desk/returns/form/"))


def test_what_was_typed_survives_an_expired_sign_in(province: Province, lead: Client, draft: Campaign) -> None:
    page = fields(lead.get(HOME + "cover/").content.decode())
    lead.logout()
    away: Any = lead.post(HOME + "cover/", {**page, "title": "没有丢"})
    assert away.status_code == 302
    kept = re.search(r"kept%3D([\w-]+)", away.url)
    assert kept
    lead.force_login(Account.objects.get(pk=province.officer.account_id), backend=BACKEND)
    again = lead.get(HOME + f"cover/?kept={kept[1]}")
    assert fields(again.content.decode())["title"] == "没有丢"
