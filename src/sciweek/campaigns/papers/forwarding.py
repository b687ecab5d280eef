"""The notice by which an office below forwards another's (转发通知), with dates of its own. Pure."""

from collections.abc import Iterator

from sciweek.campaigns.papers.facts import ForwardFacts
from sciweek.campaigns.papers.sentences import asked, clauses, contact, headed, paragraphs, section, texts
from sciweek.documents.papers import blocks as b


def forwarding(facts: ForwardFacts) -> Iterator[b.Block]:
    """The whole paper; the forwarded notice is its attachment and goes with it as it was issued."""
    written = facts.texts
    chapters = list(body(facts))
    if written.doc_number:
        yield b.CentredLine(written.doc_number)
    yield b.Title(facts.office + facts.title)
    yield b.Recipients(written.recipients)
    more = "，并就有关事项通知如下，请一并落实。" if chapters else "，请结合实际抓好落实。"
    yield b.Text(f"现将{facts.superior.text}转发给你们{more}")
    yield from texts(paragraphs(written.background))
    yield from chapters
    yield b.Attachments(["　".join(facts.superior.issuers) + facts.superior.title])
    yield b.Signature(facts.office, facts.day)
    if written.openness:
        yield b.Note(written.openness)
    if written.copies:
        yield b.Imprint(written.copies, facts.office, facts.day)


def body(facts: ForwardFacts) -> Iterator[b.Block]:
    """The numbered chapters; one with nothing to say is left out."""
    written = facts.texts
    requirements = [headed(line) for line in paragraphs(written.requirements)]
    to_ask = contact(facts.office, written.contact_name, written.contact_phone, written.contact_email)
    yield from section("有关要求", list(clauses(requirements)))
    yield from section("材料报送", texts(asked(facts.due, facts.office, {})))
    yield from section("联系方式", texts(to_ask))
