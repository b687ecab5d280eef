"""The filling page in a browser: saved as it is typed, keys that move, two people in one cell, reporting that waits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.models import Account
from sciweek.people.person import Person
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.models import Return
from sciweek.returns.queries.cells import cells_of
from tests.factories.campaigns import BEFORE, Province, make_person
from tests.factories.returns import AFTER, called_campaign, filled, fresh, whole_form
from tests.returns.test_explaining import TO_EXPLAIN, WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = "已保存"


@pytest.fixture(autouse=True)
def _clock_of_the_server(settings: Any) -> None:
    """The server answers in its own threads, which do not see the clock of the test."""
    settings.CLOCK = AFTER.isoformat()


@pytest.fixture
def world(live_server: Any) -> tuple[Province, Campaign]:
    """A called campaign, made after the database was emptied."""
    with clock.at(BEFORE):
        province = Province()
        return province, called_campaign(province)


@pytest.fixture
def sit_down(live_server: Any) -> Callable[[Any, Person], Any]:
    """Open the person's own form in a browser page."""

    def open_form(page: Any, person: Person) -> Any:
        client = Client()
        client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page.goto(f"{live_server.url}/desk/returns/mine/")
        return page

    return open_form


def kept(ret: Return, code: str) -> int | None:
    content = cells_of(ret.pk).get(code)
    return content.value if content else None


def wait_saved(page: Any) -> None:
    expect(page.locator("#saved")).to_contain_text(SAVED)


def test_a_cell_is_saved_when_it_is_left_and_enter_moves_on(page: Any, world: Any, sit_down: Any) -> None:
    province, _campaign = world
    sit_down(page, province.filler)
    page.fill("[name=D01]", "1.2万")
    page.press("[name=D01]", "Enter")
    wait_saved(page)
    assert page.evaluate("document.activeElement.name") == "D02"
    assert page.input_value("[name=D01]") == "12000"
    assert kept(Return.objects.get(), "D01") == 12_000
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "D01"


def test_a_text_that_cannot_be_read_stays_and_says_why(page: Any, world: Any, sit_down: Any) -> None:
    province, _campaign = world
    sit_down(page, province.filler)
    page.fill("[name=D01]", "很多")
    page.press("[name=D01]", "Tab")
    page.wait_for_selector("[data-msg=D01] .finding")
    assert "不是数字" in page.inner_text("[data-msg=D01]")
    page.fill("[name=D02]", "5")
    page.press("[name=D02]", "Tab")
    expect(page.locator("#answered")).to_have_text("1")
    assert page.input_value("[name=D01]") == "很多"
    assert page.get_attribute("[name=D01]", "aria-invalid") == "true"


def test_a_finding_comes_and_goes_beside_its_cell(page: Any, world: Any, sit_down: Any) -> None:
    province, campaign = world
    filled(province.filler, campaign)
    sit_down(page, province.filler)
    page.fill("[name=B03]", "9999")
    page.press("[name=B03]", "Tab")
    page.wait_for_selector("[data-msg=B03] .finding")
    assert "青少年不能多于线下参加" in page.inner_text("[data-msg=B03]")
    assert page.inner_text("#c-B03 .grade") == "强制性"
    assert "1 强制性" in page.inner_text("#checks summary").replace("\n", " ")
    assert page.inner_text("#send") == "处理 1 项后上报"
    page.fill("[name=B03]", "150")
    page.press("[name=B03]", "Tab")
    page.wait_for_selector("[data-msg=B03]", state="hidden")
    assert page.inner_text("#send") == "上报"


def test_an_explanation_is_written_where_the_finding_stands_and_lapses_with_the_figure(
    page: Any, world: Any, sit_down: Any
) -> None:
    province, campaign = world
    ret = filled(province.filler, campaign, TO_EXPLAIN)
    sit_down(page, province.filler)
    words = "[name=explain-R17]"
    page.fill(words, "说不清")
    page.press(words, "Enter")
    expect(page.locator("[data-msg=A02]")).to_contain_text("至少写 6 个字")
    assert page.input_value(words) == "说不清"
    page.fill(words, WORDS)
    page.press(words, "Enter")
    expect(page.locator("[data-msg=A02]")).to_contain_text("已说明")
    expect(page.locator("#send")).to_have_text("上报")
    page.fill("[name=A02]", "3")
    page.press("[name=A02]", "Tab")
    expect(page.locator("[data-msg=A02]")).to_contain_text("原说明已失效")
    assert page.input_value(words) == ""
    page.fill("[name=A02]", "2")
    page.press("[name=A02]", "Tab")
    expect(page.locator("[data-msg=A02]")).to_contain_text("已说明")
    assert fresh(ret).explanations.get().text == WORDS


def test_what_is_being_explained_stays_while_the_line_is_drawn_anew(page: Any, world: Any, sit_down: Any) -> None:
    province, campaign = world
    filled(province.filler, campaign, {**TO_EXPLAIN, "B04": "100"})
    sit_down(page, province.filler)
    page.focus("[name=explain-R17]")
    page.keyboard.type("还没有写完")
    # A colleague's cell in the same window would do the same: the line's figures change under the words.
    page.evaluate(
        """() => {
            const field = document.querySelector("[name=A02]");
            field.value = "1";
            field.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    expect(page.locator("[data-msg=A02]")).to_contain_text("A02 填 1")
    assert page.input_value("[name=explain-R17]") == "还没有写完"
    assert page.evaluate("document.activeElement.name") == "explain-R17"


def test_a_pasted_column_is_laid_down_from_its_first_cell(page: Any, world: Any, sit_down: Any) -> None:
    province, _campaign = world
    sit_down(page, province.filler)
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "7\\r\\n8\\r\\n-\\r\\n");
            const field = document.querySelector("[name=D01]");
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#answered")).to_have_text("3")
    assert [page.input_value(f"[name={code}]") for code in ("D01", "D02", "D03")] == ["7", "8", "-"]


@pytest.mark.parametrize(("choice", "value"), [("用同事的：", 8), ("用我的：", 9)])
def test_two_people_in_one_cell_see_both_versions_and_one_chooses(
    page: Any, world: Any, sit_down: Any, choice: str, value: int
) -> None:
    province, campaign = world
    ret = filled(province.filler, campaign, {"D01": "5"})
    sit_down(page, province.filler)
    save_cells(actor=make_person(province.schools[0]), ret_id=ret.pk, version=ret.version, typed={"D01": "8"})
    page.fill("[name=D01]", "9")
    page.press("[name=D01]", "Tab")
    page.wait_for_selector("[data-msg=D01] button")
    shown = page.inner_text("[data-msg=D01]")
    assert "用同事的： 8" in shown
    assert "用我的： 9" in shown
    assert kept(ret, "D01") == 8
    page.click(f"[data-msg=D01] button:has-text('{choice}')")
    wait_saved(page)
    expect(page.locator("[data-msg=D01] button")).to_have_count(0)
    assert kept(ret, "D01") == value
    assert page.input_value("[name=D01]") == str(value)


def test_reporting_waits_until_the_last_cell_is_saved(page: Any, world: Any, sit_down: Any) -> None:
    province, campaign = world
    ret = filled(province.filler, campaign, whole_form(D01="1"))
    sit_down(page, province.filler)
    page.fill("[name=D01]", "4321")
    page.click("#send")
    page.wait_for_selector("text=撤回修改")
    assert kept(ret, "D01") == 4321
    assert fresh(ret).track.stage == "submitted"


def test_the_page_fits_a_phone(phone: Any, world: Any, sit_down: Any) -> None:
    province, campaign = world
    filled(province.filler, campaign, {"D01": "5"})
    sit_down(phone, province.filler)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.fill("[name=F01]", "1.5")
    phone.press("[name=F01]", "Enter")
    expect(phone.locator("[name=F01]")).to_have_value("1.50")
