"""Reading an official notice: from a file to its text, and from the text to its fields. Pure; knows no database."""

import re
from collections.abc import Mapping
from datetime import date

from sciweek.notices.reading.body import read_body
from sciweek.notices.reading.contacts import read_contacts
from sciweek.notices.reading.documents import DocumentText, UnreadableDocument, read_document
from sciweek.notices.reading.ending import read_ending
from sciweek.notices.reading.fields import Found, NoticeFields
from sciweek.notices.reading.opening import NUMBER, read_opening
from sciweek.notices.reading.text import even, own_lines, squeezed

__all__ = ["DocumentText", "Found", "NoticeFields", "UnreadableDocument", "read_document", "read_notice"]


def read_notice(text: str, metadata: Mapping[str, str] | None = None) -> NoticeFields:
    """The fields of a notice. Offsets count in `text` as given; `metadata` is what its web page says beside it."""
    fields = NoticeFields()
    level = even(text)
    rows = own_lines(level)
    read_opening(rows, fields)
    read_ending(rows, fields)
    read_body(level, rows, fields, year_of(level, fields), text)
    read_contacts(rows, fields)
    _cited(level, fields)
    for key, name in (("PubDate", "publish_date"), ("ArticleTitle", "title")):
        value = (metadata or {}).get(key, "")[: 10 if name == "publish_date" else 300]
        if value and (name == "title" or re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
            fields.add(name, value, [], 0.7)
    fields.restore(text)
    return fields


def year_of(text: str, fields: NoticeFields) -> int | None:
    """The year that dates without one mean: the title's, else the signature's, else the first that the text names."""
    for source in (next(iter(fields.of("title")), ""), next(iter(fields.of("issue_date")), ""), text[:600]):
        found = re.search(r"(?<!\d)(20[0-4]\d)(?=年|-)", str(source))
        if found and 1999 < int(found[1]) <= date.max.year:
            return int(found[1])
    return None


def _cited(text: str, fields: NoticeFields) -> None:
    own = next(iter(fields.of("doc_number")), None)
    seen = {own}
    for found in re.finditer(r"(?<=[(,、])" + NUMBER.pattern, text):
        value = squeezed(found[0])
        if value not in seen:
            seen.add(value)
            fields.add("cited", value, [found.span()], 0.9)
