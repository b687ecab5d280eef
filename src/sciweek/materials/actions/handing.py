"""Handing in what a unit owes besides the form, taking it back, sending it back (上报、撤回修改、退回)."""

from collections.abc import Collection, Sequence

from django.db import transaction

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Placement
from sciweek.campaigns.queries import offices_of
from sciweek.core import clock
from sciweek.core.audit import Fact, record_all
from sciweek.core.errors import BadInput, NotFound, NotPermitted, WrongState, permit
from sciweek.core.text import clean_words
from sciweek.mailroom.actions import Recipient, post
from sciweek.materials.enums import Act, Stage
from sciweek.materials.handing import State, handed_in, reopened, sent_back
from sciweek.materials.models import Delivery, DeliveryStep
from sciweek.materials.parts import part_of
from sciweek.materials.queries.deliveries import asked_parts
from sciweek.materials.rules import is_own, may_send_back, may_write, moves
from sciweek.people.person import Person
from sciweek.people.queries import officers_of

NOT_OWN = "只有本单位可以修改和上报自己的材料。"
CLOSED = "活动周已经归档，或本单位已移出应报名单，材料不再变动。"
NOT_IN_CHAIN = "只有审批链上的部门可以退回，且不能退回本单位的材料。"
LONGEST_NONE = 300


def locked_deliveries(placement_id: int, kinds: Collection[DutyKind]) -> list[Delivery]:
    """The unit's parts of these kinds, made where there is none yet; every change of them waits for the one before.

    Two statements: rows that a locking read joins to are those of before the wait for the lock.

    Raises:
        NotFound: no such unit on a roster, or the campaign does not ask for one of them.
    """
    if not Placement.objects.select_for_update().filter(pk=placement_id).values_list("pk"):
        raise NotFound("没有这个单位的材料。")
    beside = ("placement__campaign", "placement__unit")
    have = {
        row.kind: row for row in Delivery.objects.filter(placement=placement_id, kind__in=kinds).select_related(*beside)
    }
    return [have.get(kind.value) or _made(placement_id, kind) for kind in kinds]


def _made(placement_id: int, kind: DutyKind) -> Delivery:
    placement = Placement.objects.select_related("campaign", "unit").get(pk=placement_id)
    if kind not in asked_parts(placement.campaign):
        raise NotFound(f"本届活动周没有要求报送{kind.label}。")
    return Delivery.objects.create(placement=placement, kind=kind)


def locked_to_write(actor: Person, placement_id: int, kind: DutyKind) -> Delivery:
    """The unit's part, locked, for a change of what it consists of.

    Raises:
        NotPermitted: another unit's.
        WrongState: the campaign is closed, or the part is handed in.
    """
    (delivery,) = locked_deliveries(placement_id, [kind])
    permit(is_own(actor, delivery.placement), NOT_OWN)
    _refuse_filed(delivery.placement)
    if not may_write(actor, delivery):
        raise WrongState(f"{kind.label}已经上报。要修改，请先“撤回修改”。")
    return delivery


def _refuse_filed(placement: Placement) -> None:
    if not moves(placement):
        raise WrongState(CLOSED)


def _locked_to_hand_in(actor: Person, placement_id: int, kinds: Collection[DutyKind]) -> list[Delivery]:
    deliveries = locked_deliveries(placement_id, kinds)
    placement = deliveries[0].placement
    permit(is_own(actor, placement), NOT_OWN)
    _refuse_filed(placement)
    return deliveries


@transaction.atomic
def hand_in(*, actor: Person, placement_id: int, kinds: Sequence[DutyKind]) -> list[Delivery]:
    """Hand in these parts together, all or none. Each is judged by the unit's own date for it at its first handing in.

    Raises:
        NotPermitted: another unit's.
        BadInput: nothing is there to hand in, of one part or at all.
        WrongState: handed in already, or the campaign is closed.
    """
    if not kinds:
        raise BadInput("没有备齐的材料可以上报。")
    deliveries = _locked_to_hand_in(actor, placement_id, kinds)
    counts = []
    for delivery in deliveries:
        part = part_of(DutyKind(delivery.kind))
        count = part.count([placement_id]).get(placement_id, 0)
        if not count:
            way_out = "；确实没有的，请写明原因" if part.may_be_none else ""
            raise BadInput(f"{part.kind.label}还没有内容，请先添加再上报{way_out}。")
        counts.append(count)
    return _take_in(actor, deliveries, counts, none_because="")


@transaction.atomic
def hand_in_none(*, actor: Person, placement_id: int, kind: DutyKind, because: str) -> Delivery:
    """Say that there is nothing to hand in, and why: this counts as handed in.

    Raises:
        NotPermitted: another unit's.
        BadInput: the part must not be none, there is something in it, or a reason of fewer than six characters.
        WrongState: handed in already, or the campaign is closed.
    """
    (delivery,) = _locked_to_hand_in(actor, placement_id, [kind])
    part = part_of(kind)
    if not part.may_be_none:
        raise BadInput(f"每个单位都要报送{kind.label}，不能写没有。")
    if count := part.count([placement_id]).get(placement_id, 0):
        raise BadInput(f"{kind.label}已有 {count} 项，不能同时说明没有。请直接上报，或先移除。")
    words = clean_words(because, "没有的原因")
    if len(words) > LONGEST_NONE:
        raise BadInput(f"没有的原因最多 {LONGEST_NONE} 个字，现有 {len(words)} 个字，请精简。")
    return _take_in(actor, [delivery], [0], none_because=words)[0]


def _take_in(
    actor: Person, deliveries: Sequence[Delivery], counts: Sequence[int], *, none_because: str
) -> list[Delivery]:
    placement, now = deliveries[0].placement, clock.now()
    due = dict(
        Assignment.objects.filter(duty__campaign=placement.campaign_id, unit=placement.unit_id).values_list(
            "duty__kind", "due_at"
        )
    )
    for delivery in deliveries:
        _set(delivery, handed_in(_state(delivery), in_time=now <= due.get(delivery.kind, now)))
        delivery.none_because, delivery.handed_in_at = none_because, now
    fields = ["stage", "on_time", "none_because", "handed_in_at"]
    if len(deliveries) == 1:
        deliveries[0].save(update_fields=fields)
    else:
        Delivery.objects.bulk_update(deliveries, fields)
    _keep(actor, deliveries, Act.HAND_IN, none_because, counts)
    return list(deliveries)


@transaction.atomic
def reopen(*, actor: Person, placement_id: int, kind: DutyKind) -> Delivery:
    """Take a part back to change it; the offices see at once that it is not handed in.

    Raises:
        NotPermitted: another unit's.
        WrongState: not handed in, or the campaign is closed.
    """
    (delivery,) = _locked_to_hand_in(actor, placement_id, [kind])
    _set(delivery, reopened(_state(delivery)))
    delivery.none_because = ""
    delivery.save(update_fields=["stage", "on_time", "none_because"])
    _keep(actor, [delivery], Act.REOPEN, "", [0])
    return delivery


@transaction.atomic
def send_back(*, actor: Person, placement_id: int, kind: DutyKind, reason: str) -> Delivery:
    """Send a part back with a reason; nobody but the unit changes it. The unit is told.

    Raises:
        NotPermitted: not an office of the unit's chain, or the campaign is closed.
        BadInput: a reason of fewer than six characters, or more than 500.
        WrongState: not handed in.
    """
    (delivery,) = locked_deliveries(placement_id, [kind])
    placement = delivery.placement
    if not may_send_back(actor, placement, offices_of(placement)):
        raise NotPermitted(NOT_IN_CHAIN if moves(placement) else CLOSED)
    words = clean_words(reason, "退回的原因")
    _set(delivery, sent_back(_state(delivery)))
    delivery.save(update_fields=["stage", "ever_sent_back"])
    _keep(actor, [delivery], Act.SEND_BACK, words, [0])
    _tell(delivery, words, actor.unit_name)
    return delivery


def _state(delivery: Delivery) -> State:
    return State(Stage(delivery.stage), delivery.on_time, delivery.ever_sent_back)


def _set(delivery: Delivery, state: State) -> None:
    delivery.stage, delivery.on_time, delivery.ever_sent_back = state.stage, state.on_time, state.ever_sent_back


def _keep(actor: Person, deliveries: Sequence[Delivery], act: Act, reason: str, counts: Sequence[int]) -> None:
    """The step and the audit entry of each."""
    DeliveryStep.objects.bulk_create(
        [
            DeliveryStep(
                delivery=delivery,
                act=act,
                reason=reason,
                count=count,
                unit_id=actor.unit_id,
                at=clock.now(),
                account_id=actor.account_id,
                actor_name=actor.name,
            )
            for delivery, count in zip(deliveries, counts, strict=True)
        ]
    )
    record_all(
        actor,
        [
            Fact(f"delivery.{act.value}", delivery, {"kind": delivery.kind, "count": count})
            for delivery, count in zip(deliveries, counts, strict=True)
        ],
    )


def _tell(delivery: Delivery, reason: str, office: str) -> None:
    placement = delivery.placement
    people = [Recipient(m.account.name, m.account.email) for m in officers_of(placement.unit_id) if m.account.email]
    if people:
        context = {"delivery": delivery, "placement": placement, "campaign": placement.campaign}
        post(
            "materials/sent_back",
            to=people,
            context={**context, "reason": reason, "office": office},
            about=f"delivery:{delivery.pk}",
            division_code=placement.division_code,
        )
