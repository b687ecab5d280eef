"""What was typed survives an expired sign-in, and nothing that must not be kept is kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sciweek.pages.kept import KEPT, LARGEST, MOST_KEPT

FORM = "http://testserver/form/"
pytestmark = pytest.mark.django_db


def lost(client: Client, typed: dict[str, Any], page: str = FORM) -> str:
    """Send a form whose sign-in has expired; the address to go on with."""
    return client.post("/expired/", typed, headers={"Referer": page}).content.decode()


def test_the_form_comes_back_filled_and_says_that_it_is_not_sent(client: Client) -> None:
    address = lost(client, {"name": "玉树州科技馆", "text": "第一行\n第二行", "level": "p"})
    page = client.get(address).content.decode()
    assert "玉树州科技馆" in page
    assert "第一行\n第二行" in page.replace("\r\n", "\n")
    assert "您先前填写的内容已恢复，还没有提交。" in page
    assert "附件需要重新选择。" not in page


def test_it_is_handed_out_once(client: Client) -> None:
    address = lost(client, {"name": "玉树州科技馆"})
    client.get(address)
    assert "玉树州科技馆" not in client.get(address).content.decode()


def test_a_lost_file_is_told(client: Client) -> None:
    address = lost(client, {"name": "a", "file": SimpleUploadedFile("a.txt", b"text")})
    assert "附件需要重新选择。" in client.get(address).content.decode()


def test_passwords_and_tokens_are_not_kept(client: Client) -> None:
    lost(client, {"name": "a", "password1": "geheim-1", "old_Password": "geheim-2", "csrfmiddlewaretoken": "geheim-3"})
    assert "geheim" not in str(dict(client.session))
    assert "name=a" in str(dict(client.session))


def test_another_browser_gets_nothing(client: Client) -> None:
    address = lost(client, {"name": "玉树州科技馆"})
    assert "玉树州科技馆" not in Client().get(address).content.decode()


def test_a_key_fits_only_the_page_it_was_made_on(client: Client) -> None:
    address = lost(client, {"name": "玉树州科技馆"}, page="http://testserver/list/")
    key = address.split("kept=")[1]
    assert "玉树州科技馆" not in client.get(f"/form/?kept={key}").content.decode()


def test_the_page_keeps_its_own_parameters(client: Client) -> None:
    address = lost(client, {"name": "a"}, page="http://testserver/form/?step=2")
    assert address.startswith("/form/?step=2&kept=")


@pytest.mark.parametrize("referer", ["http://elsewhere.example/form/", "", "nonsense", "http://testserver"])
def test_a_foreign_page_is_never_where_it_leads(referer: str, client: Client) -> None:
    assert lost(client, {"name": "a"}, page=referer).startswith("/expired/?kept=")


def test_a_flood_of_text_is_not_put_into_the_session(client: Client) -> None:
    assert lost(client, {"name": "a" * (LARGEST + 1)}) == "/form/"
    assert KEPT not in client.session


def test_only_the_latest_forms_are_kept(client: Client) -> None:
    for number in range(MOST_KEPT + 2):
        lost(client, {"name": f"第{number}份"})
    assert len(client.session[KEPT]) == MOST_KEPT


@pytest.mark.parametrize("key", ["", "x", "../../etc", "%00"])
def test_an_unknown_key_shows_the_empty_form(key: str, client: Client) -> None:
    answer = client.get("/form/", {"kept": key})
    assert answer.status_code == 200
    assert "已恢复" not in answer.content.decode()
