"""Theme, type size and language: chosen by links, kept in cookies, drawn by the server."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db


def head_of(client: Client) -> str:
    return client.get("/form/").content.decode().split("<head>")[0]


def test_a_link_sets_the_theme_and_leads_back_to_the_same_page(client: Client) -> None:
    answer = client.get("/list/?q=a&theme=dark&page=2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/list/?q=a&page=2"
    assert 'data-theme="dark"' in head_of(client)


def test_large_type_is_drawn_by_the_server(client: Client) -> None:
    client.get("/form/?type=large")
    assert 'data-type="large"' in head_of(client)
    client.get("/form/?type=normal")
    assert "data-type" not in head_of(client)


def test_english_is_chosen_by_a_link_and_named_in_the_page(client: Client) -> None:
    client.get("/form/?lang=en")
    answer = client.get("/form/")
    assert '<html lang="en"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="zh-CN"' in Client().get("/form/").content.decode()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.text(st.characters(codec="ascii", exclude_characters=';,"\\', min_codepoint=33), max_size=20))
def test_a_cookie_of_junk_is_left_out(junk: str, client: Client) -> None:
    for name in ("theme", "type", "language"):
        client.cookies[name] = f"x{junk}"
    answer = client.get("/form/")
    assert answer.status_code == 200
    assert "data-theme" not in answer.content.decode().split("<head>")[0]


def test_an_unknown_choice_in_a_link_sets_nothing(client: Client) -> None:
    answer = client.get("/form/?theme=pink&lang=xx")
    assert answer.status_code == 200
    assert not {"theme", "language"} & set(answer.cookies)


@pytest.mark.parametrize("path", ["//elsewhere.example/", "//elsewhere.example/a/"])
def test_a_choice_never_leads_to_another_site(path: str, client: Client) -> None:
    answer = client.generic("GET", "/", QUERY_STRING="theme=dark", PATH_INFO=path)
    assert not answer.headers.get("Location", "").startswith("//")


def test_a_post_is_never_turned_into_a_choice(client: Client) -> None:
    answer = client.post("/form/?theme=dark", {"name": "a", "place": "in", "agreed": "on"})
    assert answer.content == b"saved"


def test_every_page_forbids_what_it_does_not_need(client: Client) -> None:
    headers = client.get("/form/").headers
    assert "microphone=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
