"""What the lead office writes into the report."""

from django.db import transaction

from sciweek.campaigns.actions.texts import clean_texts
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, Stale, permit
from sciweek.people.person import Person
from sciweek.report.content import Texts
from sciweek.report.enums import Head
from sciweek.report.models import Draft
from sciweek.report.queries.editions import draft_of, texts_of
from sciweek.report.rules import may_report

LIMITS = {
    "recipient": ("主送", 60),
    "number": ("文号", 60),
    "highlights": ("主要做法和亮点", 8_000),
    "problems": ("存在的问题", 8_000),
    "plans": ("下一步打算和建议", 8_000),
    "head": ("版头", 10),
    "copies": ("抄送", 200),
}
ONLY_LEAD = "只有牵头单位可以编写和印发报告。"


def campaign_of(campaign_id: int) -> Campaign:
    """The campaign as reports need it."""
    return Campaign.objects.select_related("office", "previous__office").get(pk=campaign_id)


def lock_reports(campaign_id: int) -> None:
    """Drafts, 会签 and editions of one campaign queue here until the transaction ends; returns go on being saved."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)


@transaction.atomic
def save_draft(*, actor: Person, campaign_id: int, version: int, texts: Texts) -> Draft:
    """Keep what was written as the next version; `version` is the one that the actor began from.

    Raises:
        NotPermitted: not the lead office, or the campaign is not called.
        BadInput: no recipient, a text too long, or one with a mark of secrecy.
        Stale: a colleague has saved meanwhile.
    """
    campaign = campaign_of(campaign_id)
    permit(may_report(actor, campaign), ONLY_LEAD)
    lock_reports(campaign_id)
    texts = checked(texts)
    last = draft_of(campaign)
    kept = last.number if last else 0
    if kept != version:
        raise Stale("同事刚刚保存过这份草稿。", theirs=texts_of(last).as_data(), yours=texts.as_data())
    if last is not None and texts_of(last) == texts:
        return last
    made = Draft.objects.create(
        campaign=campaign,
        number=kept + 1,
        recipient=texts.recipient,
        doc_number=texts.number,
        highlights=texts.highlights,
        problems=texts.problems,
        plans=texts.plans,
        head=texts.head,
        copies=texts.copies,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, "report.draft", campaign, number=made.number)
    return made


def checked(texts: Texts) -> Texts:
    """The texts with line ends as one sign and without blanks around.

    Raises:
        BadInput: see `save_draft`.
    """
    clean = clean_texts(texts.as_data(), LIMITS)
    if not clean["recipient"]:
        raise BadInput("请填写主送单位，如“科学技术部”。", {"recipient": "请填写主送单位。"})
    if clean["head"] not in Head.values:
        raise BadInput("请从列出的版头里选一种。", {"head": "请从列出的里选一种。"})
    return Texts(**clean)
