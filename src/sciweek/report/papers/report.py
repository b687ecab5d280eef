"""The consolidated report: chapters, the form with all totals, the main figures by place with charts, completeness, pictures."""

from collections.abc import Iterator, Sequence

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import span
from sciweek.report.content import Content, written
from sciweek.report.facts import Figure
from sciweek.report.papers import tables
from sciweek.report.pictures import PRINTED
from sciweek.report.prose import (
    GATHERINGS,
    MEDIA,
    MONEY,
    OPENING,
    PEOPLE,
    SERVICE,
    Teller,
    comparison,
    coverage,
    rounding,
)

PICTURES = "活动图片选登"
SECTIONS = (
    ("群众性科普活动", (GATHERINGS, PEOPLE)),
    ("科技资源开放", (OPENING,)),
    ("服务群众", (SERVICE,)),
    ("宣传报道", (MEDIA,)),
    ("经费投入", (MONEY,)),
)


def chapters(content: Content) -> Iterator[b.Heading | b.Text]:
    """The report's chapters, for the paper and the page; one with nothing to say is left out."""
    yield b.Heading("总体情况")
    yield b.Text(_opening(content))
    teller = Teller(content.facts, content.shown)
    sections = [(heading, [teller.paragraph(each) for each in clauses]) for heading, clauses in SECTIONS]
    told = [(heading, list(filter(None, texts))) for heading, texts in sections if any(texts)]
    if told:
        yield b.Heading("活动开展情况")
    for heading, texts in told:
        yield b.Heading(heading, 2)
        yield from map(b.Text, texts)
    for heading, typed in written(content.texts):
        yield b.Heading(heading)
        yield from map(b.Text, typed)
    yield b.Heading("统计范围和口径")
    yield b.Text(coverage(content.facts) + rounding(content.shown))
    yield b.Text(comparison(content.facts))


def _opening(content: Content) -> str:
    facts = content.facts
    themed = f"以“{facts.theme}”为主题，" if facts.theme else ""
    said = f"{facts.campaign}{themed}于{span(facts.start, facts.end)}举行"
    said += f"，由{'、'.join(facts.hosts)}主办" if facts.hosts else ""
    said += f"，主会场设在{facts.main_venue}" if facts.main_venue else ""
    said += f"，另设分会场{facts.branch_venues}个。" if facts.branch_venues else "。"
    said += f"活动主要内容是{'、'.join(facts.streams)}。" if facts.streams else ""
    return said + (f"期间举办{'、'.join(facts.sub_weeks)}等主题科技周。" if facts.sub_weeks else "")


def report(content: Content) -> Iterator[b.Block]:
    """The whole paper."""
    facts = content.facts
    yield b.Title(content.titles.report)
    yield b.Recipients(content.texts.recipient)
    yield from chapters(content)
    figures = main_figures(content)
    attachments = [facts.form, tables.PROGRESS]
    if figures and facts.places:
        attachments.insert(1, f"分地区{tables.MAIN}")
    if content.pictures:
        attachments.append(PICTURES)
    yield b.Attachments(attachments)
    yield b.Signature(facts.office, facts.written)
    yield b.Remark(content.imprint.line)
    for number, title in enumerate(attachments, 1):
        yield b.AttachmentPage(number, title)
        if title == facts.form:
            yield from tables.form(content)
        elif title == tables.PROGRESS:
            yield from tables.progress(content)
        elif title == PICTURES:
            yield b.Pictures([b.Picture(each.printed, each.read) for each in content.pictures[:PRINTED]])
        else:
            yield from tables.by_place(content, figures)
            yield from (tables.chart(content, figure) for figure in charted(content))


def main_figures(content: Content) -> Sequence[Figure]:
    """The figures of the table by place."""
    return [figure for code in tables.MAIN_CODES if (figure := content.facts.figure(code))]


def charted(content: Content) -> Sequence[Figure]:
    """The figures of the charts: those that were reported at all."""
    return [figure for code in tables.CHART_CODES if (figure := content.facts.figure(code)) and figure.value]
