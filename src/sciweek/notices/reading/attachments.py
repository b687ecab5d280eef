"""What is attached: the list behind the body (GB/T 9704-2012, 7.3.4), else what the body or the sheets name."""

import re
from collections.abc import Sequence

from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line, squeezed

ATTACHED = re.compile(r"^附\s*件?\s*(?:(?P<no>\d{1,2})\s*)?[:：]?\s*(?P<rest>.*)$")
OPENS = re.compile(r"^附\s*件?\s*\d{0,2}\s*:|^附\s*件$")
NUMBERED = re.compile(r"^(?:附件\s*)?\d{1,2}\s*[.、．:：]\s*\S")
ITEM = re.compile(
    r"(?:^|\s|[;；])(?:附件\s*)?(?P<no>\d{1,2})\s*[.、．:：]\s*(?P<title>[^;；]+?)(?=(?:\s|[;；])(?:附件\s*)?\d{1,2}\s*[.、．]\s*\D|[;；]|$)"
)
SUFFIX = re.compile(r"\.?(?:docx?|xlsx?|pdf|rar|zip|wps|et|ofd|jpg|pptx?)$", re.IGNORECASE)
FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|rar|zip|wps|pptx?)(?=\s)", re.IGNORECASE)
MENTIONED = re.compile(
    r"《(?P<title>[^《》]{3,60}(?:《[^《》]{2,60}》[^《》]{0,20})?)》\s*(?:\([^()]*号\)\s*)?\((?:见|详见)?附件?(?P<no>\d{0,2})\)"
)
HEADED = re.compile(r"^附\s*件\s*(?P<no>\d{1,2})\s*[.:、]\s*(?P<title>[^。;]{3,60})$")


def read_attachments(rows: Sequence[Line], fields: NoticeFields) -> int | None:
    """Enter the attachments; the index of the line that opens their list."""
    start = next((n for n, row in enumerate(rows) if _lists(rows, n)), None)
    seen: set[str] = set()
    if start is None:
        for line in rows:
            for found in MENTIONED.finditer(line.text):
                rule = "attachments: named in the text"
                _attach(fields, int(found["no"] or 1), found["title"], line.start + found.start("title"), rule, seen)
        return None
    for place, text in _rows_of_list(rows, start):
        numbered = list(ITEM.finditer(text))
        if numbered:
            for item in numbered:
                _attach(fields, int(item["no"]), item["title"], place + item.start("title"), "attachments: list", seen)
        elif len(text) < 80 and "。" not in text.rstrip("。"):
            number = int(ATTACHED.sub(lambda opened: opened["no"] or "1", rows[start].text))
            _attach(fields, number, text, place, "attachments: single", seen)
    numbers = {row["no"] for row in fields.of("attachments") if isinstance(row, dict)}
    for line in rows:
        headed = HEADED.match(line.text)
        if headed and int(headed["no"]) not in numbers:
            title = line.start + headed.start("title")
            _attach(fields, int(headed["no"]), headed["title"], title, "attachments: headed", seen)
    return start


def _lists(rows: Sequence[Line], index: int) -> bool:
    """Whether a list begins here: 附件 with a colon, or alone over numbered lines."""
    if not OPENS.match(rows[index].text):
        return False
    return ":" in rows[index].text[:6] or (index + 1 < len(rows) and bool(NUMBERED.match(rows[index + 1].text)))


def _rows_of_list(rows: Sequence[Line], start: int) -> list[tuple[int, str]]:
    """The list's lines; a line that breaks off is joined with what follows it."""
    rest = ATTACHED.sub(lambda opened: opened["rest"], rows[start].text).strip()
    held = [(rows[start].start + rows[start].text.index(rest), rest)] if rest else []
    for line in rows[start + 1 : start + 30]:
        if not NUMBERED.match(line.text) or len(line.text) >= 90:
            break
        held.append((line.start, line.text))
    return held


def _attach(fields: NoticeFields, number: int, title: str, start: int, rule: str, seen: set[str]) -> None:
    clean = SUFFIX.sub("", title.strip().rstrip("。.;；,")).strip()
    if file := FILE.search(clean):
        clean = clean[: file.start()]
    whole = clean.startswith("《") and clean.endswith("》") and "》" not in clean[1:-1]
    nested = clean.startswith("《") and clean.endswith("》") and clean.count("《") == clean.count("》") > 1
    clean = clean[1:-1] if whole or nested else clean
    if len(clean) < 2 or squeezed(clean) in seen:
        return
    seen.add(squeezed(clean))
    begin = start + title.index(clean[0])
    fields.add("attachments", {"no": number, "title": clean}, [(begin, begin + len(clean))], rule)
