"""The overall plan (总体方案), attachment 1 of a notice: the same campaign in detail, as far as it is known. Pure."""

from collections.abc import Iterator, Sequence

from sciweek.campaigns.cascade import cascade
from sciweek.campaigns.content import DutyFacts
from sciweek.campaigns.enums import VenuePart
from sciweek.campaigns.papers.facts import NoticeFacts
from sciweek.campaigns.papers.sentences import before, clauses, ended, listed, paragraphs, section, texts
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import span
from sciweek.people.enums import Level

VENUES = {VenuePart.MAIN: "主会场", VenuePart.BRANCH: "分会场"}
COLLECTED = {Level.COUNTY: "县区级收齐", Level.PREFECTURE: "市州级收齐"}


def plan(facts: NoticeFacts) -> Iterator[b.Block]:
    """The plan's chapters; one with nothing to say is left out."""
    week, content = facts.week, facts.content
    themed = f"以“{week.theme}”为主题，" if week.theme else ""
    detailed = [(listed(titles), text) for text, titles in _instructions(content.duties).items()]
    yield from section("总体考虑", texts(paragraphs(week.introduction)))
    yield from section("主题和时间", texts([f"{week.name}{themed}于{span(week.start, week.end)}举行。"]))
    yield from section("会场安排", _venues(facts))
    yield from section("内容板块", list(clauses([(s.name, _owned(s.description, s.owner)) for s in content.streams])))
    yield from section("专项活动安排", _sub_weeks(facts))
    yield from section("材料报送安排", _duties(facts))
    yield from section("材料要求", list(clauses(detailed)))


def _instructions(duties: Sequence[DutyFacts]) -> dict[str, list[str]]:
    """What is asked of the material, with the duties of which it is asked."""
    found: dict[str, list[str]] = {}
    for each in duties:
        if text := " ".join(paragraphs(each.instructions)):
            found.setdefault(text, []).append(each.title)
    return found


def _owned(description: str, owner: str) -> str:
    said = ended(description) if description else ""
    return f"{said}由{owner}负责。" if owner else said


def _venues(facts: NoticeFacts) -> list[b.Block]:
    rows = [(VENUES[venue.part], venue.name, venue.address) for venue in facts.content.venues]
    return _table("会场", ("会场", "名称", "地址"), rows, (26, 65, 65))


def _sub_weeks(facts: NoticeFacts) -> list[b.Block]:
    """Who leads each and what it is about; mere names stand in the notice already."""
    rows = [(week.name, week.agency, week.description) for week in facts.content.sub_weeks]
    if not any(agency or description for _name, agency, description in rows):
        return []
    return _table("主题科技周", ("名称", "牵头部门", "内容"), rows, (46, 50, 60))


def _duties(facts: NoticeFacts) -> list[b.Block]:
    """Each duty with the dates by which the levels below the lead office collect, and its own."""
    below = [level for level in COLLECTED if level > facts.level]
    head = ("材料", *(COLLECTED[level] for level in below), "牵头单位收齐", "报送至")
    rows = []
    for each in facts.content.duties:
        dates = cascade(
            due=each.due_at,
            ends=facts.week.end,
            prefecture_days=facts.week.prefecture_days_before,
            county_days=facts.week.county_days_before,
        )
        collecting = [before(dates.for_office(level)) for level in below]
        rows.append((each.title, *collecting, before(each.due_at), each.address))
    return _table("材料报送", head, rows, (34, *(28 for _level in below), 28, 38))


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[b.Block]:
    """A table without the columns in which nothing stands, as wide as with them; nothing where there is no row."""
    kept = [at for at in range(len(head)) if any(row[at] for row in rows)]
    if not kept:
        return []
    narrow = [[row[at] for at in kept] for row in rows]
    wide = sum(widths) / sum(widths[at] for at in kept)
    return [b.Table(caption, [head[at] for at in kept], narrow, [int(widths[at] * wide) for at in kept])]
