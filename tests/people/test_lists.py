"""The lists of units, people and invitations: the same cost however long, masked numbers, no live formula in a file."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from sciweek.people.actions.invitations import Invitee, invite
from sciweek.people.enums import Role
from sciweek.people.models import Account, Unit
from tests.factories.campaigns import Province, make_person, make_unit
from tests.pages.markup import markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Province:
    return Province()


def client_of(account_id: int) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account_id), backend="sciweek.people.signin.SignInBackend")
    return client


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("units", 6), ("people", 6), ("invitations", 6)])
def test_a_list_costs_the_same_for_one_and_three(
    province: Province, django_assert_num_queries: Any, address: str, queries: int, count: int
) -> None:
    # A county of its own, so that the list holds what is made here and the office itself.
    county = make_unit("测试乙县科学技术局", code=630103, under=province.prefecture, kind=province.county.kind)
    officer = make_person(county)
    for number in range(count):
        unit = make_unit(f"测试乙县第{number}中学", code=630103, under=county)
        make_person(unit)
        invitee = Invitee("央金", f"1390000000{number}")
        invite(actor=officer, unit_id=unit.pk, role=Role.VIEWER, invitee=invitee)
    client = client_of(officer.account_id)
    client.get(f"/desk/{address}/")
    with django_assert_num_queries(queries):
        assert client.get(f"/desk/{address}/").status_code == 200


def test_the_list_is_searched_filtered_and_sorted_by_its_address(province: Province) -> None:
    client = client_of(province.officer.account_id)
    assert "测试县第二中学" not in markup(client.get("/desk/units/?q=第一"))
    only_schools = markup(client.get("/desk/units/?kind=school"))
    assert "测试县第二中学" in only_schools
    assert "测试省研究所" not in only_schools


def test_phone_numbers_are_masked_in_lists(province: Province) -> None:
    Account.objects.filter(pk=province.filler.account_id).update(phone="13900000007")
    Unit.objects.filter(pk=province.schools[0].pk).update(contact_phone="13900000009")
    client = client_of(province.officer.account_id)
    for address in ("/desk/people/", "/desk/units/"):
        page = markup(client.get(address))
        assert "13900000007" not in page
        assert "13900000009" not in page


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", "＝1+1"])
def test_a_name_never_becomes_a_formula_in_the_file(province: Province, name: str) -> None:
    Unit.objects.filter(pk=province.schools[0].pk).update(name=name)
    client = client_of(province.officer.account_id)
    answer: Any = client.get("/desk/units/?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert f"'{name}" in [cell for row in rows for cell in row]
