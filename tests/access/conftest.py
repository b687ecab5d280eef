"""What all tests of access stand on."""

import logging
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLResolver


@pytest.fixture
def quick_not_found(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A bare 404: its page is another test's, and drawing it thousands of times would be most of the work here."""

    def plain(self: URLResolver, code: int) -> Callable[..., HttpResponse]:
        return lambda request, exception=None: HttpResponse(status=code)

    monkeypatch.setattr(URLResolver, "resolve_error_handler", plain)
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
