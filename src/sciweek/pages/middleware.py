"""How a reader wants pages to look and in which language: kept in cookies, changed by plain links, so no script is needed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import escape_leading_slashes

YEAR = 365 * 24 * 3600
CHOICES = {
    "theme": ("auto", "light", "dark"),
    "type": ("normal", "large"),
    "lang": tuple(code for code, _ in settings.LANGUAGES),
}
COOKIES = {"theme": "theme", "type": "type", "lang": settings.LANGUAGE_COOKIE_NAME}
POLICIES = {
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Look:
    """The reader's choices; the first of each is the default."""

    theme: str = "auto"
    type: str = "normal"
    lang: str = settings.LANGUAGE_CODE


class LookMiddleware:
    """Reads the choices, activates the language, and takes `?theme=`, `?type=`, `?lang=` links."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve in the reader's look; a link that sets one leads back to the same page without it."""
        wanted = {key: request.GET[key] for key in CHOICES if request.GET.get(key) in CHOICES[key]}
        if wanted and request.method == "GET":
            return self._chosen(request, wanted)
        chosen = {key: value for key in CHOICES if (value := request.COOKIES.get(COOKIES[key])) in CHOICES[key]}
        request.look = Look(**chosen)  # type: ignore[attr-defined]
        with translation.override(request.look.lang):  # type: ignore[attr-defined]
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.look.lang)  # type: ignore[attr-defined]
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        return response

    def _chosen(self, request: HttpRequest, wanted: dict[str, str]) -> HttpResponse:
        rest = request.GET.copy()
        for key in wanted:
            del rest[key]
        path = escape_leading_slashes(request.path)
        response = HttpResponseRedirect(f"{path}?{rest.urlencode()}" if rest else path)
        for key, value in wanted.items():
            response.set_cookie(
                COOKIES[key], value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response
