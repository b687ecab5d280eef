"""What a notice says: the campaign's own facts, and what a person writes. Empty values are not printed. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sciweek.campaigns.content import CampaignFacts, Content
from sciweek.campaigns.enums import BodyPart, DutyKind, VenuePart
from sciweek.documents.papers.blocks import Block
from sciweek.people.enums import Level

EVERYBODY = "各有关单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTexts:
    """What an office writes into its notice. A line is a paragraph; what is empty is left out.

    A contact stands in a forwarding notice; the lead's own names those of the campaign.
    """

    recipients: str = EVERYBODY
    doc_number: str = ""
    background: str = ""
    requirements: str = ""
    copies: str = ""
    openness: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""

    def as_data(self) -> dict[str, str]:
        """By name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Cited:
    """Another notice as it is cited: its title without brackets, and its number; either may be unknown."""

    title: str = ""
    doc_number: str = ""
    issuers: Sequence[str] = ()

    @property
    def text(self) -> str:
        """《发文机关关于……的通知》（文号）."""
        numbered = f"（{self.doc_number}）" if self.doc_number and self.title else ""
        return f"《{inner('　'.join(self.issuers) + self.title)}》{numbered}" if self.title else self.doc_number


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a room above adds to a notice: its title, and its pages as blocks. `kind`: the duty that it is filled for."""

    title: str
    blocks: Sequence[Block]
    kind: DutyKind | None = None


@dataclass(frozen=True, slots=True)
class DueThing:
    """What is asked for by when, and to which address."""

    kind: DutyKind
    title: str
    due_at: datetime
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """All that the lead office's notice is made of. `level` is the lead office's own."""

    week: CampaignFacts
    content: Content
    office: str
    level: Level
    superior: Cited | None
    attachments: Sequence[Attachment]
    texts: NoticeTexts
    day: date

    @property
    def title(self) -> str:
        """The title without its issuers."""
        return f"关于举办{self.week.name}的通知"

    @property
    def plan_title(self) -> str:
        """The title of the overall plan (总体方案)."""
        return f"{self.week.name}总体方案"

    @property
    def issuers(self) -> list[str]:
        """Who issues it: the lead office first, then the joint hosts."""
        lead = next((body.name for body in self.content.bodies if body.is_lead), self.office)
        return list(dict.fromkeys([lead, *self.bodies(BodyPart.HOST)]))

    def bodies(self, part: BodyPart) -> list[str]:
        """The names of those who do this part, of the hosts who leads first."""
        return [
            body.name for body in sorted(self.content.bodies, key=lambda body: not body.is_lead) if body.part == part
        ]

    def venues(self, part: VenuePart) -> list[str]:
        """The places in this role, each with its address where it is known."""
        found = [venue for venue in self.content.venues if venue.part == part]
        return [f"{venue.name}（{venue.address}）" if venue.address else venue.name for venue in found]

    @property
    def due(self) -> list[DueThing]:
        """What is asked for."""
        return [DueThing(each.kind, each.title, each.due_at, each.address) for each in self.content.duties]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardFacts:
    """All that a forwarding notice is made of; `due` has the office's own dates."""

    office: str
    superior: Cited
    due: Sequence[DueThing]
    texts: NoticeTexts
    day: date

    @property
    def title(self) -> str:
        """The title without its issuer. Inner book-title marks become single ones."""
        return f"关于转发《{inner(self.superior.title)}》的通知"

    @property
    def issuers(self) -> list[str]:
        """Who issues it: the office alone."""
        return [self.office]


def inner(title: str) -> str:
    """A title as it stands inside book-title marks: its own marks change from double to single and back."""
    return title.translate(str.maketrans("《》〈〉", "〈〉《》"))


def cited_in(text: str, numbers: Sequence[str]) -> Cited | None:
    """The first notice that a text cites by its number, with the title in front of the number where there is one."""
    if not numbers:
        return None
    found = re.search(r"《([^《》]+)》\s*[（(]\s*" + re.escape(numbers[0]), text)
    return Cited(" ".join(found[1].split()) if found else "", numbers[0])
