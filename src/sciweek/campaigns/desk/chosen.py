"""How pages find the campaign that their address names."""

from django.http import Http404, HttpRequest

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import CHOSEN, campaigns_for, chosen_campaign
from sciweek.pages.list_files import lists_depend_on
from sciweek.people.access import DeskRequest


def _used(request: HttpRequest) -> int | None:
    """The campaign that the view has asked for."""
    found = getattr(request, "desk_campaign", None)
    return found.pk if found is not None else None


lists_depend_on(CHOSEN, _used)


def found_campaign(request: DeskRequest, slug: str) -> Campaign:
    """The campaign that the person may see, else 404. It is the one the person works on from now on."""
    campaign = campaigns_for(request.person).filter(slug=slug).first()
    if campaign is None:
        raise Http404
    if request.session.get(CHOSEN) != campaign.pk:
        request.session[CHOSEN] = campaign.pk
    request.desk_campaign = campaign  # type: ignore[attr-defined]
    return campaign


def working_campaign(request: DeskRequest) -> Campaign:
    """The campaign that the person works on, chosen in the session, else the newest visible; 404 while there is none."""
    found = chosen_campaign(request)
    if found is None:
        raise Http404
    return found
