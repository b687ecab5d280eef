"""Taking over what many units have handed in, in a handful of queries: for a campaign that was run elsewhere.

Units otherwise hand in themselves. What is taken over is marked by its steps, which name no person.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Placement
from sciweek.core import clock
from sciweek.core.audit import SYSTEM, Actor, Fact, record_all
from sciweek.core.errors import permit
from sciweek.materials.enums import Act
from sciweek.materials.handing import State, handed_in
from sciweek.materials.models import Delivery, DeliveryStep
from sciweek.materials.parts import part_of

ONLY_SYSTEM = "只有系统可以接收别处办过的材料；单位请自己上报。"


@transaction.atomic
def take_over(*, actor: Actor, campaign_id: int, kind: DutyKind, unit_ids: Collection[int]) -> list[Delivery]:
    """Hand in a part of many units at once, as of now; each is judged by its own date.

    Who has begun with the part is left out, and so is who has nothing to hand in.

    Raises:
        NotPermitted: a person asks.
    """
    permit(actor is SYSTEM, ONLY_SYSTEM)
    rows = Placement.objects.select_for_update().filter(campaign=campaign_id, unit__in=unit_ids, removed_at=None)
    placements = {row.pk: row for row in rows.order_by("pk")}
    begun = set(Delivery.objects.filter(placement__in=placements, kind=kind).values_list("placement_id", flat=True))
    counts = part_of(kind).count(placements.keys() - begun)
    dues = Assignment.objects.filter(duty__campaign=campaign_id, duty__kind=kind)
    due = dict(dues.values_list("unit_id", "due_at"))
    wanted = [row for row in placements.values() if counts.get(row.pk) and row.unit_id in due]
    made = [_made(row, kind, due[row.unit_id]) for row in wanted]
    Delivery.objects.bulk_create(made, batch_size=300)
    DeliveryStep.objects.bulk_create([_step(each, counts[each.placement_id]) for each in made], batch_size=300)
    record_all(actor, [Fact("delivery.hand_in", each, {"kind": kind.value, "taken_over": True}) for each in made])
    return made


def _made(placement: Placement, kind: DutyKind, due: datetime) -> Delivery:
    state = handed_in(State(), in_time=clock.now() <= due)
    return Delivery(placement=placement, kind=kind, stage=state.stage, on_time=state.on_time, handed_in_at=clock.now())


def _step(delivery: Delivery, count: int) -> DeliveryStep:
    unit_id = delivery.placement.unit_id
    return DeliveryStep(delivery=delivery, act=Act.HAND_IN, count=count, unit_id=unit_id, at=clock.now())
