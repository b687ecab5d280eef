"""The letter to the level above (报送函)."""

from collections.abc import Iterator

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import day, span
from sciweek.report.content import Content
from sciweek.report.enums import Head


def letter(content: Content) -> Iterator[b.Block]:
    """The letter from its title to the imprint."""
    facts, titles = content.facts, content.titles
    if content.texts.head == Head.RED:
        yield b.RedHead(facts.office, content.texts.number)
    elif content.texts.number:
        yield b.CentredLine(content.texts.number)
    yield b.Title(titles.letter)
    yield b.Recipients(content.texts.recipient)
    yield b.Text(f"{facts.campaign}于{span(facts.start, facts.end)}举行。现将{_enclosed(content)}随函报送，请予审核。")
    yield b.Text(_reach(content))
    yield b.Text("专此函报。")
    yield b.Attachments(
        [titles.report, titles.data_book, titles.units, *([titles.media] if _has_media(content) else [])]
    )
    yield b.Signature(facts.office, facts.written)
    if facts.contact:
        yield b.Note(facts.contact)
    yield b.Remark(content.imprint.line)
    if content.texts.copies:
        yield b.Imprint(content.texts.copies, facts.office, facts.written)


def _has_media(content: Content) -> bool:
    return bool(content.pictures or content.media)


def _enclosed(content: Content) -> str:
    """What goes with the letter."""
    if _has_media(content):
        return "情况报告、统计数据册、填报单位目录清单、活动图片和媒体报道清单"
    return "情况报告、统计数据册和填报单位目录清单"


def _reach(content: Content) -> str:
    """How many units the figures are of, and that more will follow where some are not counted yet."""
    facts = content.facts
    until = f"截至{day(facts.written)}，{facts.place}应报单位{facts.expected}家"
    if facts.complete:
        return f"{until}，全部经逐级验收并计入。"
    waiting = facts.expected - facts.counted
    if not facts.counted:
        return f"{until}，尚无单位经逐级验收，统计数据待验收后补报。"
    return f"{until}，已逐级验收并计入{facts.counted}家，尚有{waiting}家未计入，待验收后补报。"
