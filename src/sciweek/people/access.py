"""Who may open an address. Every view declares it; a test walks the resolver and fails on one that does not.

The decorator answers the question of role. What the person finds there is the question of scope, asked in `queries`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from sciweek.core.scope import Scope
from sciweek.pages.kept import keep_typed
from sciweek.people.enums import Role
from sciweek.people.person import Person

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of a person who may be here: `person` and `scope` are set."""

    person: Person
    scope: Scope


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view: anybody, anybody signed in, or persons with one of `roles`."""

    public: bool = False
    roles: frozenset[Role] = frozenset()

    def admits(self, person: Person | None) -> bool:
        """Whether the view opens for this person; None is a visitor."""
        return self.public or (person is not None and (not self.roles or person.role in self.roles))


PUBLIC = Access(public=True)
SIGNED_IN = Access()

# Addresses of libraries, whose views we don't decorate: each checks by itself what stands here.
OF_LIBRARIES: dict[str, Access] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "set_language": PUBLIC,
}


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open to everybody."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def allow(
    *roles: Role,
) -> Callable[
    [Callable[Concatenate[DeskRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Open to persons with one of `roles`, or to everybody signed in when none is named.

    A visitor is led to sign in and loses nothing typed; a person with another role finds nothing (404).
    """
    access = Access(roles=frozenset(roles))

    def decorate(
        view: Callable[Concatenate[DeskRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            person: Person | None = getattr(request, "person", None)
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if person is None:
                return render(request, "people/no_membership.html", status=403)
            if not access.admits(person):
                raise Http404
            request.scope = person.scope  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return decorate


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and back. What a POST brought is kept for after it."""
    target = keep_typed(request) if request.method == "POST" else request.get_full_path()
    address = f"{reverse('account_login')}?{urlencode({'next': target})}"
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def access_of(view: Any, name: str | None) -> Access | None:
    """What a resolved view declares; None when it declares nothing."""
    declared = getattr(view, "access", None)
    return declared if isinstance(declared, Access) else OF_LIBRARIES.get(name or "")
