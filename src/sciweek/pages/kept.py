"""What was typed survives an expired sign-in: it is kept in the session and put back into the form afterwards.

Passwords and files are never kept; a page that lost a file says so.
"""

import secrets
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

KEPT = "kept_forms"
MOST_KEPT = 3
LARGEST = 300_000
NEVER = ("password", "csrfmiddlewaretoken", "token")


def keep_typed(request: HttpRequest) -> str:
    """Keep the fields of this POST and answer with the address that shows its form again, filled in."""
    typed = request.POST.copy()
    for name in list(typed):
        if any(word in name.lower() for word in NEVER):
            del typed[name]
    page = _page_of(request)
    text = typed.urlencode()
    if not text or len(text) > LARGEST:
        return page
    key = secrets.token_urlsafe(8)
    kept = dict(list(request.session.get(KEPT, {}).items())[-(MOST_KEPT - 1) :])
    kept[key] = {"path": urlsplit(page).path, "typed": text, "files": bool(request.FILES)}
    request.session[KEPT] = kept
    return f"{page}{'&' if '?' in page else '?'}kept={key}"


def _page_of(request: HttpRequest) -> str:
    """The page that showed the form: the referring page of this site, else the address itself."""
    referer = urlsplit(request.META.get("HTTP_REFERER", ""))
    if referer.netloc == request.get_host() and referer.path:
        return f"{referer.path}?{referer.query}" if referer.query else referer.path
    return request.path


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the sign-in expired; handed out once, None when there is nothing."""
    key = request.GET.get("kept", "")
    kept = request.session.get(KEPT, {})
    if request.method != "GET" or key not in kept or kept[key]["path"] != request.path:
        return None
    found = kept.pop(key)
    request.session[KEPT] = kept
    request.kept_without_files = found["files"]  # type: ignore[attr-defined]
    request.kept = True  # type: ignore[attr-defined]
    return QueryDict(found["typed"])
