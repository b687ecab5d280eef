"""Finds the campaign whose report a page is about, for who may read it or write it; else 404."""

from django.http import Http404

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.rules import SPEAKERS
from sciweek.people.access import DeskRequest
from sciweek.report.queries.editions import is_before_hosts
from sciweek.report.rules import may_cosign, may_read, may_report

READERS = SPEAKERS


def reported_campaign(request: DeskRequest) -> Campaign:
    """The campaign of a report that this person writes."""
    campaign = working_campaign(request)
    if not may_report(request.person, campaign):
        raise Http404
    return campaign


def read_campaign(request: DeskRequest) -> Campaign:
    """The campaign of a report that this person may read: a joint host from when it was sent round."""
    campaign = working_campaign(request)
    if not may_read(request.person, campaign):
        raise Http404
    if not may_report(request.person, campaign) and not is_before_hosts(campaign):
        raise Http404
    return campaign


def awaited_campaign(request: DeskRequest) -> Campaign | None:
    """The campaign whose report this joint host will be asked about, and is not yet; None for everybody else."""
    campaign = working_campaign(request)
    if not may_cosign(request.person, campaign) or is_before_hosts(campaign):
        return None
    return campaign
