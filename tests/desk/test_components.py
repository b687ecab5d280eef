"""The gallery of components: nothing is forgotten in it, and only who keeps the installation opens it."""

import re
from pathlib import Path

import pytest
from django.test import Client

import sciweek.desk
import sciweek.pages
from sciweek.desk.components import icons
from sciweek.people.enums import Role, UnitKind
from sciweek.people.models import Account
from tests.factories.campaigns import make_person, make_unit
from tests.pages.markup import markup

COTTON = Path(sciweek.pages.__file__).parent / "templates" / "cotton"
GALLERY = Path(sciweek.desk.__file__).parent / "templates" / "desk"


def test_every_component_stands_in_the_gallery() -> None:
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in [GALLERY / "components.html", *(GALLERY / "components").glob("*.html")]
    )
    used = {name.replace("-", "_") for name in re.findall(r"<c-([\w-]+)", shown)}
    assert {path.stem for path in COTTON.glob("*.html")} <= used


@pytest.mark.django_db
def test_the_gallery_shows_every_icon_and_every_state_of_a_field() -> None:
    office = make_unit("测试省科学技术厅", code=630000, kind=UnitKind.SCIENCE_OFFICE)
    person = make_person(office, Role.SYSTEM_ADMINISTRATOR)
    client = Client()
    client.force_login(Account.objects.get(pk=person.account_id), backend="sciweek.people.signin.SignInBackend")
    page = markup(client.get("/desk/components/"))
    assert [name for name in icons() if f"#i-{name}" not in page] == []
    assert "“下周三”不是日期" in page
    assert page.count('class="alert a-') >= 4
