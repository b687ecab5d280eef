"""Reads of how far units are with what they hand in besides the form."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Campaign, Placement
from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.materials.counting import Counts
from sciweek.materials.enums import PARTS, Act, Stage
from sciweek.materials.models import Delivery, DeliveryStep, MediaReport, Picture
from sciweek.materials.parts import Part, all_parts


def placement_in(scope: Scope, pk: int) -> Placement | None:
    """A unit's place on the roster of whichever campaign, inside `scope`; None outside, and once it is removed."""
    inside = scope.as_q(code="division_code", unit="unit_id", line="line")
    rows = Placement.objects.filter(inside, removed_at=None).select_related("campaign", "unit")
    return rows.filter(pk=pk).first()


def asked_parts(campaign: Campaign) -> list[DutyKind]:
    """The parts that the campaign asks for."""
    kinds = set(campaign.duties.filter(kind__in=PARTS).values_list("kind", flat=True))
    return [kind for kind in PARTS if kind.value in kinds]


@dataclass(frozen=True, slots=True)
class PartState:
    """One part of one unit as pages show it."""

    placement_id: int
    part: Part
    title: str
    due_at: datetime
    count: int
    delivery: Delivery | None

    @property
    def kind(self) -> DutyKind:
        """Which part it is."""
        return self.part.kind

    @property
    def href(self) -> str:
        """Its page."""
        return reverse(self.part.page, args=[self.placement_id])

    @property
    def stage(self) -> Stage:
        """How far it is; open where the unit has not begun."""
        return Stage(self.delivery.stage) if self.delivery else Stage.OPEN

    @property
    def none_because(self) -> str:
        """Why there is nothing to hand in; empty where there is something, or nothing was said."""
        return self.delivery.none_because if self.delivery else ""

    @property
    def handed_in(self) -> bool:
        """Whether it is with the offices."""
        return self.stage == Stage.HANDED_IN

    @property
    def overdue(self) -> bool:
        """Whether it should have been handed in by now."""
        return not self.handed_in and self.due_at < clock.now()

    @property
    def ready(self) -> bool:
        """Whether there is something to hand in that has not been."""
        return self.count > 0 and not self.handed_in


def parts_of(placement: Placement) -> list[PartState]:
    """The parts that are due from a unit, in order. Five queries whatever there is."""
    due = {
        row.duty.kind: row
        for row in Assignment.objects.filter(
            duty__campaign=placement.campaign_id, unit=placement.unit_id, duty__kind__in=PARTS
        ).select_related("duty")
    }
    have = {row.kind: row for row in Delivery.objects.filter(placement=placement)}
    return [
        PartState(
            placement.pk,
            part,
            due[part.kind].duty.title,
            due[part.kind].due_at,
            part.count([placement.pk]).get(placement.pk, 0),
            have.get(part.kind),
        )
        for part in all_parts()
        if part.kind.value in due
    ]


def delivery_of(placement: Placement, kind: DutyKind) -> Delivery | None:
    """The part as far as the unit has begun with it, with the placement that was given."""
    found = Delivery.objects.filter(placement=placement, kind=kind).first()
    if found is not None:
        found.placement = placement
    return found


def handed_in_kinds(placement: Placement) -> set[str]:
    """The kinds of the parts that the unit has handed in. One query."""
    rows = Delivery.objects.filter(placement=placement, stage=Stage.HANDED_IN)
    return set(rows.values_list("kind", flat=True))


def steps_of(placement: Placement, kind: DutyKind) -> QuerySet[DeliveryStep]:
    """What was done with a part, newest first."""
    rows = DeliveryStep.objects.filter(delivery__placement=placement, delivery__kind=kind)
    return rows.select_related("unit")


def last_sent_back(placement: Placement) -> dict[str, DeliveryStep]:
    """Kind to the newest sending back, of the parts that stand as sent back. One query."""
    rows = DeliveryStep.objects.filter(
        delivery__placement=placement, delivery__stage=Stage.SENT_BACK, act=Act.SEND_BACK
    )
    return {step.delivery.kind: step for step in rows.select_related("delivery", "unit").order_by("at", "pk")}


def with_parts(rows: QuerySet[Placement], kinds: Collection[DutyKind] = PARTS) -> QuerySet[Placement]:
    """The rows of a roster with each of these parts joined as `summary_part`, `pictures_part`, `media_part`."""
    for kind in kinds:
        joined = FilteredRelation("delivery_row", condition=Q(delivery_row__kind=kind))
        rows = rows.annotate(**{f"{kind}_part": joined})
    return rows


def with_stages(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """The same with stage, mark and reason of each part as `summary_stage`, `summary_on_time`, `summary_none` …; None
    where the unit has not begun with it."""
    rows = with_parts(rows)
    shown = {"stage": "stage", "on_time": "on_time", "none": "none_because"}
    return rows.annotate(
        **{f"{kind}_{name}": F(f"{kind}_part__{column}") for kind in PARTS for name, column in shown.items()}
    )


def handed_in(kind: DutyKind) -> Q:
    """The filter for rows of `with_parts` that have handed in the part."""
    return Q(**{f"{kind}_part__stage": Stage.HANDED_IN})


def not_handed_in(kind: DutyKind) -> Q:
    """The opposite. Said as it is: to negate a filter over a join asks something else."""
    stage = f"{kind}_part__stage"
    return Q(**{f"{stage}__isnull": True}) | Q(**{f"{stage}__in": [Stage.OPEN, Stage.SENT_BACK]})


def counts_of(placement_ids: Collection[int]) -> dict[int, Counts]:
    """What each unit has handed in of what is counted; one that has handed in neither is left out. Two queries at most."""
    pictures = Picture.objects.filter(placement=OuterRef("placement")).order_by()
    count = pictures.values("placement").annotate(count=Count("pk")).values("count")
    handed = Delivery.objects.filter(
        placement__in=placement_ids, stage=Stage.HANDED_IN, kind__in=[DutyKind.PICTURES, DutyKind.MEDIA]
    ).annotate(pictures=Subquery(count))
    kinds: dict[int, dict[str, int]] = {}
    for placement_id, kind, shown in handed.values_list("placement_id", "kind", "pictures"):
        kinds.setdefault(placement_id, {})[kind] = shown or 0
    with_media = [placement_id for placement_id, own in kinds.items() if DutyKind.MEDIA in own]
    media = _media_counts(with_media) if with_media else {}
    return {
        placement_id: Counts(own.get(DutyKind.PICTURES), media.get(placement_id, {}) if DutyKind.MEDIA in own else None)
        for placement_id, own in kinds.items()
    }


def _media_counts(placement_ids: Collection[int]) -> dict[int, dict[tuple[str, str], int]]:
    """Of each unit, how many media reports there are by level and origin."""
    counts: dict[int, dict[tuple[str, str], int]] = {}
    rows = MediaReport.objects.filter(placement__in=placement_ids).order_by()
    grouped = rows.values_list("placement_id", "level", "origin").annotate(Count("pk"))
    for placement_id, level, origin, count in grouped:
        counts.setdefault(placement_id, {})[level, origin] = count
    return counts
