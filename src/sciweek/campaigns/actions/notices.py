"""The notice of a campaign (通知), and notices that forward it: written, sent round, issued. Each office writes its own."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction

from sciweek.campaigns.actions.cosigning import cleaned, give_word, go_without, send_round, tell
from sciweek.campaigns.actions.texts import clean_texts
from sciweek.campaigns.cosigning import as_data
from sciweek.campaigns.models import Campaign, HostWord, IssuedNotice, IssuedNoticeFile, NoticeDraft, SentRound
from sciweek.campaigns.papers.facts import NoticeTexts
from sciweek.campaigns.queries import people_to_tell
from sciweek.campaigns.queries.notices import NOTICE, OwnNotice, default_texts, drafts_of, notice_of, texts_of
from sciweek.campaigns.rules import may_cosign_notice, may_edit, may_write_notice
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, Stale, WrongState, permit
from sciweek.core.files import OFFICE_PARTS, keep
from sciweek.documents.packages import MadeFile
from sciweek.documents.papers.pdf import About, write_pdf
from sciweek.documents.papers.writing import write_docx
from sciweek.people.models import Unit
from sciweek.people.person import Person

LIMITS = {
    "recipients": ("主送", 200),
    "doc_number": ("文号", 60),
    "background": ("背景", 4_000),
    "requirements": ("有关要求", 8_000),
    "copies": ("抄送", 200),
    "openness": ("公开方式", 20),
    "contact_name": ("联系人", 40),
    "contact_phone": ("联系电话", 60),
    "contact_email": ("电子邮箱", 120),
}
ONLY_OFFICES = "只有牵头单位可以写本届活动周的通知，部署后收表的部门可以写转发通知；归档后不再更改。"
ONLY_LEAD = "只有牵头单位可以送会签、免会签，且要在归档之前。"
NOTHING_ABOVE = "上级还没有印发通知，暂时不能转发。"
CHANGED = "您打开页面之后，通知又有变化。请刷新页面，看过最新内容再办理。"
DOCX, PDF = OFFICE_PARTS["word/document.xml"], "application/pdf"


def campaign_of(campaign_id: int) -> Campaign:
    """The campaign as notices need it."""
    return Campaign.objects.select_related("office", "notice", "previous").get(pk=campaign_id)


def lock_notices(campaign_id: int) -> None:
    """Drafts, 会签 and editions of one campaign's notices queue here, as changes of the campaign do."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)


@transaction.atomic
def save_notice(*, actor: Person, campaign_id: int, version: int, texts: NoticeTexts) -> NoticeDraft:
    """Keep what the actor's office wrote as its next draft; `version` is the one that the actor began from.

    Raises:
        NotPermitted: see `rules.may_write_notice`.
        BadInput: no recipients, a text too long, or one with a mark of secrecy.
        Stale: a colleague has saved meanwhile.
    """
    lock_notices(campaign_id)
    campaign = campaign_of(campaign_id)
    permit(may_write_notice(actor, campaign), ONLY_OFFICES)
    clean = NoticeTexts(**clean_texts(texts.as_data(), LIMITS))
    if not clean.recipients:
        raise BadInput("请填写主送单位，如“各有关单位”。", {"recipients": "请填写主送单位。"})
    last = drafts_of(campaign, actor.unit_id).first()
    number = last.number if last else 0
    office = Unit.objects.get(pk=actor.unit_id)
    before = texts_of(last, default_texts(campaign, office))
    if number != version:
        raise Stale("同事刚刚保存过这份通知。", theirs=before.as_data(), yours=clean.as_data())
    if last is not None and before == clean:
        return last
    made = NoticeDraft.objects.create(
        campaign=campaign,
        office=office,
        number=number + 1,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
        **clean.as_data(),
    )
    record(actor, "notice.draft", campaign, office=office.pk, number=made.number)
    return made


def _looked_at(campaign: Campaign, office_id: int, seen: str) -> OwnNotice:
    """The office's notice, if it still is what the actor looked at."""
    found = notice_of(campaign, Unit.objects.get(pk=office_id))
    if found is None:
        raise WrongState(NOTHING_ABOVE)
    if found.fingerprint != seen:
        raise Stale(CHANGED, theirs=found.fingerprint, yours=seen)
    return found


@contextmanager
def _held(campaign_id: int, office_id: int, seen: str) -> Iterator[OwnNotice]:
    """A transaction under the lock, in which the notice is what the actor looked at.

    Raises:
        Stale: its content has changed since.
        WrongState: there is nothing to forward.
    """
    with transaction.atomic():
        lock_notices(campaign_id)
        yield _looked_at(campaign_of(campaign_id), office_id, seen)


def circulate_notice(*, actor: Person, campaign_id: int, seen: str) -> SentRound:
    """Send the lead's notice as it stands to the joint hosts; `seen` is the content that the actor looked at.

    Raises:
        NotPermitted: not the lead office, or the campaign is closed.
        Stale: the content has changed since.
        WrongState: see `send_round`.
    """
    campaign = campaign_of(campaign_id)
    permit(may_edit(actor, campaign), ONLY_LEAD)
    with _held(campaign_id, campaign.office_id, seen) as found:
        return send_round(NOTICE, actor, campaign, found)


def cosign_notice(*, actor: Person, campaign_id: int, seen: str, agrees: bool, reason: str = "") -> HostWord:
    """A joint host agrees to what it looked at, or objects with a reason; a new word replaces its earlier one.

    Raises:
        NotPermitted: not of a joint host, or the campaign is closed.
        Stale: the content has changed since.
        WrongState: the notice was not sent round, or the host has said the same already.
        BadInput: an objection without a reason of six characters, or one that is too long.
    """
    campaign = campaign_of(campaign_id)
    permit(may_cosign_notice(actor, campaign), "只有联合主办单位可以会签，且要在归档之前。")
    words = cleaned(reason, needed=not agrees, what="不同意的理由")
    with _held(campaign_id, campaign.office_id, seen) as found:
        return give_word(NOTICE, actor, campaign, found, agrees=agrees, reason=words)


def waive_notice(*, actor: Person, campaign_id: int, host_id: int, seen: str, reason: str) -> HostWord:
    """The lead goes on without a joint host's word, for a reason that stays on record.

    Raises:
        NotPermitted, Stale: see `circulate_notice`.
        NotFound, WrongState: see `go_without`.
        BadInput: a reason of fewer than six characters, or one that is too long.
    """
    campaign = campaign_of(campaign_id)
    permit(may_edit(actor, campaign), ONLY_LEAD)
    words = cleaned(reason, needed=True, what="免会签的理由")
    with _held(campaign_id, campaign.office_id, seen) as found:
        return go_without(NOTICE, actor, campaign, found, host_id=host_id, reason=words)


def issue_notice(*, actor: Person, campaign_id: int, seen: str) -> IssuedNotice:
    """Issue the notice of the actor's office as the actor looked at it, with its files, once every joint host was heard.

    The files are made outside of the transaction, so that nobody waits for them to save.

    Raises:
        NotPermitted: see `rules.may_write_notice`.
        Stale: the content has changed since.
        WrongState: a joint host has not agreed, nothing has changed since the last edition, or nothing is to be forwarded.
    """
    campaign = campaign_of(campaign_id)
    permit(may_write_notice(actor, campaign), ONLY_OFFICES)
    printed = _looked_at(campaign, actor.unit_id, seen)
    files = notice_files(printed)
    with _held(campaign_id, actor.unit_id, seen) as found:
        if found.blocked:
            raise WrongState(found.blocked)
        issued = _kept(actor, replace(found, day=printed.day), files)
        if found.hosts:
            hosts = people_to_tell([host.host_id for host in found.hosts])
            tell(NOTICE, "issued", campaign, issued.number, hosts)
    return issued


def notice_files(found: OwnNotice) -> list[MadeFile]:
    """The notice as docx and pdf."""
    word, pages = io.BytesIO(), io.BytesIO()
    write_docx(found.paper, word)
    write_pdf(found.paper, About(found.title, found.issuers[0], clock.instant(found.day)), pages)
    return [
        MadeFile(f"{found.title}.{ending}", found.title, media_type, made.getvalue())
        for ending, media_type, made in (("docx", DOCX, word), ("pdf", PDF, pages))
    ]


def _kept(actor: Person, found: OwnNotice, files: list[MadeFile]) -> IssuedNotice:
    issued = IssuedNotice.objects.create(
        campaign=found.campaign,
        office=found.office,
        number=found.next_number,
        title=found.title,
        issuers=list(found.issuers),
        doc_number=found.texts.doc_number,
        day=found.day,
        content=found.content,
        cosigning=as_data(found.hosts),
        fingerprint=found.fingerprint,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    stored = [(keep(each.data, name=each.name, media_type=each.media_type, actor=actor), each.title) for each in files]
    above = found.forwards.files.select_related("file") if found.forwards else ()
    stored += [(each.file, each.title) for each in above]
    for position, (file, title) in enumerate(stored):
        IssuedNoticeFile.objects.create(notice=issued, position=position, file=file, title=title)
    record(
        actor,
        "notice.issue",
        found.campaign,
        office=found.office.pk,
        edition=issued.number,
        fingerprint=found.fingerprint,
        files={file.name: file.sha256 for file, _title in stored},
    )
    return issued
