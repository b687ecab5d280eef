"""Who may do what with a report."""

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.rules import leads, speaks_for_host
from sciweek.people.person import Person


def may_report(person: Person, campaign: Campaign) -> bool:
    """The lead office writes and issues the report of a campaign that has been called; also after it is closed."""
    return leads(person, campaign) and campaign.called_at is not None


def may_report_own(person: Person, campaign: Campaign) -> bool:
    """An officer of any office but the lead makes its own report, over the units that report through it. No query."""
    return person.is_officer and campaign.called_at is not None and not person.works_at(campaign.office_id)


def may_cosign(person: Person, campaign: Campaign) -> bool:
    """A joint host's own people, never the lead's."""
    return campaign.called_at is not None and speaks_for_host(person, campaign)


def may_read(person: Person, campaign: Campaign) -> bool:
    """The lead office, and the joint hosts once the report is before them; see `queries.editions` for which."""
    return may_report(person, campaign) or may_cosign(person, campaign)
