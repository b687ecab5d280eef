"""Hosts, organisers and co-organisers: behind their labels, below them, or told in a sentence."""

import re
from collections.abc import Sequence

from sciweek.notices.reading.agencies import BODY_END
from sciweek.notices.reading.event import NUMBERING
from sciweek.notices.reading.fields import NoticeFields
from sciweek.notices.reading.text import Line

_UNIT = r"(?:单\s*位|方)"
LABELS = (
    ("hosts", re.compile(rf"(?:联合)?主\s*办(?:{_UNIT}?\s*:\s*|单位\s+(?=[一-鿿])|单位$)")),
    ("organisers", re.compile(rf"(?<!协)承\s*办(?:{_UNIT}?\s*:\s*|单位\s+(?=[一-鿿])|单位$)")),
    (
        "co_organisers",
        re.compile(
            rf"协\s*办{_UNIT}?\s*:\s*|(?:支\s*持|协\s*助){_UNIT}\s*:\s*|(?:协办|支持)单位$|协办单位\s+(?=[一-鿿])"
        ),
    ),
)
STOP = re.compile(
    r"。|;|\s+(?=[一二三四五六七八九十]+、)|\s{2,}|[一二三四五六七八九十]、|\([一二三四五六七八九十]\)"
    rf"|(?:主|承|协)\s*办{_UNIT}?\s*:|(?:支持|指导|执行|冠名|媒体)单位\s*:|(?:活动|大赛|比赛)?(?:时间|地点|主题|对象)\s*:"
)
# Bounds the work on a text that only repeats labels; no list of bodies is nearly as long.
LONGEST_LIST = 600
_NAMES = r"(?P<names>[一-鿿]{2,20}(?:、[一-鿿]{2,24}){1,6}?)"
TOGETHER = re.compile(
    rf"(?<![一-鿿、])(?:由|经)?{_NAMES}(?:将|拟|决定|定于|计划|共同|联合|于[^,。]{{2,24}}){{1,3}}(?:主办|举办|组织|开展)"
)
BY = re.compile(
    r"(?<=[由,、;])(?P<names>[一-鿿]{3,24}?(?:、[一-鿿]{3,24}?){0,5})(?:共同|联合|具体|组织|负责){0,2}(?P<role>主办|承办|协办)(?!单位|方|者|公|的?单位)"
)
ROLES = {"主办": "hosts", "承办": "organisers", "协办": "co_organisers"}
PART_OF_HEAD = re.compile(r"^(?:县\(|[一-鿿()]{0,8}(?:部门|科协|宣传部|教育局|科技局)$)")
NOT_A_BODY = re.compile(r"\d{1,2}[.月日:]|报名|方式|[:。]")


def read_bodies(rows: Sequence[Line], fields: NoticeFields) -> None:
    """Labels first; sentences only for what no label names."""
    for index, line in enumerate(rows):
        for field, label in LABELS:
            for found in label.finditer(line.text):
                rest = line.text[found.end() : found.end() + LONGEST_LIST]
                if not rest.strip():
                    _listed(rows[index + 1 : index + 9], field, fields)
                    continue
                stop = STOP.search(rest)
                _split(field, line.start + found.end(), rest[: stop.start()] if stop else rest, fields, "label")
    for line in rows:
        _told(line, fields)


def _told(line: Line, fields: NoticeFields) -> None:
    """Bodies in a sentence: "甲、乙、丙将共同主办…", "由甲主办,乙承办"."""
    if not fields.has("hosts"):
        for found in TOGETHER.finditer(line.text):
            if re.search(r"共同|联合", found[0]):
                names = re.sub(r"(?:将|拟|决定|共同|联合)+$", "", found["names"])
                _split("hosts", line.start + found.start("names"), names, fields, "told together")
                break
    for found in BY.finditer(line.text):
        field, behind = ROLES[found["role"]], line.text[found.end() : found.end() + 40]
        of_an_item = behind.startswith("的") and not _in_title(behind, fields)
        if fields.has(field) or of_an_item:
            continue
        names = re.sub(r"(?:共同|联合|组织)+$", "", found["names"]).removeprefix("由")
        if all(BODY_END.search(name) for name in names.split("、")):
            place = line.start + found.start("names") + found["names"].find(names)
            _split(field, place, names, fields, "told")


def _in_title(said: str, fields: NoticeFields) -> bool:
    """Whether the words name what the title names, rather than one item of it."""
    title = str(next(iter(fields.of("title")), ""))
    return any(said[at : at + 5] in title for at in range(1, len(said) - 4))


def _listed(following: Sequence[Line], field: str, fields: NoticeFields) -> None:
    for line in following:
        broken = re.search(r"[:。]", line.text) or NUMBERING.match(line.text) or len(line.text) > 40
        if broken or not all(BODY_END.search(name.strip()) for name in re.split(r"[、,]", line.text.rstrip("、,"))):
            return
        _split(field, line.start, line.text, fields, "lines")


def _between(said: str) -> str:
    """What divides the names: 、 or a comma; a blank where each part is a full name."""
    parts = said.split()
    blank = len(parts) > 1 and all(len(part) > 3 and BODY_END.search(part.rstrip("、,。")) for part in parts)
    return r"[、,](?![^()]*\))|\s+(?![^()]*\))" if blank else r"[、,](?![^()]*\))"


def _split(field: str, place: int, said: str, fields: NoticeFields, rule: str) -> None:
    """Split at 、 and commas between full names; a list that shares one head (各市、县科技部门、宣传部门) stays one value."""
    merged: list[tuple[int, str]] = []
    cuts = [0, *(end for found in re.finditer(_between(said), said) for end in found.span()), len(said)]
    for first, last in zip(cuts[::2], cuts[1::2], strict=True):
        piece = said[first:last]
        begin = place + first + (len(piece) - len(piece.lstrip()))
        clean = piece.strip().rstrip("。.")
        if not clean:
            continue
        if merged and merged[-1][1].startswith("各") and PART_OF_HEAD.match(clean):
            merged[-1] = (merged[-1][0], f"{merged[-1][1]}、{clean}")
        else:
            merged.append((begin, clean))
    for begin, value in merged:
        if 2 <= len(value) <= 60 and not NOT_A_BODY.search(value):
            odd = () if BODY_END.search(value) else ("odd name",)
            fields.add(field, value, [(begin, begin + len(value))], f"bodies: {rule}", *odd)
