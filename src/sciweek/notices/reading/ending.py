"""The end of a notice: who signs, the date, and what is attached (GB/T 9704-2012, 7.3.4 to 7.3.6)."""

import re
from datetime import date

from sciweek.notices.reading.days import DAY, day_of
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line, squeezed

AGENCY = re.compile(
    r"^[一-鿿()·\s]{2,40}(?:局|厅|委|委员会|部|办公室|协会|科协|学会|中心|大学|学院|研究所|研究院|组委会|政府|公司|院|处|所|会|小组|中学|馆)$"
)
ATTACHED = re.compile(r"^附\s*件\s*[::]?\s*(?P<rest>.*)$")
ITEM = re.compile(
    r"(?:^|\s|[;；])(?:附件\s*)?(?P<no>\d{1,2})\s*[.、．:：]\s*(?P<title>[^;；]+?)(?=(?:\s|[;；])(?:附件\s*)?\d{1,2}\s*[.、．]\s*\D|[;；]|$)"
)
SUFFIX = re.compile(r"\.?(?:docx?|xlsx?|pdf|rar|zip|wps|et|ofd|jpg|pptx?)$", re.IGNORECASE)
ONE_NAME = re.compile(
    r"[一-鿿]{2,18}?(?:局|厅|部(?!门|署)|科协|协会|委员会|办公室|学会|大学|学院|中心|政府|委(?!宣|员|办))"
)
LABELLED_ISSUER = re.compile(r"(?:发布机构|发文机关|发布单位|发文单位|信息来源)\s*[::]\s*([一-鿿()]{3,30})")
LABELLED_DATE = re.compile(r"(?:成文日期|发文日期|公文生成日期|生成日期)\s*[::]\s*")
PUBLISHED = re.compile(r"(?:发布时间|发布日期|公开日期|时间|日期)\s*[::]\s*")


def read_ending(lines: list[Line], fields: NoticeFields) -> None:
    """Find signature, date and attachments."""
    _attachments(lines, fields)
    _signature(lines, fields)
    if not fields.has("issuing_agencies"):
        _from_title(fields)
    _labelled(lines[:30], fields)


def _signature(lines: list[Line], fields: NoticeFields) -> None:
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        found = DAY.fullmatch(squeezed(line.text).strip("()"))
        if found is None or (day := day_of(found, None)) is None:
            signed = _agency_and_day(line)
            if signed is None:
                continue
            name, day = signed
            agencies = [(line.start, name)]
        else:
            agencies = _agencies_above(lines, index)
        if not agencies:
            continue
        for start, name in agencies:
            fields.add("issuing_agencies", name, [(start, start + len(name))], 0.9)
        fields.add("issue_date", day.isoformat(), [(line.start, line.end)], 0.9)
        return
    if not fields.has("issuing_agencies"):
        _undated(lines, fields)
    for line in reversed(lines[len(lines) // 2 :]):
        found = DAY.fullmatch(squeezed(line.text).strip("()"))
        if found is not None and found["y"] and (day := day_of(found, None)):
            fields.add("issue_date", day.isoformat(), [(line.start, line.end)], 0.7)
            return


def _undated(lines: list[Line], fields: NoticeFields) -> None:
    """A signature whose date is cut off: lines of nothing but agencies, right behind the list of attachments."""
    opened = next((n for n, line in enumerate(lines) if _opens(line.text)), None)
    if opened is None:
        return
    for index in range(opened + 1, min(opened + 16, len(lines))):
        rows = _agencies_above(lines[opened + 1 : index + 1], index - opened)
        following = lines[index + 1] if index + 1 < len(lines) else None
        if rows and (following is None or not _agencies_above([following], 1)):
            for start, name in rows:
                fields.add("issuing_agencies", name, [(start, start + len(name))], 0.75)
            return


def _agency_and_day(line: Line) -> tuple[str, date] | None:
    """Who signs and when, where both stand in one line."""
    found = re.search(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$", line.text)
    if found is None or found.start() <= 2 or not AGENCY.match(line.text[: found.start()].strip()):
        return None
    day = day_of(DAY.fullmatch(found[0]), None)
    return (squeezed(line.text[: found.start()]), day) if day else None


def _agencies_above(lines: list[Line], index: int) -> list[tuple[int, str]]:
    names: list[tuple[int, str]] = []
    for line in reversed(lines[max(0, index - 6) : index]):
        parts = [part for part in re.split(r"\s{2,}", line.text) if part]
        if not parts or not all(AGENCY.match(part.strip()) for part in parts) or len(line.text) > 60:
            if AGENCY.match(squeezed(line.text)) and len(squeezed(line.text)) <= 30:
                parts = [line.text]
            else:
                break
        row, at = [], 0
        for part in parts:
            place = line.text.index(part, at)
            row.append((line.start + place, squeezed(part) if len(parts) == 1 else part.strip()))
            at = place + len(part)
        names = row + names
    return names


def _labelled(top: list[Line], fields: NoticeFields) -> None:
    for line in top:
        if not fields.has("issuing_agencies") and (found := LABELLED_ISSUER.search(line.text)):
            fields.add("issuing_agencies", found[1], [(line.start + found.start(1), line.start + found.end(1))], 0.7)
        for label, name in ((LABELLED_DATE, "issue_date"), (PUBLISHED, "publish_date")):
            if found := label.search(line.text):
                match = DAY.match(line.text[found.end() :])
                day = day_of(match, None) if match else None
                if day is not None and match is not None:
                    start = line.start + found.end()
                    fields.add(name, day.isoformat(), [(start, start + match.end())], 0.85)


def _from_title(fields: NoticeFields) -> None:
    title = next((each for each in fields.values if each.field == "title"), None)
    if title is None:
        return
    head = str(title.value).partition("关于")[0]
    for found in ONE_NAME.finditer(head):
        fields.add("issuing_agencies", found[0], list(title.spans), 0.75)


def _attachments(lines: list[Line], fields: NoticeFields) -> None:
    start = next((n for n, line in enumerate(lines) if _opens(line.text)), None)
    if start is None:
        _mentioned(lines, fields)
        return
    rest = ATTACHED.sub(lambda opened: opened["rest"], lines[start].text).strip()
    rows = [(lines[start].start + lines[start].text.index(rest), rest)] if rest else []
    for line in lines[start + 1 : start + 16]:
        if re.match(r"^(?:附件\s*)?\d{1,2}\s*[.、．:：]\s*\S", line.text) and len(line.text) < 90:
            rows.append((line.start, line.text))
        else:
            break
    seen: set[str] = set()
    for place, text in rows:
        numbered = list(ITEM.finditer(text))
        if numbered:
            for item in numbered:
                _attach(fields, int(item["no"]), item["title"], place + item.start("title"), seen)
        elif len(text) < 80 and "。" not in text:
            _attach(fields, 1, text, place, seen)


MENTIONED = re.compile(
    r"《(?P<title>[^《》]{3,60}(?:《[^《》]{2,60}》[^《》]{0,20})?)》\s*(?:\([^()]*号\)\s*)?\((?:见|详见)?附件(?P<no>\d{0,2})\)"
)
HEADED = re.compile(r"^附\s*件\s*(?P<no>\d{1,2})\s*[.:、]\s*(?P<title>[^。;]{3,60})$")


def _mentioned(lines: list[Line], fields: NoticeFields) -> None:
    """Without a list at the end: what the body names as 《…》(附件1), or what stands over each attachment."""
    seen: set[str] = set()
    for line in lines:
        for found in (*MENTIONED.finditer(line.text), *HEADED.finditer(line.text)):
            _attach(fields, int(found["no"] or 1), found["title"], line.start + found.start("title"), seen)


def _opens(text: str) -> bool:
    found = ATTACHED.match(text)
    return bool(found and (":" in text[:6] or found["rest"] == "") and not re.match(r"附\s*件\s*\d*$", text))


def _attach(fields: NoticeFields, number: int, title: str, start: int, seen: set[str]) -> None:
    clean = SUFFIX.sub("", title.strip().rstrip("。.;；")).strip()
    clean = clean.strip("《》") if clean.startswith("《") and clean.endswith("》") else clean
    if len(clean) < 2 or squeezed(clean) in seen:
        return
    seen.add(squeezed(clean))
    begin = start + title.index(clean[0])
    fields.add("attachments", {"no": number, "title": clean}, [(begin, begin + len(clean))], 0.85)
