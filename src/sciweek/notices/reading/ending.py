"""The end of a notice: who signs, and when (GB/T 9704-2012, 7.3.5 and 7.3.6), else what its page says."""

import re
from collections.abc import Sequence
from datetime import date

from sciweek.core.dates import Kind, date_expressions
from sciweek.notices.reading.agencies import ONE_NAME, SHORT, SIGNED
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line, squeezed

LABELLED_ISSUER = re.compile(
    r"(?:发\s*布\s*机\s*构|发\s*文\s*机\s*关|发\s*文\s*单\s*位|发布单位|制发单位)\s*:\s*(?P<name>[一-鿿()]{3,30})?"
)
LABELLED_DATE = re.compile(r"(?:成\s*文\s*日\s*期|发\s*文\s*日\s*期|公文生成日期|生成日期|印发日期)\s*:\s*")
PUBLISHED = re.compile(r"(?:(?:发布|公开|更新|发表)(?:时间|日期)|(?:^|[\s|])(?:时间|日期))\s*:\s*")
RUNNING = re.compile(
    r"(?:^|[》。!;:)\s]|特此[通公]?[知告示]?)(?P<name>[一-鿿()]{3,26}?(?:局|厅|委|委员会|部|办公室|协会|科协|学会|中心|大学|学院|政府|公司|院|处|所))"
    r"\s*(?P<day>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)(?=$|\s|联系|附件|\(|抄送)"
)


def read_ending(rows: Sequence[Line], attached: int | None, fields: NoticeFields) -> None:
    """Find who signed and when. `attached` is the index of the line that opens the list of attachments."""
    if not _signed(rows, fields):
        _running(rows, fields)
    _labelled(rows[:40], fields)
    if not fields.has("issuing_agencies"):
        _undated(rows, attached, fields)
    if not fields.has("issuing_agencies"):
        _from_title(fields)
    if not fields.has("issuing_agencies"):
        _banner(rows[:2], fields)
    if not fields.has("issue_date"):
        _day_alone(rows, fields)
    if not fields.has("issue_date"):
        _day_before_what_follows(rows, fields)


def whole_day(text: str) -> date | None:
    """The day that the text names with its year, when it says nothing else."""
    plain = squeezed(text).strip("()")
    if not 6 <= len(plain) <= 20:
        return None
    found = list(date_expressions(plain))
    whole = len(found) == 1 and found[0].kind is Kind.DAY and found[0].span == (0, len(plain)) and not found[0].time
    return found[0].start if whole else None


def _signed(rows: Sequence[Line], fields: NoticeFields) -> bool:
    """Lines of agencies over a line with the day: the last such place."""
    for index in range(len(rows) - 1, 0, -1):
        line = rows[index]
        day = whole_day(line.text)
        if day is None:
            signed = _agency_and_day(line)
            if signed is None:
                continue
            name, day = signed
            agencies = [
                *_agencies_above(rows, index, _titled(fields)),
                (line.start, line.start + len(name), squeezed(name)),
            ]
        else:
            agencies = _agencies_above(rows, index, _titled(fields))
        if not agencies:
            continue
        for start, end, name in agencies:
            whole = name in squeezed("".join(row.text for row in rows if start < row.end and row.start < end))
            spans = [(start, end)] if whole else [(start, end), *title_spans(fields)]
            fields.add("issuing_agencies", name, spans, "issuer: signature", *(() if whole else ("mended",)))
        fields.add("issue_date", day.isoformat(), [(line.start, line.end)], "issued: signature")
        return True
    return False


def _titled(fields: NoticeFields) -> list[str]:
    head, about, _ = str(next(iter(fields.of("title")), "")).partition("关于")
    return [found[0].strip() for found in ONE_NAME.finditer(head)] if about else []


def _agency_and_day(line: Line) -> tuple[str, date] | None:
    """Who signs and when, where both stand in one line."""
    found = re.search(r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$", line.text)
    if found is None or found.start() <= 2 or not SIGNED.match(line.text[: found.start()].strip()):
        return None
    day = whole_day(found[0])
    return (line.text[: found.start()].rstrip(), day) if day else None


def _agencies_above(rows: Sequence[Line], index: int, titled: Sequence[str]) -> list[tuple[int, int, str]]:
    """The agencies in the lines right above; one that lost its last sign in copying is known by the title."""
    names: list[tuple[int, int, str]] = []
    for line in reversed(rows[max(0, index - 8) : index]):
        parts = [part for part in re.split(r"\s{2,}|(?<=[局厅部会协院心委])\s(?=[一-鿿]{4})", line.text) if part]
        mended = {
            part: next((name for name in titled if len(part) > 3 and name.startswith(part)), part) for part in parts
        }
        if not parts or not all(SIGNED.match(mended[part].strip()) for part in parts) or len(line.text) > 60:
            if SIGNED.match(squeezed(line.text)) and len(squeezed(line.text)) <= 30:
                parts, mended = [line.text], {line.text: squeezed(line.text)}
            else:
                break
        row, at = [], 0
        for part in parts:
            place = line.text.index(part, at)
            row.append((line.start + place, line.start + place + len(part), squeezed(mended[part])))
            at = place + len(part)
        names = row + names
    return names


def _running(rows: Sequence[Line], fields: NoticeFields) -> None:
    """A signature inside running text, as in copies that lost their line breaks."""
    for line in reversed(rows):
        found = next(iter(RUNNING.finditer(line.text)), None)
        day = whole_day(found["day"]) if found else None
        if found is None or day is None:
            continue
        span = (line.start + found.start("name"), line.start + found.end("name"))
        fields.add("issuing_agencies", found["name"], [span], "issuer: running text")
        span = (line.start + found.start("day"), line.start + found.end("day"))
        fields.add("issue_date", day.isoformat(), [span], "issued: running text")
        return


def _labelled(top: Sequence[Line], fields: NoticeFields) -> None:
    """What the page says beside the document. An issuer's full name is taken where the title has none or a short one."""
    titled = _titled(fields)
    for index, line in enumerate(top):
        following = top[index + 1] if index + 1 < len(top) else None
        if (found := LABELLED_ISSUER.search(line.text)) and not fields.has("issuing_agencies"):
            name, place = found["name"], line.start + found.start("name")
            if name is None and following and SIGNED.match(following.text):
                name, place = following.text, following.start
            if name and (not titled or all(SHORT.match(each) for each in titled)):
                fields.add("issuing_agencies", name, [(place, place + len(name))], "issuer: page's label")
        for label, field in ((LABELLED_DATE, "issue_date"), (PUBLISHED, "publish_date")):
            if found := label.search(line.text):
                first = next(iter(date_expressions(line.text[found.end() : found.end() + 24])), None)
                if first and first.span[0] == 0 and first.start:
                    start = line.start + found.end()
                    span = (start, start + first.span[1])
                    fields.add(field, first.start.isoformat(), [span], f"{field}: page's label")


def _undated(rows: Sequence[Line], attached: int | None, fields: NoticeFields) -> None:
    """A signature whose date is cut off: lines of nothing but agencies, right behind the list of attachments."""
    if attached is None:
        return
    for index in range(attached + 1, min(attached + 16, len(rows))):
        behind = rows[attached + 1 : index + 1]
        names = _agencies_above(behind, len(behind), [])
        following = rows[index + 1] if index + 1 < len(rows) else None
        if names and (following is None or not _agencies_above([following], 1, [])):
            for start, end, name in names:
                fields.add("issuing_agencies", name, [(start, end)], "issuer: signature without a date")
            return


def title_spans(fields: NoticeFields) -> Sequence[tuple[int, int]]:
    """Where the title stands."""
    return next((each.spans for each in fields.values if each.field == "title"), ())


def _from_title(fields: NoticeFields) -> None:
    for name in _titled(fields):
        fields.add("issuing_agencies", name, title_spans(fields), "issuer: title")


def _banner(top: Sequence[Line], fields: NoticeFields) -> None:
    """A document that opens with its letterhead, or a page that opens with nothing but the name of its agency."""
    for line in top:
        found = re.fullmatch(
            r"(?P<name>[一-鿿]{2,24}(?:局|厅|委员会|协会|部|办公室|科协|政府|院|学会))(?P<head>文件)?",
            squeezed(line.text),
        )
        if found and not fields.has("issuing_agencies"):
            rule = "issuer: letterhead" if found["head"] else "issuer: banner"
            fields.add("issuing_agencies", found["name"], [(line.start, line.end)], rule)


def _day_alone(rows: Sequence[Line], fields: NoticeFields) -> None:
    """A day that stands alone behind the head of the text: the last one."""
    for line in reversed(rows[3:]):
        if day := whole_day(line.text):
            fields.add("issue_date", day.isoformat(), [(line.start, line.end)], "issued: day alone")
            return


def _day_before_what_follows(rows: Sequence[Line], fields: NoticeFields) -> None:
    """In a copy without line ends the day of the signature stands right before the attachments or at the very end."""
    for index in range(len(rows) - 1, -1, -1):
        line = rows[index]
        last = index + 1 == len(rows) or rows[index + 1].text.startswith(("附", "抄送", "主题词"))
        found = re.search(r"(?<=[。\s])(?P<day>\S{4}年\S{1,3}月\S{1,3}日)$", line.text) if last else None
        if found and (day := whole_day(found["day"])):
            span = (line.start + found.start("day"), line.end)
            fields.add("issue_date", day.isoformat(), [span], "issued: before what follows")
            return
