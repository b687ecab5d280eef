"""The room's pages in a real browser: axe finds nothing, nothing is cut off, nothing is forbidden by our own policy."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.axe import bring, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESSES = ("/list/", "/list/?q=没有", "/form/", "/refused/state/", "/nowhere/")
Groups = Callable[..., list[Group]]


@pytest.fixture
def filled() -> None:
    """More rows than one page holds, with long names."""
    Group.objects.bulk_create(
        Group(name=f"{'ab'[number % 2]}{number:03} 海西蒙古族藏族自治州德令哈市青少年科技活动中心")
        for number in range(60)
    )


def watched(page: Any) -> list[str]:
    """What the browser complains of, as it comes: refused scripts, styles, fonts; missing files; faults of scripts.

    That a refused page's own status is one of refusal is no complaint.
    """
    complaints: list[str] = []

    def heard(message: Any) -> None:
        if message.type == "error" and message.location["url"] != page.url:
            complaints.append(f"{message.text} {message.location['url']}")

    page.on("console", heard)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    return complaints


def wider_than_screen(page: Any) -> list[str]:
    """Elements that stick out of the page to the right and do not scroll by themselves."""
    return list(
        page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll("body *")].filter((each) => !each.closest(".scroll, .desk-menu")
            && each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 120))""")
    )


def looked_over(page: Any, home: str, look: str) -> dict[str, list[str]]:
    """What is wrong on each address in a look."""
    complaints = watched(page)
    bring(page.context)
    page.goto(f"{home}/form/?{look}")
    wrong = {}
    for address in ADDRESSES:
        complaints.clear()
        page.goto(home + address)
        if found := [*faults(page), *wider_than_screen(page), *complaints]:
            wrong[address] = found
    return wrong


@pytest.mark.parametrize("look", ["theme=light", "theme=dark"])
def test_wide_pages_are_clean(look: str, page: Any, home: str, filled: None) -> None:
    assert looked_over(page, home, look) == {}


@pytest.mark.parametrize("look", ["theme=light", "type=large"])
def test_pages_on_a_phone_are_clean(look: str, phone: Any, home: str, filled: None) -> None:
    assert looked_over(phone, home, look) == {}


def test_a_form_with_errors_is_clean_and_its_summary_has_the_focus(page: Any, home: str) -> None:
    bring(page.context)
    page.goto(f"{home}/form/")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_label("开展日期").fill("明天")
    page.get_by_role("button", name="保存示例").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert page.get_by_label("开展日期").input_value() == "明天"
    assert faults(page) == []


@pytest.mark.parametrize("address", ["/list/", "/form/"])
def test_what_a_finger_presses_is_large_enough(address: str, phone: Any, home: str, filled: None) -> None:
    phone.goto(home + address)
    small = phone.evaluate("""() => [".btn", ".input", ".chip", "label:has(input)"].map((each) => "main " + each)
        .concat(".desk-menu a").flatMap((each) => [...document.querySelectorAll(each)])
        .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5)
        .map((each) => each.outerHTML.slice(0, 120))""")
    assert small == []


def test_a_slash_leads_to_the_search_and_not_while_typing(page: Any, home: str, filled: None) -> None:
    page.goto(f"{home}/list/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "list-q"
    page.keyboard.type("a/b")
    assert page.input_value("#list-q") == "a/b"


def test_search_without_scripts_gives_the_same_rows(browser: Any, home: str, filled: None) -> None:
    rows = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{home}/list/")
        page.fill("#list-q", "a00")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=a00**")
        page.get_by_text("共 5 项").wait_for()
        rows.append(page.locator("tbody th").all_text_contents())
        context.close()
    assert rows[0] == rows[1]
    assert len(rows[0]) == 5


def test_choosing_a_filter_narrows_at_once_and_the_address_keeps_it(page: Any, home: str, filled: None) -> None:
    page.goto(f"{home}/list/")
    page.select_option("#list-letter", "a")
    page.get_by_text("共 30 项").wait_for()
    assert "letter=a" in page.url
    page.reload()
    assert page.get_by_text("共 30 项").is_visible()
    page.go_back()
    page.get_by_text("共 60 项").wait_for()


def test_one_tick_chooses_the_whole_page(page: Any, home: str, filled: None) -> None:
    page.goto(f"{home}/list/?size=25")
    page.get_by_label("选择本页").check()
    assert page.locator("input[name=row]:checked").count() == 25
    page.get_by_role("button", name="改名").click()
    page.get_by_text("已修改 25 项。").wait_for()


def test_the_keyboard_reaches_the_content_first(page: Any, home: str, filled: None) -> None:
    page.goto(f"{home}/list/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_machine_without_chinese_fonts_loads_slices_of_ours(page: Any, home: str) -> None:
    page.goto(f"{home}/form/")
    loaded = page.evaluate("""async () => {
        const face = new FontFace("Probe", 'url("/static/pages/fonts/sans-32.woff2")');
        await face.load();
        return face.status;
    }""")
    assert loaded == "loaded"
    assert page.evaluate("[...document.fonts].some((face) => face.family.includes('Sciweek Sans'))")


def test_paper_is_black_on_white_without_navigation_whatever_the_screen_looks_like(
    page: Any, home: str, filled: None
) -> None:
    page.goto(f"{home}/list/?theme=dark")
    page.emulate_media(media="print")
    # What is left of A4 between the margins.
    page.set_viewport_size({"width": 695, "height": 990})
    for gone in (".side", ".bar", ".desk-menu", ".list-tools", ".pager a", ".bulk", "td.w1"):
        assert page.locator(gone).first.is_hidden(), gone
    body, head = (
        page.evaluate(f"(() => {{ const s = getComputedStyle(document.querySelector('{name}')); return {wanted} }})()")
        for name, wanted in (("body", "[s.color, s.backgroundColor]"), (".table thead", "[s.display, s.position]"))
    )
    assert body == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert head == ["table-header-group", "static"]
    expect(page.locator(".pager .w").first).to_have_text("第 1–50 项，共 60 项")
    assert page.evaluate("document.documentElement.scrollWidth") <= 695
