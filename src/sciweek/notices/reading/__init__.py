"""Reading an official notice: from a file to its text, and from the text to its fields. Pure; knows no database."""

import re
from collections.abc import Mapping
from datetime import date

from sciweek.core.dates import date_expressions
from sciweek.notices.reading.attachments import read_attachments
from sciweek.notices.reading.bodies import read_bodies
from sciweek.notices.reading.confidence import confident
from sciweek.notices.reading.contacts import read_contacts
from sciweek.notices.reading.deadlines import read_deadlines
from sciweek.notices.reading.documents import DocumentText, UnreadableDocument, read_document
from sciweek.notices.reading.ending import read_ending
from sciweek.notices.reading.event import read_event
from sciweek.notices.reading.fields import Found, NoticeFields
from sciweek.notices.reading.mending import Mended
from sciweek.notices.reading.opening import NUMBER, read_opening
from sciweek.notices.reading.streams import read_streams
from sciweek.notices.reading.text import even, own_lines, squeezed

__all__ = ["DocumentText", "Found", "NoticeFields", "UnreadableDocument", "read_document", "read_notice"]


def read_notice(text: str, metadata: Mapping[str, str] | None = None) -> NoticeFields:
    """The fields of a notice. Offsets count in `text` as given; `metadata` is what its web page says beside it."""
    fields = NoticeFields()
    mended = Mended(text)
    level = even(mended.text)
    rows = own_lines(level)
    read_opening(rows, fields)
    read_ending(rows, read_attachments(rows, fields), fields)
    issued = next((date.fromisoformat(str(day)) for day in fields.of("issue_date")), None)
    own = level[: rows[-1].end] if rows else ""
    times = list(date_expressions(own, year_of(level, fields), issued))
    read_event(own, rows, times, fields)
    read_bodies(rows, fields)
    read_deadlines(own, times, issued, fields)
    read_streams(own, rows, mended.text, fields)
    read_contacts(rows, fields)
    _cited(level, fields)
    _beside(metadata or {}, fields)
    drop_cut_off(level, fields)
    fields.restore(mended)
    confident(fields, level, mended=len(mended.parts) > 1)
    return fields


def year_of(text: str, fields: NoticeFields) -> int | None:
    """The year that dates without one mean: the title's, else the signature's, the page's, or the first that the text names."""
    days = [str(day) for day in (*fields.of("issue_date"), *fields.of("publish_date"))]
    for source in (next(iter(fields.of("title")), ""), *days, text[:600]):
        if found := re.search(r"(?<!\d)(20[0-4]\d)(?=年(?!度)|-|\.|〕)", str(source)):
            return max(int(found[1]), *(int(day[:4]) for day in days[:1]), 0)
    return None


def _cited(text: str, fields: NoticeFields) -> None:
    own = next(iter(fields.of("doc_number")), None)
    seen = {own}
    for found in re.finditer(r"(?<=[(,、])" + NUMBER.pattern, text):
        value = squeezed(found[0])
        if value not in seen:
            seen.add(value)
            fields.add("cited", value, [found.span()], "cited: in brackets")


def _beside(metadata: Mapping[str, str], fields: NoticeFields) -> None:
    for key, name in (("PubDate", "publish_date"), ("ArticleTitle", "title")):
        value = metadata.get(key, "")[: 10 if name == "publish_date" else 300]
        if value and (name == "title" or re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
            fields.add(name, value, [], f"{name}: page's metadata")


# A name or a slogan that stands at the very end of a text was cut off there: a document ends with its signature.
CUT_OFF = {"theme", "main_venue", "hosts", "organisers", "co_organisers"}


def drop_cut_off(text: str, fields: NoticeFields) -> None:
    """Leave out what the end of an incomplete copy cut through."""
    end = len(text.rstrip())
    fields.keep(lambda each: not _cut_off(each, end))


def _cut_off(each: Found, end: int) -> bool:
    if each.field == "attachments" and isinstance(each.value, dict):
        return _open(str(each.value["title"]))
    return each.field in CUT_OFF and any(stop >= end for _, stop in each.spans)


def _open(title: str) -> bool:
    return any(title.count(left) != title.count(right) for left, right in ("《》", "()", "“”"))
