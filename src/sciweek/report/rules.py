"""Who may make the report."""

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.rules import leads
from sciweek.people.person import Person


def may_report(person: Person, campaign: Campaign) -> bool:
    """The lead office of a campaign that has been called."""
    return leads(person, campaign) and campaign.called_at is not None
