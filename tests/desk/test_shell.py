"""The frame of the desk: one address of the side list is the current one."""

import pytest
from django.test import Client

from sciweek.people.enums import Role, UnitKind
from sciweek.people.models import Account
from tests.factories.campaigns import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/desk/", ["工作台"]),
        ("/desk/system/", ["系统状态"]),
        ("/desk/system/divisions/", ["行政区划"]),
        ("/desk/system/divisions/changes/import/", ["行政区划"]),
        ("/desk/account/", []),
    ],
)
def test_only_the_nearest_address_above_the_page_is_current(path: str, current: list[str]) -> None:
    office = make_unit("测试省科学技术厅", code=630000, kind=UnitKind.SCIENCE_OFFICE)
    person = make_person(office, Role.SYSTEM_ADMINISTRATOR)
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    shell = client.get(path).context["shell"]
    assert [str(item.label) for item in shell.flat if item.current] == current
