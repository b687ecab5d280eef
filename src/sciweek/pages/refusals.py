"""Turns a domain refusal that no view caught into a page that says what happened and how to go on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciweek.core.errors import Refused


class RefusalMiddleware:
    """Answers `Refused` with its status and sentence: a page, or for HTMX an alert in place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The refusal's answer; None for any other exception."""
        if not isinstance(exception, Refused):
            return None
        template = "pages/errors/_refused.html" if getattr(request, "htmx", False) else "pages/errors/refused.html"
        return render(request, template, {"refusal": exception}, status=exception.status)
