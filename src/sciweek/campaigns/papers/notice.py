"""The notice by which an office calls for its week (通知), with the overall plan and what rooms above attach. Pure."""

from collections.abc import Iterator

from sciweek.campaigns.enums import BodyPart, VenuePart
from sciweek.campaigns.papers.facts import NoticeFacts
from sciweek.campaigns.papers.plan import plan
from sciweek.campaigns.papers.sentences import (
    asked,
    clauses,
    contact,
    headed,
    listed,
    paragraphs,
    section,
    texts,
)
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import span

PARTS = ((BodyPart.HOST, "主办单位"), (BodyPart.ORGANISER, "承办单位"), (BodyPart.CO_ORGANISER, "协办单位"))


def notice(facts: NoticeFacts) -> Iterator[b.Block]:
    """The whole paper: the notice, 附件1 the plan, then the attachments of other rooms, each on its own page."""
    written = facts.texts
    if written.doc_number:
        yield b.CentredLine(written.doc_number)
    yield b.Title("　".join(facts.issuers) + facts.title)
    yield b.Recipients(written.recipients)
    yield from texts(paragraphs(written.background))
    yield b.Text(_decision(facts))
    yield from body(facts)
    yield b.Attachments([facts.plan_title, *(each.title for each in facts.attachments)])
    lead, *others = facts.issuers
    yield b.Signature(lead, facts.day, others)
    if written.openness:
        yield b.Note(written.openness)
    yield b.AttachmentPage(1, facts.plan_title)
    yield from plan(facts)
    for number, each in enumerate(facts.attachments, 2):
        yield b.AttachmentPage(number, each.title)
        yield from each.blocks
    if written.copies:
        yield b.Imprint(written.copies, lead, facts.day)


def body(facts: NoticeFacts) -> Iterator[b.Block]:
    """The numbered chapters; one with nothing to say is left out."""
    attached = {each.kind: number for number, each in enumerate(facts.attachments, 2) if each.kind}
    streams = [(each.name, each.description) for each in facts.content.streams]
    requirements = [headed(line) for line in paragraphs(facts.texts.requirements)]
    yield from section("活动主题", texts([facts.week.theme]))
    yield from section("活动时间", texts([span(facts.week.start, facts.week.end)]))
    yield from section("活动地点", texts(_places(facts)))
    yield from section("组织单位", texts(_bodies(facts)))
    yield from section("主要内容", list(clauses(streams)))
    yield from section("专项活动", texts([_sub_weeks(facts)]))
    yield from section("有关要求", list(clauses(requirements)))
    yield from section("材料报送", texts(asked(facts.due, facts.issuers[0], attached)))
    yield from section("联系方式", texts([line for each in facts.content.contacts for line in contact(*each)]))


def _decision(facts: NoticeFacts) -> str:
    ground = f"根据{facts.superior.text}要求，" if facts.superior else ""
    jointly = "联合" if len(facts.issuers) > 1 else ""
    return f"{ground}{listed(facts.issuers)}决定{jointly}举办{facts.week.name}。现将有关事项通知如下。"


def _places(facts: NoticeFacts) -> list[str]:
    main, branches = facts.venues(VenuePart.MAIN), facts.venues(VenuePart.BRANCH)
    return [f"{label}设在{listed(names)}。" for label, names in (("主会场", main), ("分会场", branches)) if names]


def _bodies(facts: NoticeFacts) -> list[str]:
    return [f"{label}：{'、'.join(names)}。" for part, label in PARTS if (names := facts.bodies(part))]


def _sub_weeks(facts: NoticeFacts) -> str:
    named = [f"{each.name}（{each.agency}牵头）" if each.agency else each.name for each in facts.content.sub_weeks]
    return f"活动周期间举办{listed(named)}。" if named else ""
