"""Who may do what with what a unit hands in besides the form."""

from collections.abc import Collection

from sciweek.campaigns.enums import CampaignState
from sciweek.campaigns.models import Placement
from sciweek.materials.enums import Stage
from sciweek.materials.models import Delivery
from sciweek.people.enums import FILLERS
from sciweek.people.person import Person


def is_own(person: Person, placement: Placement) -> bool:
    """The unit's own people write (谁填报谁修改); officers do so for their office's own materials only."""
    return person.role in FILLERS and person.works_at(placement.unit_id)


def moves(placement: Placement) -> bool:
    """Whether anything may still happen: the campaign is on, and the unit is expected to report."""
    return placement.campaign.state == CampaignState.CALLED and placement.removed_at is None


def may_hand_in(person: Person, placement: Placement) -> bool:
    """Hand in, and take back what is handed in."""
    return is_own(person, placement) and moves(placement)


def may_write(person: Person, delivery: Delivery) -> bool:
    """Add, change and remove, while the part is with the unit."""
    return may_hand_in(person, delivery.placement) and delivery.stage != Stage.HANDED_IN


def may_send_back(person: Person, placement: Placement, chain: Collection[int]) -> bool:
    """An officer whose office stands in the unit's chain; never for the office's own materials."""
    office = person.is_officer and person.unit_id in chain and not person.works_at(placement.unit_id)
    return office and moves(placement)
