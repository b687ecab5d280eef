"""A file that travels with the page between the look at it and the consent, so that nothing is stored."""

import base64
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sciweek.core.errors import BadInput
from sciweek.core.files import label_of


@dataclass(frozen=True, slots=True)
class Carried:
    """A file's bytes and the name it came under."""

    data: bytes
    name: str

    @property
    def context(self) -> dict[str, str]:
        """What `pages/_carried.html` puts into the form that consents."""
        return {"carried": base64.b64encode(self.data).decode(), "carried_name": self.name}


def carried_file(request: HttpRequest, *, largest: int, too_large: str) -> Carried:
    """The file that was uploaded just now as `sheet`, else the one that the page carries.

    Raises:
        BadInput: there is none, it is larger than so many bytes, or the page did not carry all of it.
    """
    upload = request.FILES.get("sheet")
    if upload is not None:
        if (upload.size or 0) > largest:
            raise BadInput(too_large)
        return Carried(upload.read(), label_of(upload.name))
    text = request.POST.get("carried", "")
    if not text:
        raise BadInput(_("请先选择填好的表格。"))
    try:
        return Carried(base64.b64decode(text, validate=True), label_of(request.POST.get("carried_name")))
    except ValueError as error:
        raise BadInput(_("文件没有完整带过来，请重新选择。")) from error
