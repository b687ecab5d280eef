"""Reads of the notices that offices write about a campaign: drafts, what would go out now, and what has gone out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet, Subquery

from sciweek.campaigns.attachments import attachments_of
from sciweek.campaigns.content import CampaignFacts
from sciweek.campaigns.cosigning import GoingOut
from sciweek.campaigns.enums import DutyKind, Stage
from sciweek.campaigns.models import (
    Campaign,
    IssuedNotice,
    IssuedNoticeFile,
    NoticeDraft,
    NoticeRound,
    NoticeWord,
    OfficeDate,
)
from sciweek.campaigns.papers.facts import Cited, DueThing, ForwardFacts, NoticeFacts, NoticeTexts, cited_in
from sciweek.campaigns.papers.forwarding import forwarding
from sciweek.campaigns.papers.freezing import Kept, fingerprint, kept
from sciweek.campaigns.papers.notice import notice
from sciweek.campaigns.queries.campaigns import content_of
from sciweek.campaigns.queries.cosigning import Matter, stands_of
from sciweek.core import clock
from sciweek.documents.papers import blocks as b
from sciweek.notices.facts import facts_from
from sciweek.people.enums import Level
from sciweek.people.lines import ids_of
from sciweek.people.models import Unit

NOTICE = Matter("notice", "通知", NoticeRound, NoticeWord)


def drafts_of(campaign: Campaign, office_id: int) -> QuerySet[NoticeDraft]:
    """Everything that the office wrote, newest first."""
    return NoticeDraft.objects.filter(campaign=campaign, office=office_id).order_by("-number")


def texts_of(draft: NoticeDraft | None, default: NoticeTexts) -> NoticeTexts:
    """What was written, as papers take it; before the first draft what is known without anybody writing."""
    if draft is None:
        return default
    return NoticeTexts(**{name: getattr(draft, name) for name in default.as_data()})


def editions_of(campaign: Campaign) -> QuerySet[IssuedNotice]:
    """Every office's notices about the campaign that have gone out, newest first, without their words."""
    rows = IssuedNotice.objects.filter(campaign=campaign).select_related("office").defer("content")
    return rows.prefetch_related("files__file").order_by("-at", "-pk")


def readable_editions(campaign: Campaign, unit_id: int, line: str) -> QuerySet[IssuedNotice]:
    """Those that concern somebody of this unit: the lead's, the unit's own, and those of the offices above it."""
    return editions_of(campaign).filter(office__in={campaign.office_id, unit_id, *ids_of(line)})


def file_of(edition: IssuedNotice, pk: int) -> IssuedNoticeFile | None:
    """One file of a notice that has gone out."""
    return edition.files.select_related("file").filter(pk=pk).first()


def superior_notice(campaign: Campaign, office: Unit) -> IssuedNotice | None:
    """What an office forwards: the newest notice of the nearest office above it that has issued one."""
    above = [unit_id for unit_id in ids_of(office.line) if unit_id != office.pk]
    rows = list(editions_of(campaign).filter(office__in=above))
    return max(rows, key=lambda row: (above.index(row.office_id), row.number), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNotice(GoingOut):
    """An office's notice as it would go out now. `forwards`: what is attached to it, for another office than the lead."""

    campaign: Campaign
    office: Unit
    title: str
    issuers: Sequence[str]
    day: date
    paper: Sequence[b.Block]
    content: Kept
    texts: NoticeTexts
    draft: NoticeDraft | None
    forwards: IssuedNotice | None


def notice_of(campaign: Campaign, office: Unit) -> OwnNotice | None:
    """The office's notice: the lead's own, another's that forwards; None while there is nothing to forward.

    It bears today's day, or the day on which it went out while nothing has changed since.
    """
    draft = drafts_of(campaign, office.pk).first()
    last = IssuedNotice.objects.filter(campaign=campaign, office=office).order_by("-number").first()
    texts = texts_of(draft, default_texts(campaign, office))
    leads = office.pk == campaign.office_id
    above = None if leads else superior_notice(campaign, office)
    if not leads and above is None:
        return None
    facts = forward_facts(campaign, office, above, texts) if above else notice_facts(campaign, texts)
    content = kept(paper_of(facts), attached=above.fingerprint if above else "")
    now, number = fingerprint(content), last.number if last else 0
    asked, hosts = stands_of(NOTICE, campaign, edition=number + 1, now=now) if leads else ((), ())
    day = last.day if last and last.fingerprint == now else facts.day
    return OwnNotice(
        fingerprint=now,
        last_number=number,
        last_fingerprint=last.fingerprint if last else "",
        asked=asked,
        hosts=hosts,
        campaign=campaign,
        office=office,
        title=facts.title,
        issuers=facts.issuers,
        day=day,
        paper=list(paper_of(replace(facts, day=day))),
        content=content,
        texts=texts,
        draft=draft,
        forwards=above,
    )


def paper_of(facts: NoticeFacts | ForwardFacts) -> Iterator[b.Block]:
    """The paper that these facts make."""
    return notice(facts) if isinstance(facts, NoticeFacts) else forwarding(facts)


def default_texts(campaign: Campaign, office: Unit) -> NoticeTexts:
    """What a notice says before anybody has written: the number is the campaign's where its notice is the lead's own."""
    own = office.pk == campaign.office_id and (campaign.notice is None or _is_own(campaign))
    return NoticeTexts(doc_number=campaign.doc_number if own else "")


def notice_facts(campaign: Campaign, texts: NoticeTexts) -> NoticeFacts:
    """All that the lead office's notice is made of."""
    return NoticeFacts(
        week=CampaignFacts(
            slug=campaign.slug,
            name=campaign.name,
            start=campaign.start,
            end=campaign.end,
            theme=campaign.theme,
            introduction=campaign.introduction,
            county_days_before=campaign.county_days_before,
            prefecture_days_before=campaign.prefecture_days_before,
        ),
        content=content_of(campaign),
        office=campaign.office.name,
        level=Level(campaign.office.level),
        superior=cited_by(campaign),
        attachments=attachments_of(campaign),
        texts=texts,
        day=clock.today(),
    )


def cited_by(campaign: Campaign) -> Cited | None:
    """The superior notice that the campaign came from, or the one that its own notice cites; None where nothing is known."""
    source = campaign.notice
    if source is None:
        return None
    record = facts_from(source.fields).record
    if not _is_own(campaign):
        return Cited(source.title, source.doc_number) if record.get("issuing_agencies") else None
    numbers = record.get("cited")
    return cited_in(source.text, [str(each) for each in numbers] if isinstance(numbers, list) else [])


def _is_own(campaign: Campaign) -> bool:
    """Whether the notice that the campaign was made from is the lead office's own."""
    issuers = facts_from(campaign.notice.fields).record.get("issuing_agencies") if campaign.notice else None
    names = {campaign.office.name, campaign.office.short_name}
    return isinstance(issuers, list) and bool(names & {str(each) for each in issuers})


def forward_facts(campaign: Campaign, office: Unit, above: IssuedNotice, texts: NoticeTexts) -> ForwardFacts:
    """All that an office's forwarding notice is made of: its own dates, and what it forwards."""
    dates = OfficeDate.objects.filter(duty__campaign=campaign, office=office).select_related("duty")
    return ForwardFacts(
        office=office.name,
        superior=Cited(above.title, above.doc_number, above.issuers),
        due=[
            DueThing(DutyKind(each.duty.kind), each.duty.title, each.due_at, texts.contact_email)
            for each in dates.order_by("duty__position")
        ],
        texts=texts,
        day=clock.today(),
    )


def stage_for(campaign: Campaign, office_id: int) -> Stage:
    """Where an office's notice stands, without reading it. One query."""
    issued = IssuedNotice.objects.filter(campaign=campaign, office=office_id).order_by("-number").values("number")[:1]
    rounds = NoticeRound.objects.filter(campaign=campaign).order_by("-edition").values("edition")[:1]
    both = Campaign.objects.filter(pk=campaign.pk).values_list(Subquery(issued), Subquery(rounds)).get()
    number, edition = (each or 0 for each in both)
    if office_id == campaign.office_id and edition > number:
        return Stage.COSIGNING
    return Stage.ISSUED if number else Stage.DRAFT


def is_before_hosts(campaign: Campaign) -> bool:
    """Whether joint hosts find the lead's notice: it was sent round, or has gone out."""
    rounds = NoticeRound.objects.filter(campaign=campaign)
    return rounds.exists() or IssuedNotice.objects.filter(campaign=campaign, office=campaign.office_id).exists()
