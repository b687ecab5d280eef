"""Handing out a stored file to somebody whom the room's rule has let in. There is no public media address."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from sciweek.core.files import path_of
from sciweek.core.models import StoredFile

SUFFIXES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def file_response(request: HttpRequest, stored: StoredFile, *, stem: str, inline: bool = False) -> HttpResponseBase:
    """The file under a name of ours; only pictures that we drew ourselves may be shown `inline`.

    A browser may keep it for itself, but asks each time whether it still is the same, so that the rule is asked too.
    """
    etag = f'"{stored.sha256}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        path = path_of(stored.sha256)
        if not path.exists():
            raise Http404
        name = f"{stem}{SUFFIXES.get(stored.media_type, '')}"
        answer = FileResponse(path.open("rb"), as_attachment=not inline, filename=name, content_type=stored.media_type)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
