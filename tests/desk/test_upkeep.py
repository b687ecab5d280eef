"""The administrator's pages of aliases and changes: lists, the dry run, faults by row, all or nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sciweek.people.enums import Role, UnitKind
from sciweek.people.models import Account
from sciweek.places.models import DivisionAlias, DivisionChange
from tests.factories.campaigns import make_person, make_unit
from tests.pages.markup import markup

pytestmark = pytest.mark.django_db
ALIASES, CHANGES = "/desk/system/divisions/aliases/", "/desk/system/divisions/changes/"


@pytest.fixture
def client() -> Client:
    office = make_unit("测试省科学技术厅", code=630000, kind=UnitKind.SCIENCE_OFFICE)
    person = make_person(office, Role.SYSTEM_ADMINISTRATOR)
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    return client


def add(address: str, number: int) -> None:
    if address == ALIASES:
        DivisionAlias.objects.create(code=630102 + number, name=f"叫法{number}")
    else:
        DivisionChange.objects.create(
            old_code=639000 + number, old_name="旧县", new_code=630102, on=date(2001, 1, 1), kind="recode"
        )


def upload(client: Client, address: str, text: str) -> Any:
    sheet = SimpleUploadedFile("table.csv", text.encode("utf-8-sig"), "text/csv")
    return client.post(f"{address}import/", {"sheet": sheet})


def exported(client: Client, address: str) -> str:
    answer = client.get(f"{address}?export=csv")
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [ALIASES, CHANGES])
def test_a_list_costs_the_same_for_one_and_three(
    client: Client, django_assert_num_queries: Callable[..., Any], address: str, count: int
) -> None:
    DivisionAlias.objects.all().delete()
    DivisionChange.objects.all().delete()
    for number in range(count):
        add(address, number)
    client.get(address)
    with django_assert_num_queries(5):
        page = markup(client.get(address))
    assert page.count("<tr>") == count + 1


def test_a_change_without_a_source_is_marked_and_found_by_the_filter(client: Client) -> None:
    assert "未核实</span>" not in markup(client.get(CHANGES))
    add(CHANGES, 1)
    assert "未核实</span>" in markup(client.get(CHANGES))
    assert "国函〔2013〕23号" not in markup(client.get(f"{CHANGES}?source=no"))
    assert "国函〔2013〕23号" in markup(client.get(f"{CHANGES}?q=国函"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", [ALIASES, CHANGES])
def test_what_was_exported_changes_nothing(client: Client, address: str, language: str) -> None:
    add(CHANGES, 1)
    client.get(f"{address}?lang={language}")
    answer = upload(client, address, exported(client, address))
    assert (answer.context["trial"].differences, answer.context["trial"].faults) == ([], ())


def test_the_dry_run_shows_what_changes_and_consent_takes_it_over(client: Client) -> None:
    text = exported(client, CHANGES).replace("2020-06-12", "2020-06-29") + "某行委,632899,632801,2021-03-01,合并,,\r\n"
    answer = upload(client, CHANGES, text)
    page = markup(answer)
    assert "2 处变化" in page
    assert '<span class="was">2020-06-12</span>' in page
    assert DivisionChange.objects.filter(old_code=632899).count() == 0
    sent = {key: answer.context[key] for key in ("carried", "carried_name")} | {"act": "import"}
    assert client.post(f"{CHANGES}import/", sent).url == CHANGES  # type: ignore[attr-defined]
    assert DivisionChange.objects.get(old_code=632899).source == ""
    assert DivisionChange.objects.get(old_code=632321).on == date(2020, 6, 29)


def test_faults_are_shown_by_row_and_nothing_can_be_taken(client: Client) -> None:
    answer = upload(client, ALIASES, exported(client, ALIASES) + "某地,639999,\r\n")
    page = markup(answer)
    assert "1 行有问题" in page
    assert "代码 639999 今天没有这个地方" in page
    assert "确认更新" not in page
    sent = {"carried": answer.context["carried"], "carried_name": "table.csv", "act": "import"}
    assert "整份都没有收" in markup(client.post(f"{ALIASES}import/", sent))
    assert DivisionAlias.objects.filter(name="某地").count() == 0


@pytest.mark.parametrize("sent", [{}, {"carried": "no base64!"}, {"act": "import"}])
def test_without_a_file_the_page_asks_for_one(client: Client, sent: dict[str, str]) -> None:
    answer = client.post(f"{ALIASES}import/", sent)
    assert answer.status_code == 200
    assert "请" in answer.context["refusal"]
