"""Who may do what with a campaign, its roster and its dates."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sciweek.campaigns.enums import BodyPart, CampaignState
from sciweek.campaigns.models import Assignment, Body, Campaign, ChainOffice, OfficeDate, Stream
from sciweek.people.enums import OFFICERS, Role, UnitKind
from sciweek.people.person import Person

# Who speaks for a joint host.
SPEAKERS = OFFICERS | {Role.JOINT_HOST, Role.UNIT_HEAD}


def hosts(person: Person, campaign: Campaign) -> bool:
    """Somebody of a joint host (联合主办) of this campaign; the lead itself is none."""
    return person.role == Role.JOINT_HOST and joint_hosts(campaign).filter(unit_id=person.unit_id).exists()


def joint_hosts(campaign: Campaign) -> QuerySet[Body]:
    """The hosts beside the lead that are units on record."""
    return Body.objects.filter(campaign=campaign, part=BodyPart.HOST, is_lead=False, unit__isnull=False)


def speaks_for_host(person: Person, campaign: Campaign) -> bool:
    """Whose word counts as a joint host's in 会签; never somebody of the lead."""
    if person.role not in SPEAKERS or person.works_at(campaign.office_id):
        return False
    return joint_hosts(campaign).filter(unit_id=person.unit_id).exists()


def may_make_campaign(person: Person) -> bool:
    """Officers of a science office (科技主管部门) run weeks."""
    return person.is_officer and person.unit_kind == UnitKind.SCIENCE_OFFICE


def leads(person: Person, campaign: Campaign) -> bool:
    """An officer of the lead office."""
    return person.is_officer and person.works_at(campaign.office_id)


def may_edit(person: Person, campaign: Campaign) -> bool:
    """The lead office, until the campaign is closed. Joint hosts read."""
    return leads(person, campaign) and campaign.state != CampaignState.CLOSED


def may_call(person: Person, campaign: Campaign) -> bool:
    """The lead office, once."""
    return leads(person, campaign) and campaign.state == CampaignState.DRAFT


def may_change_roster(person: Person, campaign: Campaign) -> bool:
    """The lead office, after the call."""
    return leads(person, campaign) and campaign.state == CampaignState.CALLED


def may_set_office_date(person: Person, date: OfficeDate) -> bool:
    """An office sets the date by which its own units deliver."""
    return person.is_officer and person.works_at(date.office_id)


def may_extend(person: Person, assignment: Assignment) -> bool:
    """An office of the unit's own chain gives it more time."""
    chain = ChainOffice.objects.filter(
        placement__campaign=assignment.duty.campaign_id, placement__unit_id=assignment.unit_id
    )
    return person.is_officer and chain.filter(office_id=person.unit_id).exists()


def may_read_remarks(person: Person, campaign: Campaign) -> bool:
    """What joint hosts and the lead say to each other is theirs alone."""
    return leads(person, campaign) or hosts(person, campaign)


def may_remark(person: Person, campaign: Campaign) -> bool:
    """A joint host, until the campaign is closed."""
    return campaign.state != CampaignState.CLOSED and hosts(person, campaign)


def may_answer(person: Person, campaign: Campaign) -> bool:
    """The lead office, until the campaign is closed."""
    return may_edit(person, campaign)


def own_streams(person: Person, campaign: Campaign, streams: Iterable[Stream]) -> set[int]:
    """Those of the campaign's streams whose words the person writes: a joint host's own, while the campaign is a draft."""
    if campaign.state != CampaignState.DRAFT or not hosts(person, campaign):
        return set()
    return {stream.pk for stream in streams if stream.owner_unit_id == person.unit_id}


def may_describe(person: Person, stream: Stream) -> bool:
    """The joint host that answers for the stream, while the campaign is a draft."""
    return stream.pk in own_streams(person, stream.campaign, [stream])


def may_forward(person: Person, campaign: Campaign) -> bool:
    """An office that collects in this campaign and does not lead it, from the call until the end."""
    if not person.is_officer or person.works_at(campaign.office_id) or campaign.state != CampaignState.CALLED:
        return False
    return OfficeDate.objects.filter(duty__campaign=campaign, office_id=person.unit_id).exists()


def may_write_notice(person: Person, campaign: Campaign) -> bool:
    """The lead office writes its notice, another office its own that forwards it: each for itself alone."""
    return may_edit(person, campaign) or may_forward(person, campaign)


def may_cosign_notice(person: Person, campaign: Campaign) -> bool:
    """A joint host's own people, until the campaign is closed."""
    return campaign.state != CampaignState.CLOSED and speaks_for_host(person, campaign)
