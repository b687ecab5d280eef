"""Puts the person on the request and ends a session that was idle for too long."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from sciweek.people.queries import person_of

SEEN = "seen_at"
ACTING = "acting_membership"
# The time of the last request is written at most this often: each write of a session is a write to the database.
WRITE_EVERY_SECONDS = 60


class PersonMiddleware:
    """Sets `request.person` (None for a visitor); read from the database only when asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the person, and sign out who was idle."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if self._idle(request):
                logout(request)
                request.was_idle = True  # type: ignore[attr-defined]
                request.person = None  # type: ignore[attr-defined]
            else:
                request.person = person_of(request.user.pk, request.session.get(ACTING))  # type: ignore[attr-defined]
        else:
            request.person = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def _idle(self, request: HttpRequest) -> bool:
        # Real time, not the domain clock: this is security, not business.
        now, seen = int(time.time()), request.session.get(SEEN)
        if seen is not None and now - seen > settings.IDLE_MINUTES * 60:
            return True
        if seen is None or now - seen >= WRITE_EVERY_SECONDS:
            request.session[SEEN] = now
        return False
