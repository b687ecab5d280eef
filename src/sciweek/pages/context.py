"""What every template gets: how the reader wants pages to look, and the frame around the page."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sciweek.pages.middleware import Look
from sciweek.pages.shell import shell_of


def look(request: HttpRequest) -> dict[str, object]:
    """`look`: theme, type size and language."""
    return {"look": getattr(request, "look", Look())}


def shell(request: HttpRequest) -> dict[str, object]:
    """`shell`: the frame, made only when a template asks for it."""
    return {"shell": SimpleLazyObject(lambda: shell_of(request))}
