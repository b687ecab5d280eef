"""Sentences that notices share: who, where, by when, whom to ask. Each stands only on what is known. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.papers.facts import DueThing
from sciweek.core.clock import SHANGHAI, end_of
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import day

# A line begins with its own heading when a full stop follows within so many signs.
LONGEST_HEAD = 20


def listed(names: Sequence[str]) -> str:
    """甲；甲和乙；甲、乙和丙."""
    return "和".join(("、".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def paragraphs(text: str) -> list[str]:
    """The paragraphs that a person typed, without the indents that the paper makes itself."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def ended(text: str) -> str:
    """The text with a sign that ends a sentence."""
    return text if text.endswith(("。", "！", "？", "；", "…")) else f"{text}。"


def before(instant: datetime) -> str:
    """2023年6月15日前; with its time where the day does not simply end."""
    local = instant.astimezone(SHANGHAI)
    return f"{day(local.date())}前" if local == end_of(local.date()) else f"{day(local.date())}{local:%H:%M}前"


def asked(due: Sequence[DueThing], office: str, attached: Mapping[DutyKind, int]) -> list[str]:
    """A sentence for each date and address: what is to be sent, by when, and where to.

    `attached`: the number of the attachment that a duty is filled in.
    """
    groups: dict[tuple[datetime, str], list[DueThing]] = {}
    for each in due:
        groups.setdefault((each.due_at, each.address), []).append(each)
    return [
        f"请各单位于{before(instant)}，将{listed([_named(each, attached) for each in things])}{_sent(office, address)}。"
        for (instant, address), things in groups.items()
    ]


def _named(thing: DueThing, attached: Mapping[DutyKind, int]) -> str:
    if thing.kind != DutyKind.RETURN:
        return thing.title
    name = thing.title if "《" in thing.title else f"《{thing.title}》"
    return f"{name}（附件{attached[thing.kind]}）" if thing.kind in attached else name


def _sent(office: str, address: str) -> str:
    if "@" in address:
        return f"报送{office}，电子邮箱：{address}"
    return f"报送至{address}" if address else f"报送{office}"


def contact(agency: str, name: str, phone: str, email: str) -> list[str]:
    """Whom to ask, and how to reach them, a line each; nothing where only the agency is known."""
    if not (name or phone or email):
        return []
    who = "　".join(part for part in (agency, f"联系人：{name}" if name else "") if part)
    reached = [label + value for label, value in (("联系电话：", phone), ("电子邮箱：", email)) if value]
    return [who, *reached] if who else reached


def clauses(lines: Sequence[tuple[str, str]]) -> Iterator[b.Block]:
    """Numbered paragraphs of heads and texts; one alone bears no number."""
    said = [(ended(head) if head else "", ended(text) if text else "") for head, text in lines]
    for head, text in said:
        yield b.Clause(head, text) if len(said) > 1 else b.Text(head + text)


def headed(line: str) -> tuple[str, str]:
    """A typed line as its heading and the rest; without a heading where its first sentence is long, or all of it."""
    head, stop, rest = line.partition("。")
    return (head, rest.strip()) if stop and rest.strip() and len(head) <= LONGEST_HEAD else ("", line)


def section(heading: str, blocks: Sequence[b.Block]) -> Iterator[b.Block]:
    """A heading with what stands under it; nothing where nothing does."""
    if blocks:
        yield b.Heading(heading)
        yield from blocks


def texts(lines: Sequence[str]) -> list[b.Block]:
    """Paragraphs; empty ones are left out."""
    return [b.Text(line) for line in lines if line]
