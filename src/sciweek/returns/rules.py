"""Who may do what with a return."""

from sciweek.campaigns.enums import CampaignState
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.rules import leads
from sciweek.people.enums import FILLERS, Role
from sciweek.people.person import Person
from sciweek.returns.models import Return
from sciweek.review.transitions import Stage


def may_fill(person: Person, ret: Return) -> bool:
    """A figure belongs to its unit (谁填报谁修改): its own people, while it is with them and the campaign is open."""
    return _is_own(person, ret) and is_with_unit(ret) and moves(ret)


def _is_own(person: Person, ret: Return) -> bool:
    return person.role in FILLERS and person.works_at(ret.unit_id)


def moves(ret: Return) -> bool:
    """Whether anything may still happen to the return: the campaign is on, and the unit is expected to report."""
    return ret.campaign.state == CampaignState.CALLED and ret.placement.removed_at is None


def may_stand_in(person: Person, ret: Return, chain: tuple[int, ...], *, unattended: bool) -> bool:
    """An office of the chain enters for a unit that has nobody with an account, or asks for it (代录)."""
    wanted = unattended or ret.asks_since is not None
    return may_review(person, ret, chain) and is_with_unit(ret) and moves(ret) and wanted


def may_import(person: Person, campaign: Campaign) -> bool:
    """Whoever fills may bring filled forms as files while the campaign is on; whose, is asked file by file."""
    return person.role in FILLERS and campaign.state == CampaignState.CALLED


def is_with_unit(ret: Return) -> bool:
    """Whether figures may change: not submitted yet, or sent back."""
    return ret.track.stage in {Stage.DRAFT.value, Stage.SENT_BACK.value}


def must_ask_head(person: Person, ret: Return) -> bool:
    """Whether the form leaves submitting to the unit's head, and the person is another of its people."""
    return ret.form.head_approves and person.role == Role.UNIT_OFFICER


def may_dispute(person: Person, ret: Return) -> bool:
    """The unit's own people, about what an office entered for them and submitted."""
    return _is_own(person, ret) and ret.entered_by_id is not None and not is_with_unit(ret) and moves(ret)


def may_withdraw(person: Person, ret: Return) -> bool:
    """The unit's own people, as long as no office has accepted."""
    waiting = ret.track.stage == Stage.SUBMITTED.value and ret.track.accepted == 0
    return _is_own(person, ret) and waiting and moves(ret)


def may_review(person: Person, ret: Return, chain: tuple[int, ...]) -> bool:
    """An officer whose office stands in the return's chain; never for the office's own return."""
    return person.is_officer and person.unit_id in chain and not person.works_at(ret.unit_id)


def may_exempt(person: Person, ret: Return, chain: tuple[int, ...]) -> bool:
    """Whoever may review it, until the last office has accepted: later there is nothing left to check."""
    return may_review(person, ret, chain) and moves(ret) and ret.track.stage != Stage.ACCEPTED.value


def may_chase(person: Person, campaign: Campaign) -> bool:
    """Officers remind those inside their scope, while the campaign is on."""
    return person.is_officer and campaign.state == CampaignState.CALLED


def may_make_form(person: Person, campaign: Campaign) -> bool:
    """The lead office, until the call."""
    return leads(person, campaign) and campaign.state == CampaignState.DRAFT


def may_share_views(person: Person) -> bool:
    """Officers share a saved view with the others of their office; everybody keeps his own."""
    return person.is_officer
