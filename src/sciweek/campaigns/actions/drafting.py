"""Making and changing a campaign before and after the call."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from django.db import IntegrityError, transaction
from django.db.models import Q

from sciweek.campaigns.content import (
    CampaignFacts,
    Content,
    DutyFacts,
)
from sciweek.campaigns.enums import BodyPart, DutyKind
from sciweek.campaigns.models import Body, Campaign, CampaignVenue, ContactPoint, Duty, Stream, SubWeek
from sciweek.campaigns.queries import content_of
from sciweek.campaigns.rules import leads, may_edit, may_make_campaign
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, NotFound, Stale, WrongState, permit
from sciweek.notices.queries import notices_in
from sciweek.people.models import Unit
from sciweek.people.person import Person

LONGEST_WEEK = 62


def checked(facts: CampaignFacts) -> CampaignFacts:
    """The facts made clean.

    Raises:
        BadInput: dates crossed or too far apart, no name, a slug with other signs than a-z, 0-9 and the dash.
    """
    if facts.end < facts.start:
        raise BadInput("结束日期早于开始日期，请核对。", {"end": "不能早于开始日期。"})
    if (facts.end - facts.start).days > LONGEST_WEEK:
        raise BadInput(f"活动期超过 {LONGEST_WEEK} 天，请核对日期。", {"end": "请核对日期。"})
    if not facts.name.strip():
        raise BadInput("请填写活动周名称。", {"name": "请填写名称。"})
    if not facts.slug or not all(c.isascii() and (c.isalnum() or c == "-") for c in facts.slug):
        raise BadInput("网址标识只能用小写字母、数字和短横线。", {"slug": "只用小写字母、数字和短横线。"})
    if facts.county_days_before < facts.prefecture_days_before:
        raise BadInput("县区级提前的工作日不能少于市州级。", {"county_days_before": "不能少于市州级。"})
    return replace(facts, slug=facts.slug.lower(), name=facts.name.strip(), theme=facts.theme.strip())


FIELDS = (
    *("slug", "name", "start", "end", "theme", "edition", "doc_number", "introduction"),
    *("county_days_before", "prefecture_days_before"),
)


@transaction.atomic
def create_campaign(
    *, actor: Person, facts: CampaignFacts, content: Content | None = None, notice_id: int | None = None
) -> Campaign:
    """A new draft of the actor's office.

    Raises:
        NotPermitted: not an officer of a science office.
        BadInput: see `checked`, or the slug is taken.
    """
    permit(may_make_campaign(actor), "只有科技主管部门可以建立活动周。")
    facts = checked(facts)
    before = Campaign.objects.filter(office_id=actor.unit_id, start__lt=facts.start).order_by("-start").first()
    campaign = Campaign(
        office_id=actor.unit_id,
        division_code=actor.division_code,
        notice_id=notice_id,
        previous=before,
        made_at=clock.now(),
        **{name: getattr(facts, name) for name in FIELDS},
    )
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:
        raise BadInput("这个网址标识已被使用，请换一个。", {"slug": "已被使用。"}) from error
    record(actor, "campaign.create", campaign, notice=notice_id)
    if content is not None:
        _replace_content(campaign, content)
    return campaign


@transaction.atomic
def change_campaign(
    *, actor: Person, campaign_id: int, version: int, facts: CampaignFacts, content: Content | None = None
) -> Campaign:
    """Change what the campaign says. After the call its duties and dates stay: they are changed by their own verbs.

    Raises:
        NotPermitted: not the lead office.
        BadInput: see `checked`.
        Stale: somebody changed it meanwhile.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("office").get(pk=campaign_id)
    permit(may_edit(actor, campaign), "只有牵头单位可以修改活动周。")
    facts = checked(facts)
    if campaign.version != version:
        theirs = {name: getattr(campaign, name) for name in FIELDS}
        yours = {name: getattr(facts, name) for name in FIELDS}
        raise Stale("活动周的内容刚被别人改过。请对照最新内容，再决定是否保存。", theirs=theirs, yours=yours)
    changed = [name for name in FIELDS if getattr(campaign, name) != getattr(facts, name)]
    for name in changed:
        setattr(campaign, name, getattr(facts, name))
    campaign.version += 1
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as error:
        raise BadInput("这个网址标识已被使用，请换一个。", {"slug": "已被使用。"}) from error
    if content is not None:
        _replace_content(campaign, content)
    record(actor, "campaign.change", campaign, fields=changed, lists=content is not None)
    return campaign


def _replace_content(campaign: Campaign, content: Content) -> None:
    leaders = [body for body in content.bodies if body.is_lead]
    if len(leaders) > 1 or any(body.part != BodyPart.HOST for body in leaders):
        raise BadInput("牵头单位只能有一个，且须是主办单位。", {"bodies": "牵头单位只能有一个主办单位。"})
    for rows in (campaign.sub_weeks, campaign.bodies, campaign.venues, campaign.contacts):
        rows.all().delete()
    units = _units_named([body.name for body in content.bodies])
    _replace_streams(campaign, content, units)
    SubWeek.objects.bulk_create(
        SubWeek(campaign=campaign, position=n, **asdict(each)) for n, each in enumerate(content.sub_weeks)
    )
    Body.objects.bulk_create(
        Body(
            campaign=campaign,
            position=n,
            part=body.part,
            name=body.name,
            unit_id=units.get(body.name),
            is_lead=body.is_lead,
        )
        for n, body in enumerate(content.bodies)
    )
    CampaignVenue.objects.bulk_create(
        CampaignVenue(campaign=campaign, position=n, **asdict(each)) for n, each in enumerate(content.venues)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(campaign=campaign, position=n, agency=agency, name=name, phone=phone, email=email)
        for n, (agency, name, phone, email) in enumerate(content.contacts)
    )
    if campaign.called_at is None:
        _replace_duties(campaign, content.duties)


def _replace_streams(campaign: Campaign, content: Content, units: Mapping[str, int]) -> None:
    """A stream that keeps its name stays the same row, since its owner has an address of it."""
    hosts = {body.name for body in content.bodies if body.part == BodyPart.HOST}
    stray = next((each for each in content.streams if each.owner and each.owner not in hosts), None)
    if stray is not None:
        raise BadInput(
            f"板块“{stray.name}”的负责单位“{stray.owner}”不在主办单位里。请写成主办单位的全称，或先列入主办。"
        )
    before = {stream.name: stream for stream in campaign.streams.all()}
    campaign.streams.exclude(name__in=[each.name for each in content.streams]).delete()
    for position, each in enumerate(content.streams):
        stream = before.pop(each.name, None) or Stream(campaign=campaign, name=each.name)
        stream.position, stream.description = position, each.description
        stream.owner, stream.owner_unit_id = each.owner, units.get(each.owner)
        stream.save()


def _units_named(names: Sequence[str]) -> dict[str, int]:
    """Ids of open units by full name, or by a short name that only one of them bears."""
    named = Q(name__in=names) | Q(short_name__in=names)
    rows = list(Unit.objects.filter(named, valid_to=None).values_list("pk", "name", "short_name"))
    short = Counter(short_name for _pk, _name, short_name in rows)
    by_short = {short_name: pk for pk, _name, short_name in rows if short[short_name] == 1}
    return by_short | {name: pk for pk, name, _short in rows}


def _replace_duties(campaign: Campaign, duties: Sequence[DutyFacts]) -> None:
    kinds = [duty.kind for duty in duties if duty.kind != DutyKind.OTHER]
    if len(kinds) != len(set(kinds)):
        raise BadInput("同一种任务只能有一项（“其他”除外）。", {"duties": "任务种类重复。"})
    campaign.duties.all().delete()
    Duty.objects.bulk_create(
        Duty(
            campaign=campaign,
            position=n,
            kind=duty.kind,
            title=duty.title,
            instructions=duty.instructions,
            due_at=duty.due_at,
            address=duty.address,
        )
        for n, duty in enumerate(duties)
    )


@transaction.atomic
def clone_campaign(*, actor: Person, campaign_id: int, facts: CampaignFacts) -> Campaign:
    """Last time's campaign as a new draft; due dates move by as many days as the start does.

    Raises:
        NotPermitted: the campaign is another office's.
        BadInput: see `checked`.
    """
    old = Campaign.objects.get(pk=campaign_id)
    permit(leads(actor, old), "只能复制本单位牵头的活动周。")
    moved = facts.start - old.start
    content = content_of(old)
    duties = [replace(duty, due_at=duty.due_at + moved) for duty in content.duties]
    return create_campaign(actor=actor, facts=facts, content=replace(content, duties=duties))


def refuse_called(campaign: Campaign) -> None:
    """Refuse what is only possible before the call.

    Raises:
        WrongState: the campaign has been called.
    """
    if campaign.called_at is not None:
        raise WrongState("活动周已经部署。")


@transaction.atomic
def campaign_from_notice(*, actor: Person, notice_id: int, facts: CampaignFacts, content: Content) -> Campaign:
    """A new draft that says what a person confirmed of a notice in the library.

    Raises:
        NotPermitted, BadInput: see `create_campaign`.
        NotFound: the notice lies outside the actor's scope.
    """
    notice = notices_in(actor.scope).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound("没有这份通知。")
    return create_campaign(actor=actor, facts=facts, content=content, notice_id=notice.pk)
