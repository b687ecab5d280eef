"""会签 of any paper: sending it round, a joint host's word, and going on without one.

Each matter's own verbs ask who may, read the paper and hold it under their lock; here is what is the same for all.
"""

from collections.abc import Iterable

from sciweek.campaigns.cosigning import COUNTS_AS, GoingOut, HostStanding
from sciweek.campaigns.enums import Word
from sciweek.campaigns.models import Campaign, HostWord, SentRound
from sciweek.campaigns.queries import people_to_tell
from sciweek.campaigns.queries.cosigning import Matter
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, NotFound, WrongState
from sciweek.mailroom.actions import Recipient, post
from sciweek.people.models import Membership
from sciweek.people.person import Person
from sciweek.people.queries import officers_of

SHORTEST, LONGEST = 6, 500


def send_round(matter: Matter, actor: Person, campaign: Campaign, paper: GoingOut) -> SentRound:
    """Send the paper as it stands to the joint hosts, and mail them.

    Raises:
        WrongState: there is no joint host to ask, or this content was sent round already.
    """
    if not paper.hosts:
        raise WrongState("没有登记了单位的联合主办单位，不需要会签，可以直接印发。")
    if paper.fingerprint in paper.asked:
        raise WrongState("现在的内容已经送过会签。")
    made = matter.rounds._default_manager.create(
        campaign=campaign,
        edition=paper.next_number,
        fingerprint=paper.fingerprint,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, f"{matter.key}.circulate", campaign, edition=made.edition, fingerprint=paper.fingerprint)
    hosts = people_to_tell([host.host_id for host in paper.hosts])
    tell(matter, "to_cosign", campaign, paper.next_number, hosts)
    return made


def give_word(
    matter: Matter, actor: Person, campaign: Campaign, paper: GoingOut, *, agrees: bool, reason: str
) -> HostWord:
    """Keep the word of the actor's own unit, and mail the lead.

    Raises:
        WrongState: the paper was not sent round, or the host has said the same already.
        NotFound: the unit is no joint host of the campaign.
    """
    if not paper.asked:
        raise WrongState(f"{matter.name}还没有送会签。")
    host = standing_of(paper, actor.unit_id)
    made = _say(matter, actor, campaign, paper, host, Word.AGREES if agrees else Word.OBJECTS, reason)
    lead = officers_of(campaign.office_id)
    tell(matter, "cosigned", campaign, paper.next_number, lead, host=made.host, word=made)
    return made


def go_without(
    matter: Matter, actor: Person, campaign: Campaign, paper: GoingOut, *, host_id: int, reason: str
) -> HostWord:
    """Keep that the lead does without a host's word.

    Raises:
        WrongState: the host objects, has agreed, or was not asked.
        NotFound: no joint host of the campaign.
    """
    host = standing_of(paper, host_id)
    if not host.waivable:
        raise WrongState(f"{host.name}现在是“{host.standing.label}”，不能免会签。")
    return _say(matter, actor, campaign, paper, host, Word.WAIVED, reason)


def standing_of(paper: GoingOut, host_id: int) -> HostStanding:
    """How this host stands.

    Raises:
        NotFound: no joint host of the paper.
    """
    found = next((host for host in paper.hosts if host.host_id == host_id), None)
    if found is None:
        raise NotFound("这个单位不是本届活动周的联合主办单位。")
    return found


def cleaned(reason: str, *, needed: bool, what: str) -> str:
    """A reason without blanks around.

    Raises:
        BadInput: too short where one is needed, or too long.
    """
    words = " ".join(reason.split())
    if needed and len(words) < SHORTEST:
        raise BadInput(f"请写明{what}，至少 {SHORTEST} 个字。", {"reason": f"至少 {SHORTEST} 个字。"})
    if len(words) > LONGEST:
        raise BadInput(f"{what}超过 {LONGEST} 个字，请精简。", {"reason": f"最多 {LONGEST} 个字。"})
    return words


def _say(
    matter: Matter, actor: Person, campaign: Campaign, paper: GoingOut, host: HostStanding, word: Word, reason: str
) -> HostWord:
    if host.standing == COUNTS_AS[word]:
        raise WrongState("已经这样表示过，不用重复。")
    made = matter.words._default_manager.create(
        campaign=campaign,
        edition=paper.next_number,
        host_id=host.host_id,
        word=word.value,
        reason=reason,
        fingerprint=paper.fingerprint,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, f"{matter.key}.{word.value}", campaign, host=host.host_id, fingerprint=paper.fingerprint)
    return made


def tell(
    matter: Matter, letter: str, campaign: Campaign, number: int, people: Iterable[Membership], **more: object
) -> None:
    """Mail these people about edition `number` of the paper."""
    post(
        f"{matter.key}/{letter}",
        to=[Recipient(each.account.name, each.account.email) for each in people],
        context={"campaign": campaign, "number": number, **more},
        about=f"campaign:{campaign.pk}",
        division_code=campaign.division_code,
    )
