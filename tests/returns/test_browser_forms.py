"""The form's editor in a browser: axe finds nothing, nothing overflows, moving by keyboard keeps the focus."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sciweek.core import clock
from sciweek.people.models import Account
from sciweek.returns.actions.forms import change_form, ensure_form
from sciweek.returns.definition.editing import add_item, remove_check
from sciweek.returns.enums import FormAct, ValueKind
from sciweek.returns.template import ItemText, shipped
from tests.axe import bring, faults
from tests.factories.campaigns import BEFORE, Province, make_campaign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_editor_has_no_fault_and_is_worked_by_keyboard(live_server: Any, browser: Any) -> None:
    province = Province()
    with clock.at(BEFORE):
        draft = make_campaign(province.officer)
        seen = ensure_form(draft).pk
        text = add_item(
            remove_check(shipped(), "R32"),
            "A",
            ItemText("A14", "夜场", "场", ValueKind.INTEGER, required=False),
        )
        change_form(actor=province.officer, campaign_id=draft.pk, seen=seen, text=text, act=FormAct.ADD_ITEM)
    client = Client()
    client.force_login(
        Account.objects.get(pk=province.officer.account_id), backend="sciweek.people.signin.SignInBackend"
    )
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    context = browser.new_context(locale="zh-CN")
    context.add_cookies([{**cookie, "url": live_server.url}])
    bring(context)
    page = context.new_page()
    home = f"{live_server.url}/desk/returns/form/edit/"
    wrong = {}
    for path in ("", "items/A01/", "checks/R02/", "other/?from=shipped"):
        page.goto(home + path)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            found = faults(page, contrast=width == 1440)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("wider than the window")
            if found:
                wrong[path, width] = found
    assert wrong == {}
    page.goto(home)
    page.focus("button[aria-label='D04 上移']")
    for place in (3, 2):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "D04 上移"
        codes = page.locator("#group-D tbody tr .code").all_inner_texts()
        assert codes.index("D04") == place - 1
    context.close()
