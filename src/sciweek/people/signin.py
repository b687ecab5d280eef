"""Signing in: by sign-in name, mail or phone; the log of it; and what is shown when it is locked."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sciweek.people.models import Account, SignIn
from sciweek.people.queries import account_named


class SignInBackend(BaseBackend):
    """Checks a password against the account with this name, mail or phone."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **credentials: Any
    ) -> Account | None:
        """The account, or None. An unknown name takes as long as a wrong password."""
        if not username or password is None:
            return None
        account = account_named(username)
        if account is None:
            Account().set_password(password)
            return None
        return account if account.is_active and account.check_password(password) else None

    def get_user(self, user_id: int) -> Account | None:
        """The active account with this id."""
        return Account.objects.filter(pk=user_id, is_active=True).first()


def counted_name(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The name under which django-axes counts failures: one for an account, whether its name, mail or phone was typed."""
    typed = (credentials or {}).get("username") or (request.POST.get("login", "") if request is not None else "")
    account = account_named(str(typed))
    return account.username if account else str(typed).strip().lower()[:150]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations only; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, **kwargs: Any) -> HttpResponse:
    """The page for somebody who failed too often (django-axes)."""
    return render(request, "people/locked_out.html", status=429)


@receiver(user_logged_in)
def note_sign_in(sender: object, request: HttpRequest, user: Account, **kwargs: object) -> None:
    """Enter a sign-in in the person's log."""
    _note(request, user, ok=True)


@receiver(user_login_failed)
def note_failure(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: object
) -> None:
    """Enter a failed try where the name belongs to an account; what was typed is not kept."""
    account = account_named(str(credentials.get("username") or ""))
    if account is not None and request is not None:
        _note(request, account, ok=False)


def _note(request: HttpRequest, account: Account, *, ok: bool) -> None:
    SignIn.objects.create(
        account=account,
        at=timezone.now(),
        ok=ok,
        address=request.META.get("REMOTE_ADDR") or None,
        device=request.META.get("HTTP_USER_AGENT", "")[:120],
    )
