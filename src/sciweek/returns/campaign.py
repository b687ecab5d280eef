"""Which campaign a person's pages are about: the one chosen in the session, else the newest the person may see."""

from django.http import Http404

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import chosen_campaign
from sciweek.people.access import DeskRequest


def working_campaign(request: DeskRequest) -> Campaign:
    """The campaign, else 404 when there is none yet."""
    found = chosen_campaign(request)
    if found is None:
        raise Http404
    return found
