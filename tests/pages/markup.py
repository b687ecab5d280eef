"""Pages as tests read them: how a template is laid out does not matter."""

import re

from django.http import HttpResponseBase


def markup(answer: HttpResponseBase) -> str:
    """The body in one line, without white space beside tags."""
    text = re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r" ?(<[^<>]*>) ?", r"\1", text)
