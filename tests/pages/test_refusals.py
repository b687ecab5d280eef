"""A request that cannot be answered gets a Chinese page: what happened, and the way on."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import Client, RequestFactory

from sciweek.pages.errors import bad_request, csrf_failed, forbidden, not_found, server_error
from sciweek.pages.shell import Shell
from tests.pages.frame import REFUSALS, shell_for


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(REFUSALS))
def test_a_refusal_no_view_caught_is_a_page_with_its_sentence_and_status(kind: str, client: Client) -> None:
    answer = client.get(f"/refused/{kind}/")
    assert answer.status_code == REFUSALS[kind].status
    assert REFUSALS[kind].sentence in answer.content.decode()
    assert "<h1" in answer.content.decode() or "<h2" in answer.content.decode()


@pytest.mark.django_db
def test_htmx_gets_a_refusal_as_an_alert_in_place(client: Client) -> None:
    answer = client.get("/refused/state/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_a_calm_page_without_its_reason(visitor: Client) -> None:
    answer = visitor.get("/broken/")
    assert answer.status_code == 500
    assert "系统出了点问题" in answer.content.decode()
    assert "ZeroDivision" not in answer.content.decode()


@pytest.mark.django_db
def test_a_wrong_address_is_said_to_be_one(visitor: Client) -> None:
    answer = visitor.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_guard_is_told_how_to_go_on() -> None:
    answer = Client(enforce_csrf_checks=True).post("/form/", {"name": "a"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_the_page_for_our_own_fault_asks_nothing_of_the_database(rf: RequestFactory, settings: Any) -> None:
    settings.SCIWEEK_SHELL = "tests.pages.test_refusals.asking_shell"
    assert server_error(rf.get("/")).status_code == 500


def asking_shell(request: HttpRequest) -> Shell:
    """A frame that reads the database, as the product's does; outside of a database test this raises."""
    Group.objects.count()
    return shell_for(request)


@pytest.mark.parametrize(
    ("page", "status"),
    [(bad_request, 400), (forbidden, 403), (not_found, 404), (server_error, 500), (csrf_failed, 403)],
)
def test_every_error_page_has_one_heading_and_a_way_on(page: Any, status: int, rf: RequestFactory) -> None:
    answer = page(rf.get("/"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1") == 1
    assert 'class="btn primary"' in text
