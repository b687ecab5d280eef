"""Signing in by name, mail or phone; what failures say and lead to; what stays of a form when the sign-in has gone."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciweek.people.middleware import SEEN
from sciweek.people.models import Account, SignIn, Unit
from tests.factories.campaigns import Province
from tests.pages.markup import markup

pytestmark = pytest.mark.django_db
PASSWORD = "Chun-Feng-2291-lu"
LOGIN = "/accounts/login/"


@pytest.fixture
def account() -> Account:
    province = Province()
    account = Account.objects.get(pk=province.county_officer.account_id)
    account.username, account.phone, account.email = "yangjin", "13900000007", "yangjin@example.cn"
    account.set_password(PASSWORD)
    account.password_set_at = timezone.now()
    account.save()
    return account


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"login": name, "password": password, **more})


@pytest.mark.parametrize("name", ["yangjin", "YangJin", "yangjin@example.cn", "13900000007", "139 0000 0007"])
def test_name_mail_and_phone_open_the_desk(account: Account, name: str) -> None:
    client = Client()
    answer = sign_in(client, name)
    assert answer.status_code == 302, markup(answer)  # type: ignore[attr-defined,arg-type]
    assert client.get("/desk/").status_code == 200
    assert SignIn.objects.filter(account=account, ok=True).count() == 1


@pytest.mark.parametrize("name", ["yangjin", "nobody"])
def test_a_wrong_password_and_an_unknown_name_sound_the_same(account: Account, name: str) -> None:
    answer = sign_in(Client(), name, "wrong-Password-1")
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert "登录名或密码不对" in markup(answer)  # type: ignore[arg-type]


def test_five_failures_lock_the_name_out_also_for_the_right_password(account: Account) -> None:
    client = Client()
    statuses = [sign_in(client, "yangjin", f"wrong-{n}").status_code for n in range(5)]  # type: ignore[attr-defined]
    assert statuses[:4] == [200] * 4
    assert statuses[4] == 429
    answer = sign_in(client, "yangjin")
    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert "15 分钟" in markup(answer)  # type: ignore[arg-type]
    assert sign_in(client, "person1").status_code == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(account: Account, target: str) -> None:
    answer = sign_in(Client(), "yangjin", next=target)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert answer.url.startswith("/desk/")  # type: ignore[attr-defined]


def test_a_locked_account_does_not_open(account: Account) -> None:
    account.is_active = False
    account.save()
    client = Client()
    sign_in(client, "yangjin")
    answer = client.get("/desk/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")  # type: ignore[attr-defined]


def test_an_idle_session_ends_and_what_was_typed_comes_back(account: Account) -> None:
    client = Client()
    sign_in(client, "yangjin")
    unit = Unit.objects.get(name="测试县第一中学")
    address = reverse("people:change_contact", args=[unit.pk])
    assert client.get(address).status_code == 200
    session = client.session
    session[SEEN] -= 24 * 60 * 60
    session.save()
    typed = {"contact_name": "卓玛", "contact_phone": "0971-5550123", "version": str(unit.version)}
    answer = client.post(address, typed)
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)  # type: ignore[attr-defined]
    unit.refresh_from_db()
    assert unit.contact_name == ""
    back = client.post(answer.url, {"login": "yangjin", "password": PASSWORD}, follow=True)  # type: ignore[attr-defined]
    assert 'value="卓玛"' in markup(back)


def test_my_account_shows_my_own_sign_ins_only(account: Account) -> None:
    other = Account.objects.exclude(pk=account.pk).earliest("pk")
    SignIn.objects.create(account=other, at=timezone.now(), ok=True, address="198.51.100.77")
    client = Client()
    sign_in(client, "yangjin")
    page = markup(client.get("/desk/account/"))
    assert "127.0.0.1" in page
    assert "198.51.100.77" not in page
