"""From a file or pasted text to a notice that can be taken in: its text, and what was read from it."""

from dataclasses import dataclass

from sciweek.notices.facts import NoticeFacts, facts_of
from sciweek.notices.reading import read_document, read_notice


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice's text and facts; the marks of the facts are offsets into this text."""

    text: str
    facts: NoticeFacts


def read_file(data: bytes, name: str) -> ReadNotice:
    """Read a file; its type is decided by its content.

    Raises:
        BadInput: it is no document that can be read; says why and how to mend it.
    """
    document = read_document(data, name)
    return ReadNotice(document.text, facts_of(read_notice(document.text, document.metadata)))


def read_pasted(text: str) -> ReadNotice:
    """Read text as it was pasted."""
    plain = text.replace("\r\n", "\n").replace("\x00", "")
    return ReadNotice(plain, facts_of(read_notice(plain)))
