"""What a campaign says, as typed and not yet checked: the values that pass between forms, notices and verbs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sciweek.campaigns.enums import BodyPart, DutyKind, VenuePart


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """What a campaign is, as typed and not yet checked."""

    slug: str
    name: str
    start: date
    end: date
    theme: str = ""
    edition: int | None = None
    doc_number: str = ""
    introduction: str = ""
    county_days_before: int = 5
    prefecture_days_before: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """A body by name; it is bound to the unit of that name when there is one."""

    part: BodyPart
    name: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamFacts:
    """A line of work; `owner` names the host that answers for it."""

    name: str
    description: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubWeekFacts:
    """A themed week inside the week."""

    name: str
    agency: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueFacts:
    """A place in its role."""

    part: VenuePart
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts:
    """What is asked for by when."""

    kind: DutyKind
    title: str
    due_at: datetime
    instructions: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The parts of a campaign that are ordered lists; each replaces what stood before."""

    streams: Sequence[StreamFacts] = ()
    sub_weeks: Sequence[SubWeekFacts] = ()
    bodies: Sequence[BodyFacts] = ()
    venues: Sequence[VenueFacts] = ()
    duties: Sequence[DutyFacts] = ()
    contacts: Sequence[tuple[str, str, str, str]] = ()
