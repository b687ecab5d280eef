"""What reading a file gives, or why it cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sciweek.core.errors import BadInput


class UnreadableDocument(BadInput):
    """The file is no document that can be read; the sentence says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's text, and what a web page says about it beside the text."""

    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
