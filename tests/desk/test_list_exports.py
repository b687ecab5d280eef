"""Any list as a file that a worker makes: the same rows as on the page, with the rights of the moment it is made."""

import csv
import io
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sciweek.campaigns.models import Campaign
from sciweek.core import clock, worker
from sciweek.core.exports.actions import cancel_export
from sciweek.core.exports.running import path_of
from sciweek.core.models import AuditEntry, AuditPersonal, Export, ExportState
from sciweek.pages import list_files
from sciweek.people.enums import Role, UnitKind
from sciweek.people.list_exports import list_again
from sciweek.people.models import Account, Membership, Unit
from sciweek.people.person import Person
from tests.factories.campaigns import BEFORE, Province, make_person, make_unit
from tests.factories.returns import AFTER, called_campaign, submitted
from tests.pages.markup import markup

UNITS, ROSTER, PEOPLE = "/desk/units/", "/desk/returns/roster/", "/desk/people/"
REASON = {"reason": "通知各单位补报"}
pytestmark = pytest.mark.usefixtures("queue", "exports")


@pytest.fixture
def exports(settings: Any, tmp_path: Any) -> None:
    settings.EXPORTS = tmp_path


@pytest.fixture
def province(db: None) -> Province:
    return Province()


@pytest.fixture
def campaign(province: Province) -> Campaign:
    with clock.at(BEFORE):
        return called_campaign(province)


@pytest.fixture
def long_from(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lists of more rows than this are long."""
    return lambda rows: monkeypatch.setattr(list_files, "AT_ONCE", rows)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    return client


def asked(client: Client, address: str, kind: str = "xlsx", **typed: str) -> Export:
    """What the page's button asks for."""
    sign = "&" if "?" in address else "?"
    answer = client.post(f"{address}{sign}export={kind}", typed)
    assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("desk:exports"))
    return Export.objects.latest("pk")


def made(export: Export) -> Export:
    worker.work_off()
    export.refresh_from_db()
    return export


def rows_of(export: Export) -> list[tuple[Any, ...]]:
    """The lines of the file below the head."""
    assert (export.state, export.failure) == (ExportState.DONE, "")
    data = path_of(export.file).read_bytes()
    if export.file_name.endswith("csv"):
        return [tuple(line) for line in csv.reader(io.StringIO(data.decode("utf-8-sig")))][1:]
    return list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))[1:]


def at_once(client: Client, address: str) -> list[tuple[Any, ...]]:
    """The lines of the csv that is streamed."""
    sign = "&" if "?" in address else "?"
    answer: Any = client.get(f"{address}{sign}export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [tuple(line) for line in csv.reader(io.StringIO(text))][1:]


def test_a_long_workbook_is_asked_for_on_a_page_that_changes_nothing(
    province: Province, long_from: Callable[[int], None]
) -> None:
    client = client_of(province.officer)
    assert client.get(f"{UNITS}?export=xlsx").headers["Content-Disposition"].endswith('units.xlsx"')
    long_from(2)
    before = AuditEntry.objects.count()
    body = markup(client.get(f"{UNITS}?export=xlsx&q=测试"))
    assert "导出“单位”" in body
    assert f"共 {Unit.objects.count()} 项" in body
    assert '&amp;export=csv"' in body
    assert (Export.objects.count(), AuditEntry.objects.count()) == (0, before)
    assert len(at_once(client, UNITS)) == Unit.objects.count()


def test_a_worker_writes_the_rows_of_the_page_in_its_order(
    province: Province, long_from: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    long_from(0)
    monkeypatch.setattr(list_files, "BATCH", 2)
    make_unit("=1+1", under=province.office)
    client = client_of(province.officer)
    for address in (f"{UNITS}?sort=-name", f"{UNITS}?kind={UnitKind.SCIENCE_OFFICE}", f"{UNITS}?q=中学&sort=name"):
        export = made(asked(client, address))
        plain = [tuple("" if cell is None else str(cell) for cell in row) for row in rows_of(export)]
        streamed = [tuple(cell.removeprefix("'") for cell in row) for row in at_once(client, address)]
        assert plain == streamed
        assert export.rows == export.of_rows == len(plain)
    page = load_workbook(io.BytesIO(path_of(made(asked(client, UNITS)).file).read_bytes())).worksheets[0]
    (formula,) = (cell for row in page.iter_rows() for cell in row if cell.value == "=1+1")
    assert formula.data_type == "s" or formula.quotePrefix


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_three(
    province: Province, long_from: Callable[[int], None], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    long_from(0)
    for number in range(count):
        make_unit(f"研究站{number}", under=province.office)
    export = asked(client_of(province.officer), f"{UNITS}?q=研究站")
    with django_assert_num_queries(4):
        found = list_again(export)
        list_files.write_list(found, "xlsx", io.BytesIO(), lambda lines, of: lines)
    assert len(rows_of(made(export))) == count


def test_it_is_of_the_campaign_that_was_looked_at_whatever_comes_between(
    province: Province, campaign: Campaign, long_from: Callable[[int], None]
) -> None:
    long_from(0)
    client = client_of(province.county_officer)
    with clock.at(AFTER):
        submitted(province.filler, campaign)
        export, before = asked(client, ROSTER), at_once(client, ROSTER)
        called_campaign(province, slug="next", start=date(2024, 5, 20), end=date(2024, 5, 31))
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in rows_of(made(export))]
    assert rows == before
    assert rows != at_once(client_of(province.county_officer), ROSTER)


def test_who_lost_the_role_gets_a_sentence_and_no_list(province: Province, long_from: Callable[[int], None]) -> None:
    long_from(0)
    export = asked(client_of(province.officer), UNITS)
    Membership.objects.filter(pk=province.officer.membership_id).update(to_at=clock.now())
    assert (made(export).state, export.failure) == (
        ExportState.FAILED,
        "您申请时的角色已经取消，不能再生成这张列表。",
    )
    assert not export.file


def test_who_has_another_role_may_not_open_it_any_more(
    province: Province, campaign: Campaign, long_from: Callable[[int], None]
) -> None:
    long_from(0)
    export = asked(client_of(province.officer), "/desk/campaigns/")
    Membership.objects.filter(pk=province.officer.membership_id).update(role=Role.AUDITOR)
    assert (made(export).state, export.failure) == (ExportState.FAILED, "这张列表您现在打不开了，不能再生成。")


def test_who_sees_less_now_gets_no_list_of_something_else(
    province: Province, campaign: Campaign, long_from: Callable[[int], None]
) -> None:
    long_from(0)
    with clock.at(AFTER):
        submitted(province.filler, campaign)
        client = client_of(province.prefecture_officer)
        place = province.county_officer.division_code
        export = asked(client, f"/desk/returns/totals/D01/?counting=submitted&place={place}")
        assert export.arguments["subject"][1] != ""
        Unit.objects.filter(pk=province.prefecture_officer.unit_id).update(division_code=632800)
        assert (made(export).state, export.failure) == (
            ExportState.FAILED,
            "您能看到的范围变了，这张列表与申请时不是同一张。请打开列表，重新导出。",
        )


def test_rows_come_by_the_scope_of_the_moment(province: Province, long_from: Callable[[int], None]) -> None:
    long_from(0)
    export = asked(client_of(province.prefecture_officer), UNITS)
    Unit.objects.filter(pk=province.prefecture_officer.unit_id).update(kind=UnitKind.OTHER, line="")
    assert [row[0] for row in rows_of(made(export))] == ["测试市科学技术局"]


def test_a_cancelled_list_is_never_written(province: Province, long_from: Callable[[int], None]) -> None:
    long_from(0)
    export = asked(client_of(province.officer), UNITS)
    cancel_export(actor=province.officer, export_id=export.pk)
    assert (made(export).state, export.file) == (ExportState.CANCELLED, "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_of_people_is_given_with_a_reason_only(province: Province, kind: str) -> None:
    client = client_of(province.officer)
    address = f"{PEOPLE}?q=科学技术局"
    assert "用途" in markup(client.get(f"{address}&export={kind}"))
    answer = client.post(f"{address}&export={kind}", {"reason": "看"})
    assert answer.status_code == 400
    assert "请写明用途" in markup(answer)
    assert not Export.objects.exists()
    export = made(asked(client, address, kind, **REASON))
    assert rows_of(export)
    assert AuditPersonal.objects.latest("pk").values == REASON
    (entry,) = AuditEntry.objects.filter(act="export.ask")
    assert entry.detail["arguments"] == {"path": PEOPLE, "format": kind}


def test_any_person_finds_what_was_asked_for(province: Province) -> None:
    auditor = make_person(province.office, Role.AUDITOR)
    assert client_of(auditor).get(reverse("desk:exports")).status_code == 200


def lists_without_arguments() -> list[str]:
    """The addresses of rooms' modules that show lists, as far as nothing needs to be filled in."""
    found = set()
    for name, (_prefix, space) in get_resolver().namespace_dict.items():
        for key in space.reverse_dict:
            if isinstance(key, str) and not any(params for _text, params in space.reverse_dict.getlist(key)[0][0]):
                found.add(reverse(f"{name}:{key}"))
    return sorted(each for each in found if hasattr(sys.modules[resolve(each).func.__module__], "list_response"))


@pytest.mark.parametrize("who", ["officer", "security", "system", "auditor"])
def test_every_list_of_the_product_is_written(
    province: Province, campaign: Campaign, long_from: Callable[[int], None], who: str
) -> None:
    roles = {
        "security": Role.SECURITY_ADMINISTRATOR,
        "system": Role.SYSTEM_ADMINISTRATOR,
        "auditor": Role.AUDITOR,
    }
    long_from(-1)
    client = client_of(province.officer if who == "officer" else make_person(province.office, roles[who]))
    with clock.at(AFTER):
        submitted(province.filler, campaign)
        seen = []
        for address in lists_without_arguments():
            answer = client.get(f"{address}?export=xlsx")
            if "pages/list_file.html" in [each.name for each in getattr(answer, "templates", [])]:
                seen.append(address)
                export = made(asked(client, address, **REASON))
                assert (address, export.state, export.failure) == (address, ExportState.DONE, "")
    assert len(seen) >= {"officer": 12, "security": 3, "system": 2, "auditor": 1}[who], seen
