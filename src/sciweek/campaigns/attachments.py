"""What rooms above attach to a campaign's notice: they enter here when they are loaded, since a room below cannot ask them."""

from collections.abc import Callable

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.papers.facts import Attachment

Give = Callable[[Campaign], Attachment | None]
_GIVERS: list[Give] = []


def on_notice(give: Give) -> None:
    """Enter what gives an attachment of a campaign's notice, or None where there is nothing to attach."""
    if give not in _GIVERS:
        _GIVERS.append(give)


def attachments_of(campaign: Campaign) -> list[Attachment]:
    """All attachments besides the plan, in the order in which they were entered."""
    return [found for give in _GIVERS if (found := give(campaign)) is not None]
