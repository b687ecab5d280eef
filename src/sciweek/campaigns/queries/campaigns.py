"""Reads of campaigns, rosters and due dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest

from sciweek.campaigns.chains import Chain, Reporter, chain_of
from sciweek.campaigns.content import BodyFacts, Content, DutyFacts, StreamFacts, SubWeekFacts, VenueFacts
from sciweek.campaigns.enums import BodyPart, CampaignState, DutyKind, RosterState, VenuePart
from sciweek.campaigns.models import (
    Assignment,
    Body,
    Campaign,
    CampaignVenue,
    ChainOffice,
    ContactPoint,
    Duty,
    Extension,
    OfficeDate,
    Placement,
    Remark,
    Stream,
    SubWeek,
)
from sciweek.campaigns.rules import SPEAKERS
from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.people.enums import Role
from sciweek.people.lines import ids_of
from sciweek.people.models import Membership, Unit
from sciweek.people.person import Person
from sciweek.people.queries import officers_of, open_memberships
from sciweek.places.codes import range_of

# Where the session keeps the campaign that a person works on.
CHOSEN = "campaign"


def campaigns_for(person: Person) -> QuerySet[Campaign]:
    """Campaigns the person may see: one's own office's, those one hosts jointly, and called ones.

    A draft is the lead office's own and its joint hosts'; a called campaign concerns everybody who works in it.
    """
    visible = Q(office_id=person.unit_id) if person.is_officer else Q(pk__in=[])
    if person.role in SPEAKERS:
        hosted = Body.objects.filter(part=BodyPart.HOST, is_lead=False, unit_id=person.unit_id)
        visible |= Q(pk__in=hosted.values("campaign_id"))
    if not person.is_administrator:
        visible |= ~Q(state=CampaignState.DRAFT)
    return Campaign.objects.filter(visible).select_related("office", "previous").order_by("-start", "-pk")


def public_campaigns() -> QuerySet[Campaign]:
    """Called and closed campaigns, newest first: what visitors may see."""
    called = Campaign.objects.exclude(state=CampaignState.DRAFT)
    return called.select_related("office", "previous").order_by("-start", "-pk")


def current_campaign() -> Campaign | None:
    """The campaign that a visitor means: the called one whose days are on, else the newest. One query."""
    today = clock.today()
    nearness = Case(
        When(state=CampaignState.CALLED, start__lte=today, end__gte=today, then=Value(0)),
        When(state=CampaignState.CALLED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return public_campaigns().annotate(nearness=nearness).order_by("nearness", "-start", "-pk").first()


def visitors_campaign(request: HttpRequest) -> Campaign | None:
    """`current_campaign`, looked for once a request: the page and its frame both show it."""
    if not hasattr(request, "visitors_campaign"):
        request.visitors_campaign = current_campaign()  # type: ignore[attr-defined]
    return request.visitors_campaign  # type: ignore[attr-defined,no-any-return]


def roster_of(campaign: Campaign) -> QuerySet[Placement]:
    """Those who are expected to report today."""
    return Placement.objects.filter(campaign=campaign, removed_at=None)


def roster_for_list(scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    """The roster inside `scope`, removed ones included, with the offices of each chain."""
    inside = scope.as_q(code="division_code", unit="unit_id", line="line")
    return Placement.objects.filter(inside, campaign=campaign).select_related("unit").prefetch_related("chain__office")


def in_state(rows: QuerySet[Placement], state: str) -> QuerySet[Placement]:
    """Those of the roster that stand on it like this; see `Placement.state`."""
    if state == RosterState.REMOVED:
        return rows.exclude(removed_at=None)
    return rows.filter(frozen=state == RosterState.FROZEN, removed_at=None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that the call would expect to report, with its chain or the reason why it has none."""

    unit: Unit
    chain: Chain


def candidates(campaign: Campaign) -> list[Candidate]:
    """Every open unit at the campaign's place or under its office, but the office itself. Two queries."""
    low, high = range_of(campaign.division_code)
    units = list(
        Unit.objects.filter(valid_to=None)
        .filter(Q(division_code__range=(low, high)) | Q(line__startswith=campaign.office.line))
        .exclude(pk=campaign.office_id)
        .order_by("level", "division_code", "name")
    )
    names = dict(Unit.objects.filter(valid_to=None).values_list("pk", "name"))
    return [
        Candidate(unit, chain_of(Reporter(unit.pk, tuple(ids_of(unit.line))), campaign.office_id, names))
        for unit in units
    ]


@dataclass(frozen=True, slots=True)
class Contents:
    """The ordered lists of a campaign, read."""

    streams: list[Stream]
    sub_weeks: list[SubWeek]
    bodies: list[Body]
    venues: list[CampaignVenue]
    contacts: list[ContactPoint]
    duties: list[Duty]


def contents(campaign: Campaign) -> Contents:
    """All lists of the campaign. Six queries."""
    return Contents(
        list(campaign.streams.all()),
        list(campaign.sub_weeks.all()),
        list(campaign.bodies.select_related("unit")),
        list(campaign.venues.all()),
        list(campaign.contacts.all()),
        list(campaign.duties.order_by("position")),
    )


def content_of(campaign: Campaign) -> Content:
    """The campaign's lists as they stand: for editing and for cloning."""
    return Content(
        streams=[
            StreamFacts(name=each.name, description=each.description, owner=each.owner)
            for each in campaign.streams.all()
        ],
        sub_weeks=[
            SubWeekFacts(name=each.name, agency=each.agency, description=each.description)
            for each in campaign.sub_weeks.all()
        ],
        bodies=[
            BodyFacts(part=BodyPart(each.part), name=each.name, is_lead=each.is_lead) for each in campaign.bodies.all()
        ],
        venues=[
            VenueFacts(part=VenuePart(each.part), name=each.name, address=each.address)
            for each in campaign.venues.all()
        ],
        duties=[
            DutyFacts(
                kind=DutyKind(each.kind),
                title=each.title,
                due_at=each.due_at,
                instructions=each.instructions,
                address=each.address,
            )
            for each in campaign.duties.all()
        ],
        contacts=[(each.agency, each.name, each.phone, each.email) for each in campaign.contacts.all()],
    )


@dataclass(frozen=True, slots=True)
class Talk:
    """What a joint host said, and what was answered."""

    opening: Remark
    answers: list[Remark]

    @property
    def settled(self) -> bool:
        """Whether the lead has ended it."""
        return any(answer.settles for answer in self.answers)


def talks_of(campaign: Campaign) -> list[Talk]:
    """All talks between joint hosts and the lead, the newest first; one query."""
    talks: dict[int, Talk] = {}
    for remark in Remark.objects.filter(campaign=campaign).select_related("unit"):
        if remark.opening_id is None:
            talks[remark.pk] = Talk(remark, [])
        else:
            talks[remark.opening_id].answers.append(remark)
    return list(reversed(talks.values()))


def talk_of(opening: Remark) -> Talk:
    """The talk that a remark opened."""
    return Talk(opening, list(opening.answers.select_related("unit")))


def leaders_to_tell(campaign: Campaign) -> QuerySet[Membership]:
    """Whom joint hosts' remarks are mailed to: the officers of the lead office."""
    return officers_of(campaign.office_id)


def hosts_to_tell(unit_id: int) -> QuerySet[Membership]:
    """Whom answers to a joint host are mailed to: those who act for it as one."""
    return open_memberships().filter(unit_id=unit_id, role=Role.JOINT_HOST).select_related("account")


def roster_counts(campaign: Campaign) -> dict[str, int]:
    """How many are expected `now`, were there at the call (`called`), were `added` and `removed` since."""
    return Placement.objects.filter(campaign=campaign).aggregate(
        now=Count("pk", filter=Q(removed_at=None)),
        called=Count("pk", filter=Q(frozen=True)),
        added=Count("pk", filter=Q(frozen=False)),
        removed=Count("pk", filter=Q(removed_at__isnull=False)),
    )


def chain_offices(campaign: Campaign) -> list[tuple[int, str]]:
    """Id and name of every office that accepts for the campaign, the highest first."""
    ids = ChainOffice.objects.filter(placement__campaign=campaign).values("office_id")
    rows = Unit.objects.filter(pk__in=ids).order_by("level", "division_code")
    return [(unit.pk, unit.label) for unit in rows]


def people_to_tell(unit_ids: Sequence[int]) -> QuerySet[Membership]:
    """Whom the call is mailed to: everybody with an address in these units."""
    return (
        open_memberships()
        .filter(unit_id__in=unit_ids)
        .exclude(account__email="")
        .select_related("account", "unit")
        .order_by("unit_id", "pk")
    )


def assignments_of(placement: Placement) -> QuerySet[Assignment]:
    """What is due from one unit of the roster, in the order of the duties."""
    rows = Assignment.objects.filter(duty__campaign=placement.campaign_id, unit_id=placement.unit_id)
    return rows.select_related("duty__campaign").order_by("duty__position")


def extension_for(unit_id: int, campaign_id: int, kind: DutyKind) -> Extension | None:
    """The extension by which a unit's present date for this kind of duty stands, with the office that gave it."""
    rows = Extension.objects.filter(
        duty__campaign=campaign_id,
        duty__kind=kind,
        unit=unit_id,
        duty__assignments__unit=unit_id,
        duty__assignments__due_at=F("due_at"),
    )
    return rows.select_related("office").first()


def duties_of(campaign: Campaign) -> QuerySet[Duty]:
    """What the campaign asks for, in order."""
    return campaign.duties.order_by("position")


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due from the person's unit or office."""

    duty: Duty
    due_at: datetime
    for_office: bool


def due_from(person: Person, campaign: Campaign) -> list[Due]:
    """What is due from this person's unit, and for an officer the dates by which the office collects; soonest first."""
    own = Assignment.objects.filter(unit_id=person.unit_id, duty__campaign=campaign).select_related("duty")
    found = [Due(each.duty, each.due_at, for_office=False) for each in own]
    if person.is_officer:
        dates = OfficeDate.objects.filter(office_id=person.unit_id, duty__campaign=campaign).select_related("duty")
        found += [Due(each.duty, each.due_at, for_office=True) for each in dates]
    return sorted(found, key=lambda due: (due.due_at, due.duty.position))


def office_dates(scope: Scope, campaign: Campaign) -> QuerySet[OfficeDate]:
    """The dates of offices inside `scope`, by duty and level."""
    inside = scope.as_q(code="office__division_code", unit="office_id", line="office__line")
    dates = OfficeDate.objects.filter(inside, duty__campaign=campaign).select_related("duty", "office")
    return dates.order_by("duty__position", "office__level", "office__division_code")


def superiors_date(assignment: Assignment) -> datetime:
    """By when the first office of the unit's chain must deliver: the date of the office above, else the duty's."""
    above = ChainOffice.objects.filter(
        placement__campaign=assignment.duty.campaign_id, placement__unit_id=assignment.unit_id, position=1
    ).values("office_id")
    found = OfficeDate.objects.filter(duty=assignment.duty_id, office_id__in=above)
    return found.values_list("due_at", flat=True).first() or assignment.duty.due_at


def placement_of(unit_id: int, campaign: Campaign) -> Placement | None:
    """The unit's place on the roster, if it is expected to report."""
    return roster_of(campaign).filter(unit_id=unit_id).first()


def offices_of(placement: Placement) -> Sequence[int]:
    """The chain of offices, nearest first, as unit ids."""
    return list(placement.chain.order_by("position").values_list("office_id", flat=True))


def units_by_prefecture(campaign: Campaign) -> dict[int, int]:
    """How many units of the roster stand in each prefecture (its code to the count); provincial ones are left out."""
    rows = (
        roster_of(campaign)
        .exclude(division_code=campaign.division_code)
        .annotate(prefecture=F("division_code") / 100 * 100)
        .values_list("prefecture")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def chosen_campaign(request: HttpRequest) -> Campaign | None:
    """The campaign a signed-in person works on: the one chosen, else the newest visible. Once a request."""
    if not hasattr(request, "desk_campaign"):
        visible = campaigns_for(request.person)  # type: ignore[attr-defined]
        chosen = request.session.get(CHOSEN)
        found = visible.filter(pk=chosen).first() if chosen else None
        request.desk_campaign = found or visible.first()  # type: ignore[attr-defined]
    return request.desk_campaign  # type: ignore[attr-defined,no-any-return]
