"""Who may do what with a campaign, its roster and its dates."""

from sciweek.campaigns.enums import CampaignState
from sciweek.campaigns.models import Assignment, Campaign, ChainOffice, OfficeDate
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person


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


def may_see(person: Person, campaign: Campaign) -> bool:
    """A draft is the lead office's own; a called campaign concerns everybody who works in it."""
    return leads(person, campaign) or (campaign.state != CampaignState.DRAFT and not person.is_administrator)
