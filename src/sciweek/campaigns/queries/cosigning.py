"""Reads of 会签: whose word is asked for, what was said, and how each joint host stands to a content."""

from collections.abc import Sequence
from dataclasses import dataclass

from sciweek.campaigns.cosigning import HostStanding, Said, standings
from sciweek.campaigns.enums import BodyPart, Word
from sciweek.campaigns.models import Body, Campaign, HostWord, SentRound
from sciweek.campaigns.rules import joint_hosts


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of paper that joint hosts are asked about: the prefix of its acts and letters, its name, its tables."""

    key: str
    name: str
    rounds: type[SentRound]
    words: type[HostWord]


def stands_of(
    matter: Matter, campaign: Campaign, *, edition: int, now: str
) -> tuple[Sequence[str], Sequence[HostStanding]]:
    """What was sent round before this edition, and how each joint host stands to the content `now`."""
    rounds = matter.rounds._default_manager.filter(campaign=campaign, edition=edition)
    asked = list(rounds.values_list("fingerprint", flat=True))
    words = matter.words._default_manager.filter(campaign=campaign, edition=edition).order_by("-pk")
    said = [Said(row.host_id, Word(row.word), row.fingerprint, row.reason) for row in words]
    return asked, standings(hosts_to_ask(campaign), said, asked=asked, now=now)


def hosts_to_ask(campaign: Campaign) -> list[tuple[int, str]]:
    """Unit and name of each joint host whose word is asked for, in the order of the notice, each unit once."""
    rows = joint_hosts(campaign).exclude(unit=campaign.office_id)
    return list(dict(rows.order_by("position").values_list("unit_id", "name")).items())


def hosts_without_unit(campaign: Campaign) -> list[str]:
    """The joint hosts that are not on record as units: they are asked on paper."""
    rows = Body.objects.filter(campaign=campaign, part=BodyPart.HOST, is_lead=False, unit=None)
    return list(rows.order_by("position").values_list("name", flat=True))
