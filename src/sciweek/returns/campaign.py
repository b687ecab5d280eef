"""Which campaign a person's pages are about: the one chosen in the session, else the newest the person may see; its forms."""

from django.http import Http404

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import chosen_campaign
from sciweek.people.access import DeskRequest
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.queries.forms import forms_of
from sciweek.returns.queries.years import Forms


def working_campaign(request: DeskRequest) -> Campaign:
    """The campaign, else 404 when there is none yet."""
    found = chosen_campaign(request)
    if found is None:
        raise Http404
    return found


def both_forms(campaign: Campaign) -> Forms:
    """The forms of the campaign, adopted if it has none, and of the one before. One query."""
    found = forms_of([campaign, campaign.previous])
    return Forms(found.get(campaign.pk) or ensure_form(campaign), found.get(campaign.previous_id or 0))
