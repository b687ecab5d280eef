"""Small helpers for pages that HTMX makes instant."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def is_fragment(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page (a boosted page load is a whole page)."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to an address after an act, by redirect or by HTMX header."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
