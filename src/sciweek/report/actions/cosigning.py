"""会签 of the report: see `campaigns.actions.cosigning` for what it has in common with the notice's."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from sciweek.campaigns.actions.cosigning import cleaned, give_word, go_without, send_round
from sciweek.campaigns.models import Campaign, HostWord, SentRound
from sciweek.core.errors import Stale, permit
from sciweek.people.person import Person
from sciweek.report.actions.drafting import ONLY_LEAD, campaign_of, lock_reports
from sciweek.report.queries.editions import REPORT, Report, report_of, state_of
from sciweek.report.rules import may_cosign, may_report

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


def circulate(*, actor: Person, campaign_id: int, seen: str) -> SentRound:
    """Send the report as it stands to the joint hosts; `seen` is the content that the actor looked at.

    Raises:
        NotPermitted: not the lead office.
        Stale: the content has changed since.
        WrongState: see `send_round`.
    """
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    report = looked_at(campaign, seen)
    with held(report):
        return send_round(REPORT, actor, campaign, report)


def cosign(*, actor: Person, campaign_id: int, seen: str, agrees: bool, reason: str = "") -> HostWord:
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
        return give_word(REPORT, actor, campaign, report, agrees=agrees, reason=words)


def waive(*, actor: Person, campaign_id: int, host_id: int, seen: str, reason: str) -> HostWord:
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
        return go_without(REPORT, actor, campaign, report, host_id=host_id, reason=words)
