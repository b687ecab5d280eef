"""会签: sending the report round, a joint host's word, and going on without one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries import people_to_tell
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, NotFound, Stale, WrongState, permit
from sciweek.mailroom.actions import Recipient, post
from sciweek.people.models import Membership
from sciweek.people.person import Person
from sciweek.people.queries import officers_of
from sciweek.report.actions.drafting import ONLY_LEAD, campaign_of, lock_reports
from sciweek.report.cosigning import COUNTS_AS, HostStanding
from sciweek.report.enums import Word
from sciweek.report.models import Circulation, CosignWord
from sciweek.report.queries.editions import Report, report_of, state_of
from sciweek.report.rules import may_cosign, may_report

SHORTEST, LONGEST = 6, 500
CHANGED = "您打开页面之后，报告又有变化。请刷新页面，看过最新内容再办理。"


def looked_at(campaign: Campaign, seen: str, *, proven: bool = False) -> Report:
    """The report, if it still is what the actor looked at.

    Raises:
        Stale: its content has changed since.
        WrongState: `proven`, and totals and cells differ.
    """
    report = report_of(campaign, proven=proven)
    if report.fingerprint != seen:
        raise Stale(CHANGED, theirs=report.fingerprint, yours=seen)
    return report


@contextmanager
def held(report: Report) -> Iterator[None]:
    """A transaction under the lock on the campaign's reports, in which the report is what was read before.

    Reading a whole report takes too long to keep everybody from saving meanwhile.

    Raises:
        Stale: something that the report is made of has changed since it was read.
    """
    with transaction.atomic():
        lock_reports(report.campaign.pk)
        if state_of(campaign_of(report.campaign.pk)) != report.state:
            raise Stale(CHANGED)
        yield


def circulate(*, actor: Person, campaign_id: int, seen: str) -> Circulation:
    """Send the report as it stands to the joint hosts; `seen` is the content that the actor looked at.

    Raises:
        NotPermitted: not the lead office.
        Stale: the content has changed since.
        WrongState: there is no joint host to ask, or this content was sent round already.
    """
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    report = looked_at(campaign, seen)
    with held(report):
        if not report.hosts:
            raise WrongState("没有登记了单位的联合主办单位，不需要会签，可以直接印发。")
        if seen in report.asked:
            raise WrongState("现在的内容已经送过会签。")
        made = Circulation.objects.create(
            campaign=campaign,
            edition=report.next_number,
            fingerprint=seen,
            at=clock.now(),
            account_id=actor.account_id,
            actor_name=actor.name,
        )
        record(actor, "report.circulate", campaign, edition=made.edition, fingerprint=seen)
        _tell_hosts(report)
    return made


def cosign(*, actor: Person, campaign_id: int, seen: str, agrees: bool, reason: str = "") -> CosignWord:
    """A joint host agrees to what it looked at, or objects with a reason; a new word replaces its earlier one.

    Raises:
        NotPermitted: not of a joint host.
        Stale: the content has changed since.
        WrongState: the report was not sent round, or the host has said the same already.
        BadInput: an objection without a reason of six characters, or one that is too long.
    """
    campaign = campaign_of(campaign_id)
    permit(may_cosign(actor, campaign), "只有联合主办单位可以会签。")
    words = cleaned(reason, needed=not agrees, what="不同意的理由")
    report = looked_at(campaign, seen)
    with held(report):
        if not report.asked:
            raise WrongState("报告还没有送会签。")
        host = standing_of(report, actor.unit_id)
        made = _say(actor, report, host, Word.AGREES if agrees else Word.OBJECTS, words)
        _tell_lead(report, made)
    return made


def waive(*, actor: Person, campaign_id: int, host_id: int, seen: str, reason: str) -> CosignWord:
    """The lead goes on without a joint host's word, for a reason that stays on record.

    Raises:
        NotPermitted: not the lead office.
        NotFound: no joint host of this campaign.
        Stale: the content has changed since.
        WrongState: the host was not asked, has agreed, or objects: an objection is not passed over.
        BadInput: a reason of fewer than six characters, or one that is too long.
    """
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    words = cleaned(reason, needed=True, what="免会签的理由")
    report = looked_at(campaign, seen)
    with held(report):
        host = standing_of(report, host_id)
        if not host.waivable:
            raise WrongState(f"{host.name}现在是“{host.standing.label}”，不能免会签。")
        return _say(actor, report, host, Word.WAIVED, words)


def standing_of(report: Report, host_id: int) -> HostStanding:
    """How this host stands.

    Raises:
        NotFound: no joint host of the report.
    """
    found = next((host for host in report.hosts if host.host_id == host_id), None)
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


def _say(actor: Person, report: Report, host: HostStanding, word: Word, reason: str) -> CosignWord:
    if host.standing == COUNTS_AS[word]:
        raise WrongState("已经这样表示过，不用重复。")
    made = CosignWord.objects.create(
        campaign=report.campaign,
        edition=report.next_number,
        host_id=host.host_id,
        word=word.value,
        reason=reason,
        fingerprint=report.fingerprint,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, f"report.{word.value}", report.campaign, host=host.host_id, fingerprint=report.fingerprint)
    return made


def _tell_hosts(report: Report) -> None:
    tell(report, "report/to_cosign", people_to_tell([host.host_id for host in report.hosts]))


def tell(report: Report, template: str, people: Iterable[Membership], **more: object) -> None:
    """Mail these people about the report."""
    post(
        template,
        to=[Recipient(each.account.name, each.account.email) for each in people],
        context={"campaign": report.campaign, "number": report.next_number, **more},
        about=f"campaign:{report.campaign.pk}",
        division_code=report.campaign.division_code,
    )


def _tell_lead(report: Report, word: CosignWord) -> None:
    tell(report, "report/cosigned", officers_of(report.campaign.office_id), host=word.host, word=word)
