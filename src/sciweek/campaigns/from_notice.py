"""From the fields of a notice to a campaign's draft: name, dates, bodies, duties. Pure; a person confirms the result.

One sentence of a notice often asks for four things ("工作总结、《情况统计表》、影像资料和媒体报道资料"):
they become four duties.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sciweek.campaigns.content import BodyFacts, Content, DutyFacts, StreamFacts, SubWeekFacts, VenueFacts
from sciweek.campaigns.enums import BodyPart, DutyKind, VenuePart
from sciweek.core.clock import SHANGHAI, end_of
from sciweek.notices.facts import NoticeFacts, Sureness
from sciweek.places.codes import PROVINCE, level_of

# The word by which a thing asked for is known. The statistics form comes first: "活动情况统计表" is no summary.
KINDS: tuple[tuple[DutyKind, re.Pattern[str]], ...] = (
    (DutyKind.RETURN, re.compile(r"统计(?:报)?表|情况统计|调查表")),
    (DutyKind.SUMMARY, re.compile(r"总结")),
    (DutyKind.PICTURES, re.compile(r"影像|图片|照片|视频|图像")),
    (DutyKind.MEDIA, re.compile(r"媒体|新闻报道|宣传报道")),
)
BETWEEN_THINGS = re.compile(r"[、，,；;]|(?<=[\u4e00-\u9fff》）)])(?:以及|和|及|与)(?=[\u4e00-\u9fff《])")
NAME = re.compile(
    r"关于(?:认真|积极|联合|组织|共同)*(?:举办|开展|做好|组织|印发|办好)*(?P<name>.*?)(?:有关|相关)?(?:事项|工作|活动方案|方案|(?<=周)活动)?的?(?:预备|补充)?通知$"
)
EDITION = re.compile(r"第([0-9一二三四五六七八九十]+)届")
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a notice says of a campaign. Empty values stand where it says nothing; `sureness` tells what to look at.

    `chances` holds, in percent, how likely the least sure value of a part is right.
    """

    name: str
    theme: str
    edition: int | None
    start: date | None
    end: date | None
    doc_number: str
    content: Content
    sureness: Mapping[str, Sureness]
    chances: Mapping[str, int]
    hints: Mapping[str, str]


def draft_of(facts: NoticeFacts) -> Draft:
    """The draft that a notice's fields give."""
    record = facts.record
    title = text_of(record, "title")
    duties = duties_of(rows_of(record, "deadlines"))
    hosts, hint = hosts_of(record)
    content = content_from(record, hosts, duties)
    return Draft(
        name=name_from(title),
        theme=text_of(record, "theme")[:100],
        edition=edition_from(title),
        start=day_of(record, "start_date"),
        end=day_of(record, "end_date"),
        doc_number=text_of(record, "doc_number")[:60],
        content=content,
        sureness=sureness_of(facts, content),
        chances=chances_of(facts),
        hints=hints_of(record, duties, hint),
    )


def content_from(record: Mapping[str, object], hosts: Sequence[str], duties: Sequence[DutyFacts]) -> Content:
    """The lists that a notice's fields give, cut to what the campaign's columns hold."""
    venue = text_of(record, "main_venue")[:120]
    return Content(
        streams=[
            StreamFacts(name=text_of(row, "name")[:80], description=text_of(row, "text"))
            for row in rows_of(record, "streams")
        ],
        sub_weeks=[
            SubWeekFacts(name=text_of(row, "name")[:60], agency=text_of(row, "agency")[:120])
            for row in rows_of(record, "sub_weeks")
        ],
        bodies=bodies_of(record, hosts),
        venues=[VenueFacts(part=VenuePart.MAIN, name=venue)] if venue else [],
        duties=duties,
        contacts=[
            (
                text_of(row, "agency")[:120],
                text_of(row, "name")[:40],
                text_of(row, "phone")[:60],
                text_of(row, "email")[:120],
            )
            for row in rows_of(record, "contacts")
        ],
    )


def default_slug(draft: Draft, division_code: int) -> str:
    """The year; below the province with the division's code, since every office may hold a week of its own."""
    year = f"{draft.start:%Y}" if draft.start else ""
    return year if level_of(division_code) == PROVINCE else f"{year}-{division_code}".strip("-")


def sureness_of(facts: NoticeFacts, content: Content) -> dict[str, Sureness]:
    """What a person has to do with each part of the form, by the least sure value in it."""
    sure = {name: facts.sureness(name) for name in ("theme", "doc_number")}
    sure["name"] = Sureness.LOOK if facts.record.get("title") else Sureness.FILL
    both = {facts.sureness("start_date"), facts.sureness("end_date")}
    sure["dates"] = next(each for each in (Sureness.FILL, Sureness.LOOK, Sureness.TRUST) if each in both)
    sure["venues"] = facts.sureness("main_venue")
    sure["bodies"] = facts.sureness("hosts") if facts.record.get("hosts") else Sureness.LOOK
    if not content.bodies:
        sure["bodies"] = Sureness.FILL
    sure["duties"] = facts.sureness("deadlines") if content.duties else Sureness.FILL
    for name in ("streams", "sub_weeks", "contacts"):
        sure[name] = facts.sureness(name)
    return sure


# The fields of the notice that each part of the form is made from.
SOURCES = {
    **{name: (name,) for name in ("theme", "doc_number", "streams", "sub_weeks", "contacts")},
    "name": ("title",),
    "dates": ("start_date", "end_date"),
    "venues": ("main_venue",),
    "duties": ("deadlines",),
    "bodies": ("hosts", "organisers", "co_organisers"),
}


def chances_of(facts: NoticeFacts) -> dict[str, int]:
    """How likely each part of the form is right, in percent, by its least sure value."""
    sure = {part: [facts.least_sure(name) for name in names] for part, names in SOURCES.items()}
    found = {part: [each for each in held if each is not None] for part, held in sure.items()}
    return {part: round(100 * min(held)) for part, held in found.items() if held}


def hints_of(record: Mapping[str, object], duties: Sequence[DutyFacts], hosts: str) -> dict[str, str]:
    """Sentences that say how a value was taken, by part of the form."""
    hints = {"bodies": hosts} if hosts else {}
    asked = len(rows_of(record, "deadlines"))
    if duties and len(duties) > asked:
        hints["duties"] = f"通知用 {asked} 句话要求报送 {len(duties)} 件东西，已拆成 {len(duties)} 项任务。"
    if any(len(text_of(row, "date")) == len("2023-06-15") for row in rows_of(record, "deadlines")):
        hints["due"] = "只写到日的期限按当天结束计算。若另有所指，请更改。"
    return hints


def name_from(title: str) -> str:
    """The campaign's name in a notice's title: what is held, without office, verb and the word for notice."""
    found = NAME.search("".join(title.split()))
    return (found["name"] if found else title).strip("“”《》")[:100]


def edition_from(title: str) -> int | None:
    """The number of the edition, if the title says it."""
    found = EDITION.search(title)
    return _small_number(found[1]) if found else None


def _small_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digits = "一二三四五六七八九"
    units = digits.find(ones) + 1 if ones else 0
    return (digits.find(tens) + 1 if tens else 1) * 10 + units if ten else units


def hosts_of(record: Mapping[str, object]) -> tuple[list[str], str]:
    """The hosts; where the notice names none, those who signed it, with a sentence that says so."""
    hosts = names_of(record, "hosts")
    if hosts:
        return hosts, ""
    signed = names_of(record, "issuing_agencies")
    return signed, "通知没有写主办单位，取自发文机关。" if signed else ""


def bodies_of(record: Mapping[str, object], hosts: Sequence[str]) -> list[BodyFacts]:
    """Hosts (the first one leads), organisers, co-organisers."""
    made = [BodyFacts(part=BodyPart.HOST, name=name, is_lead=not n) for n, name in enumerate(hosts)]
    made += [BodyFacts(part=BodyPart.ORGANISER, name=name) for name in names_of(record, "organisers")]
    made += [BodyFacts(part=BodyPart.CO_ORGANISER, name=name) for name in names_of(record, "co_organisers")]
    return made


def duties_of(deadlines: Sequence[Mapping[str, object]]) -> list[DutyFacts]:
    """Duties from what is asked by when. Each of the ministry's four kinds at most once: the first date counts."""
    kept: dict[DutyKind, DutyFacts] = {}
    others: list[DutyFacts] = []
    for row in deadlines:
        due = instant_of(text_of(row, "date"))
        if due is None:
            continue
        what, address = text_of(row, "what"), text_of(row, "address")[:120]
        found = kinds_in(what)
        for kind in found:
            title = str(kind.label)
            kept.setdefault(kind, DutyFacts(kind=kind, title=title, due_at=due, instructions=what, address=address))
        if not found and what:
            title = what.strip("《》")[:LONGEST_TITLE]
            others.append(DutyFacts(kind=DutyKind.OTHER, title=title, due_at=due, instructions=what, address=address))
    return [kept[kind] for kind in DutyKind if kind in kept] + others


def kinds_in(what: str) -> list[DutyKind]:
    """The kinds of things that one phrase asks for, in its order, each once."""
    kinds: list[DutyKind] = []
    for thing in BETWEEN_THINGS.split(what):
        kind = next((kind for kind, words in KINDS if words.search(thing)), None)
        if kind is not None and kind not in kinds:
            kinds.append(kind)
    return kinds


def instant_of(text: str) -> datetime | None:
    """The instant of an ISO date (the end of that day) or of an ISO date with time; None when it is empty."""
    if not text:
        return None
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return end_of(date.fromisoformat(text))


def day_of(record: Mapping[str, object], name: str) -> date | None:
    """A field that is an ISO date."""
    text = text_of(record, name)
    return date.fromisoformat(text) if text else None


def text_of(row: Mapping[str, object], name: str) -> str:
    """A field as text; empty where the record has none."""
    return str(row.get(name) or "").strip()


def names_of(record: Mapping[str, object], name: str) -> list[str]:
    """A field that is a list of names."""
    values = record.get(name)
    return [str(value).strip()[:150] for value in values if str(value).strip()] if isinstance(values, list) else []


def rows_of(record: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """A field that is a list of rows."""
    values = record.get(name)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
