"""The call: the roster is frozen, dates cascade, everybody is told. And what may change afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sciweek.campaigns.actions.drafting import refuse_called
from sciweek.campaigns.cascade import LevelDates, cascade
from sciweek.campaigns.chains import Chain
from sciweek.campaigns.consequences import roster_changed
from sciweek.campaigns.enums import CampaignState
from sciweek.campaigns.models import Assignment, Campaign, ChainOffice, Duty, Extension, OfficeDate, Placement
from sciweek.campaigns.queries import Candidate, candidates, offices_of, people_to_tell, superiors_date
from sciweek.campaigns.rules import leads, may_change_roster, may_extend, may_set_office_date
from sciweek.core import clock
from sciweek.core.audit import Fact, record, record_all
from sciweek.core.errors import BadInput, NotFound, WrongState, permit
from sciweek.mailroom.actions import Letter, Recipient, post_all
from sciweek.people.enums import Level
from sciweek.people.models import Unit
from sciweek.people.person import Person

SHORTEST_REASON, LONGEST_REASON = 6, 300
BATCH = 500


def level_dates(campaign: Campaign, duty: Duty) -> LevelDates:
    """The dates that the campaign's own settings give for a duty."""
    return cascade(
        due=duty.due_at,
        ends=campaign.end,
        prefecture_days=campaign.prefecture_days_before,
        county_days=campaign.county_days_before,
    )


@transaction.atomic
def call_campaign(*, actor: Person, campaign_id: int) -> Campaign:
    """Freeze the roster, set everybody's dates, and mail the officers of all units.

    Raises:
        NotPermitted: not the lead office.
        WrongState: called before.
        BadInput: no duties, or no unit with a chain.
    """
    campaign = _locked(campaign_id)
    permit(leads(actor, campaign), "只有牵头单位可以部署活动周。")
    refuse_called(campaign)
    duties = list(campaign.duties.order_by("position"))
    if not duties:
        raise BadInput("还没有任务。请先写明要报送什么、什么时候报送，再部署。")
    expected = [each for each in candidates(campaign) if each.chain.offices]
    if not expected:
        raise BadInput("没有可以部署的单位。请先登记单位，并核对报送关系。")
    placements = _place(campaign, expected, frozen=True)
    _set_dates(campaign, duties, placements, expected)
    campaign.state, campaign.called_at = CampaignState.CALLED, clock.now()
    campaign.save(update_fields=["state", "called_at"])
    record(actor, "campaign.call", campaign, units=len(expected), duties=[duty.kind for duty in duties])
    _tell(campaign, duties, [each.unit.pk for each in expected])
    return campaign


def _locked(campaign_id: int) -> Campaign:
    found = Campaign.objects.select_for_update(of=("self",)).select_related("office").filter(pk=campaign_id).first()
    if found is None:
        raise NotFound("没有这个活动周。")
    return found


def _place(campaign: Campaign, expected: Sequence[Candidate], *, frozen: bool, reason: str = "") -> list[Placement]:
    now = clock.now()
    placements = Placement.objects.bulk_create(
        [
            Placement(
                campaign=campaign,
                unit=each.unit,
                unit_name=each.unit.name,
                kind=each.unit.kind,
                level=each.unit.level,
                division_code=each.unit.division_code,
                line=each.unit.line,
                frozen=frozen,
                added_at=now,
                added_reason=reason,
            )
            for each in expected
        ],
        batch_size=BATCH,
    )
    ChainOffice.objects.bulk_create(
        [
            ChainOffice(placement=placement, position=position, office_id=office)
            for placement, each in zip(placements, expected, strict=True)
            for position, office in enumerate(each.chain.offices)
        ],
        batch_size=BATCH,
    )
    return placements


def _set_dates(
    campaign: Campaign, duties: Sequence[Duty], placements: Sequence[Placement], expected: Sequence[Candidate]
) -> None:
    offices = {office for each in expected for office in each.chain.offices}
    levels = dict(Unit.objects.filter(pk__in=offices).values_list("pk", "level"))
    have = {
        (duty, office): due
        for duty, office, due in OfficeDate.objects.filter(duty__campaign=campaign).values_list(
            "duty_id", "office_id", "due_at"
        )
    }
    dates, assignments = [], []
    for duty in duties:
        by_level = level_dates(campaign, duty)
        for office in sorted(offices):
            if (duty.pk, office) not in have:
                lead = office == campaign.office_id
                due = duty.due_at if lead else by_level.for_office(Level(levels[office]))
                have[duty.pk, office] = due
                dates.append(OfficeDate(duty=duty, office_id=office, due_at=due))
        assignments += [
            Assignment(duty=duty, unit_id=placement.unit_id, due_at=have[duty.pk, each.chain.offices[0]])
            for placement, each in zip(placements, expected, strict=True)
        ]
    OfficeDate.objects.bulk_create(dates, batch_size=BATCH)
    Assignment.objects.bulk_create(assignments, batch_size=BATCH)


def _tell(campaign: Campaign, duties: Sequence[Duty], unit_ids: Sequence[int]) -> None:
    dates = {
        (assignment.unit_id, assignment.duty_id): assignment.due_at
        for assignment in Assignment.objects.filter(duty__campaign=campaign)
    }
    letters = [
        Letter(
            to=Recipient(member.account.name, member.account.email),
            context={
                "campaign": campaign,
                "unit": member.unit,
                "rows": [(duty.title, dates.get((member.unit_id, duty.pk))) for duty in duties],
            },
            division_code=member.unit.division_code,
        )
        for member in people_to_tell(unit_ids)
    ]
    post_all("campaigns/called", letters=letters, about=f"campaign:{campaign.pk}")


def _reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise BadInput("请写明原因，至少 6 个字。", {"reason": "至少 6 个字。"})
    if len(reason) > LONGEST_REASON:
        raise BadInput(f"原因超过 {LONGEST_REASON} 个字，请精简。", {"reason": f"最多 {LONGEST_REASON} 个字。"})
    return reason


@transaction.atomic
def add_to_roster(*, actor: Person, campaign_id: int, unit_id: int, reason: str) -> Placement:
    """Expect one more unit to report, or one that was removed again; completeness shows both bases.

    Raises:
        NotPermitted, WrongState: not the lead office, or not called.
        BadInput: no reason, no chain, or on the roster already.
    """
    campaign = _locked(campaign_id)
    permit(may_change_roster(actor, campaign), "只有牵头单位可以增补应报单位。")
    reason = _reason(reason)
    present = Placement.objects.select_for_update().filter(campaign=campaign, unit_id=unit_id).first()
    if present is not None and present.removed_at is None:
        raise BadInput("这个单位已在应报名单中。")
    chosen = next((each for each in candidates(campaign) if each.unit.pk == unit_id), None)
    if chosen is None or not chosen.chain.offices:
        raise BadInput(chosen.chain.reason if chosen else "这个单位不在本活动周的范围内。")
    if present is not None:
        # The chain stays as it was frozen: a track of review may stand on it already.
        chosen = Candidate(chosen.unit, Chain(tuple(offices_of(present))))
        present.removed_at, present.removed_reason, present.added_reason = None, "", reason
        present.save(update_fields=["removed_at", "removed_reason", "added_reason"])
        placement = present
    else:
        placement = _place(campaign, [chosen], frozen=False, reason=reason)[0]
    Assignment.objects.filter(duty__campaign=campaign, unit_id=unit_id).delete()
    _set_dates(campaign, list(campaign.duties.all()), [placement], [chosen])
    roster_changed(placement)
    record(actor, "roster.add", placement, unit=unit_id)
    return placement


@transaction.atomic
def remove_from_roster(*, actor: Person, placement_id: int, reason: str) -> Placement:
    """Expect a unit no longer; its row stays with the reason.

    Raises:
        NotPermitted: not the lead office, or not called.
        BadInput: no reason.
        WrongState: removed before.
    """
    placement = Placement.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=placement_id)
    permit(may_change_roster(actor, placement.campaign), "只有牵头单位可以移出应报单位。")
    if placement.removed_at is not None:
        raise WrongState("这个单位已经移出应报名单。")
    placement.removed_reason, placement.removed_at = _reason(reason), clock.now()
    placement.save(update_fields=["removed_reason", "removed_at"])
    Assignment.objects.filter(duty__campaign_id=placement.campaign_id, unit_id=placement.unit_id).delete()
    roster_changed(placement)
    record(actor, "roster.remove", placement, unit=placement.unit_id)
    return placement


@transaction.atomic
def set_office_date(*, actor: Person, office_date_id: int, due_at: datetime) -> OfficeDate:
    """An office lets its own units deliver earlier or later, never after the date by which it must deliver itself.

    Raises:
        NotPermitted: another office's date.
        WrongState: the campaign is closed.
        BadInput: after the superior's date, or in the past.
    """
    date = OfficeDate.objects.select_for_update(of=("self",)).select_related("duty__campaign").get(pk=office_date_id)
    permit(may_set_office_date(actor, date), "只能调整本单位的收表时间。")
    _refuse_closed(date.duty.campaign)
    if due_at <= clock.now():
        raise BadInput("截止时间已过，请选择今天之后的日期。", {"due_at": "请选择今天之后的日期。"})
    own = Assignment.objects.filter(duty=date.duty, unit_id=date.office_id).values_list("due_at", flat=True).first()
    limit = own or date.duty.due_at
    if due_at > limit:
        raise BadInput(
            "不能晚于上级要求的时间。", {"due_at": f"最晚 {limit.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}。"}
        )
    old, date.due_at, date.by_office = date.due_at, due_at, True
    date.save(update_fields=["due_at", "by_office"])
    below = ChainOffice.objects.filter(
        office_id=date.office_id, position=0, placement__campaign=date.duty.campaign, placement__removed_at=None
    ).values("placement__unit_id")
    Assignment.objects.filter(duty=date.duty, unit_id__in=below, due_at=old).update(due_at=due_at)
    _hold_below(date, due_at)
    record(actor, "office_date.set", date, due=due_at.isoformat())
    return date


def _hold_below(date: OfficeDate, due_at: datetime) -> None:
    """Offices that report to this one may not collect later than it does: their later dates follow.

    A unit that was given more time by itself keeps it.
    """
    below = ChainOffice.objects.filter(
        office_id=date.office_id, position=0, placement__campaign=date.duty.campaign
    ).values("placement__unit_id")
    late = OfficeDate.objects.filter(duty=date.duty, office_id__in=below, due_at__gt=due_at)
    for each in list(late):
        units = ChainOffice.objects.filter(
            office_id=each.office_id, position=0, placement__campaign=date.duty.campaign
        ).values("placement__unit_id")
        Assignment.objects.filter(duty=date.duty, unit_id__in=units, due_at=each.due_at).update(due_at=due_at)
        _hold_below(each, due_at)
    late.update(due_at=due_at)


@dataclass(frozen=True, slots=True)
class Extended:
    """A unit's new date; `beyond` when it ends after the date by which the office itself must deliver."""

    assignment: Assignment
    beyond: bool


@transaction.atomic
def extend(*, actor: Person, assignment_id: int, due_at: datetime, reason: str) -> Extended:
    """Give one unit more time (补报许可), by an office of its chain.

    Later than the superior's date is allowed, but said.

    Raises:
        NotPermitted: the office is not in the unit's chain.
        WrongState: the campaign is closed.
        BadInput: no reason, or not later than now and than the present date.
    """
    row = Assignment.objects.select_for_update(of=("self",)).select_related("duty__campaign").get(pk=assignment_id)
    permit(may_extend(actor, row), "只有审核这个单位的部门可以延期。")
    _refuse_closed(row.duty.campaign)
    reason = _reason(reason)
    if due_at <= max(clock.now(), row.due_at):
        raise BadInput("新的截止时间要晚于现在和原定时间。", {"due_at": "请选择更晚的日期。"})
    old, row.due_at = row.due_at, due_at
    row.save(update_fields=["due_at"])
    beyond = due_at > superiors_date(row)
    Extension.objects.create(
        duty=row.duty,
        unit_id=row.unit_id,
        old_due_at=old,
        due_at=due_at,
        reason=reason,
        office_id=actor.unit_id,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    detail = {"old": old.isoformat(), "new": due_at.isoformat(), "unit": row.unit_id, "beyond": beyond}
    record(actor, "assignment.extend", row, personal={"reason": reason}, **detail)
    return Extended(row, beyond)


def _refuse_closed(campaign: Campaign) -> None:
    if campaign.state == CampaignState.CLOSED:
        raise WrongState("活动周已经归档，日期不再更改。")


@transaction.atomic
def close_campaign(*, actor: Person, campaign_id: int) -> Campaign:
    """File the campaign: nothing of it changes any more.

    Raises:
        NotPermitted: not the lead office.
        WrongState: not called, or closed already.
    """
    campaign = _locked(campaign_id)
    permit(leads(actor, campaign), "只有牵头单位可以归档。")
    if campaign.state != CampaignState.CALLED:
        raise WrongState("只有已部署的活动周可以归档。")
    campaign.state = CampaignState.CLOSED
    campaign.save(update_fields=["state"])
    record_all(actor, [Fact("campaign.close", campaign)])
    return campaign
