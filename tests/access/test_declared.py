"""Every address declares who may open it, and refuses everybody else without changing anything.

The resolver is walked, so a new address without a declaration fails here by itself.
"""

import hashlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sciweek.people.access import access_of
from sciweek.people.enums import Level, Role, UnitKind
from sciweek.people.models import Account, Membership, Unit
from sciweek.people.queries import person_from
from sciweek.places.models import Division

pytestmark = pytest.mark.once
METHODS = ("get", "head", "post", "put", "patch", "delete")
# A refusal comes before the method is looked at, which the visitor proves for all six; roles try the two that pages use.
TRIED_BY_ROLES = ("get", "post")
# A value for each kind of parameter; what it names does not exist, so an admitted person finds nothing.
PARAMETERS = {
    "pk": 987654,
    "slug": "no-such-week",
    "token": "no-such-token",
    "code": "A01",
    "assignment": 987654,
    "paper": 987654,
    "key": "letter.docx",
    "file": 987654,
    "ending": "docx",
}
LEFT_OUT = {"django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog", "people_signin"}


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", each


ALL = list(patterns())


@pytest.mark.parametrize(("name", "pattern"), ALL, ids=[name for name, _pattern in ALL])
def test_an_address_declares_who_may_open_it(name, pattern):
    assert access_of(pattern.callback, pattern.name) is not None, (
        f"{name}: put `allow(...)` or `public` of sciweek.people.access on the view"
    )


def address_of(name: str, pattern: URLPattern) -> str:
    names = pattern.pattern.regex.groupindex
    try:
        return reverse(name, kwargs={each: PARAMETERS[each] for each in names})
    except (NoReverseMatch, KeyError) as error:
        raise AssertionError(f"{name}: add a value for its parameters to PARAMETERS") from error


def digest() -> str:
    """One hash over all rows of all tables but those that signing in writes."""
    total = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model._meta.db_table not in LEFT_OUT:
            total.update(repr(list(model.objects.order_by("pk").values_list())).encode())
    return total.hexdigest()


@pytest.fixture
def member(db):
    """Makes somebody with a role in an office or unit of its level."""

    def make(role: Role) -> Membership:
        level = {
            Role.PREFECTURE_OFFICER: 630100,
            Role.COUNTY_OFFICER: 630102,
            Role.UNIT_OFFICER: 630102,
            Role.UNIT_HEAD: 630102,
        }
        code = level.get(role, 630000)
        kind = UnitKind.SCHOOL if role in {Role.UNIT_OFFICER, Role.UNIT_HEAD} else UnitKind.SCIENCE_OFFICE
        division = Division.objects.get(code=code)
        unit = Unit.objects.create(
            name=f"{division.name}某单位", kind=kind, level=Level(division.level), division=division, division_code=code
        )
        unit.line = f"/{unit.pk}/"
        unit.save()
        account = Account.objects.create(username=role.value, name="才让央金", created_at=timezone.now())
        return Membership.objects.create(account=account, unit=unit, role=role, from_at=timezone.now())

    return make


def ask(client: Client, method: str, address: str) -> int:
    return getattr(client, method)(address).status_code


def test_a_visitor_is_led_to_sign_in_and_changes_nothing(db):
    before, client = digest(), Client()
    wrong = []
    for name, pattern in ALL:
        access = access_of(pattern.callback, pattern.name)
        if access is None or access.public or name.startswith(("mfa_", "account_")):
            continue
        for method in METHODS:
            response = getattr(client, method)(address_of(name, pattern))
            if response.status_code != 302 or not response.url.startswith("/accounts/login/"):
                wrong.append((name, method, response.status_code))
    assert wrong == []
    assert digest() == before


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_a_role_finds_nothing_where_it_is_not_admitted(role, member, quick_not_found):
    membership = member(role)
    person = person_from(Membership.objects.select_related("unit", "account").get(pk=membership.pk))
    client = Client()
    client.force_login(membership.account, backend="sciweek.people.signin.SignInBackend")
    before, wrong = digest(), []
    for name, pattern in ALL:
        access = access_of(pattern.callback, pattern.name)
        if access is None or access.admits(person):
            continue
        for method in TRIED_BY_ROLES:
            status = ask(client, method, address_of(name, pattern))
            if status != 404:
                wrong.append((name, method, status))
    assert wrong == []
    assert digest() == before


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_an_admitted_role_never_meets_an_error_of_ours(role, member):
    membership = member(role)
    person = person_from(Membership.objects.select_related("unit", "account").get(pk=membership.pk))
    client = Client()
    client.force_login(membership.account, backend="sciweek.people.signin.SignInBackend")
    wrong = []
    for name, pattern in ALL:
        access = access_of(pattern.callback, pattern.name)
        if access is not None and access.admits(person) and not name.startswith(("mfa_", "account_")):
            status = ask(client, "get", address_of(name, pattern))
            if status >= 500:
                wrong.append((name, status))
    assert wrong == []
