"""Reads of everybody who is expected to report, with how far each is."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from sciweek.campaigns.enums import CampaignState, DutyKind
from sciweek.campaigns.models import Assignment, Campaign, Placement
from sciweek.core.scope import Scope
from sciweek.materials.enums import Stage as PartStage
from sciweek.materials.queries.deliveries import asked_parts, handed_in, not_handed_in, with_stages
from sciweek.people.queries import officers_everywhere
from sciweek.returns.models import (
    Chase,
    Return,
)
from sciweek.review.transitions import Stage


def return_of_unit(unit_id: int, campaign: Campaign) -> Placement | None:
    """The unit's place on the roster: whether it owes a return."""
    rows = Placement.objects.filter(campaign=campaign, unit_id=unit_id, removed_at=None)
    return rows.select_related("unit").first()


def roster_with_returns(scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    """Everybody expected inside `scope`, with stage, times and due date (see `due_of`) of the return; also who has none."""
    inside = scope.as_q(code="division_code", unit="unit_id", line="line")
    track = "return_row__track__"
    to_correct = When(
        **{f"{track}stage": Stage.SENT_BACK.value, f"{track}correct_by__isnull": False}, then=F(f"{track}correct_by")
    )
    due = Assignment.objects.filter(duty__campaign=campaign, duty__kind=DutyKind.RETURN, unit=OuterRef("unit"))
    return (
        Placement.objects.filter(inside, campaign=campaign, removed_at=None)
        .select_related("unit")
        .annotate(
            return_id=F("return_row__pk"),
            due_at=Case(to_correct, default=Subquery(due.values("due_at")[:1])),
            stage=F(f"{track}stage"),
            submitted_at=F(f"{track}submitted_at"),
            accepted=F(f"{track}accepted"),
            offices=F(f"{track}offices"),
        )
    )


def roster_of_four(scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    """The same with stage and mark of each of the parts that go with the form; see `with_stages`."""
    return with_stages(roster_with_returns(scope, campaign))


def asked_kinds(campaign: Campaign) -> list[DutyKind]:
    """Which of the four the campaign asks for: the form always, and the parts that it has a duty for. One query."""
    return [DutyKind.RETURN, *asked_parts(campaign)]


def lacking(rows: QuerySet[Placement], kinds: Collection[DutyKind]) -> QuerySet[Placement]:
    """The rows of `roster_of_four` that lack at least one of these: not begun, not handed in, or sent back."""
    wanted = Q(pk__in=[])
    for kind in kinds:
        wanted |= _missing_form() if kind == DutyKind.RETURN else not_handed_in(kind)
    return rows.filter(wanted)


def late_with(rows: QuerySet[Placement], kind: DutyKind) -> QuerySet[Placement]:
    """The rows of `roster_of_four` that have handed this in, but late."""
    if kind == DutyKind.RETURN:
        arrived = [Stage.SUBMITTED.value, Stage.ACCEPTED.value]
        return rows.filter(return_row__track__stage__in=arrived, return_row__on_time=False)
    return rows.filter(handed_in(kind), **{f"{kind}_part__on_time": False})


def lacks(row: Any, kinds: Collection[DutyKind]) -> list[DutyKind]:
    """Which of these a row of `roster_of_four` lacks, in their order."""
    return [kind for kind in kinds if not _row_has(row, kind)]


def _row_has(row: Any, kind: DutyKind) -> bool:
    if kind == DutyKind.RETURN:
        return row.stage in {Stage.SUBMITTED.value, Stage.ACCEPTED.value}
    return bool(getattr(row, f"{kind}_stage") == PartStage.HANDED_IN)


def missing(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """The rows of a roster that have not submitted the form. One that has not begun has no return, so no stage at all."""
    return rows.filter(_missing_form())


def _missing_form() -> Q:
    stage = "return_row__track__stage"
    open_stages = [Stage.DRAFT.value, Stage.SENT_BACK.value]
    return Q(**{f"{stage}__isnull": True}) | Q(**{f"{stage}__in": open_stages})


def with_chases(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """The rows of a roster with `chases`, how often they were reminded, and `chased_at`, when last."""
    own = Chase.objects.filter(placement=OuterRef("pk")).order_by()
    count = own.values("placement").annotate(count=Count("pk")).values("count")
    last = own.values("placement").annotate(last=Max("at")).values("last")
    return rows.annotate(chases=Coalesce(Subquery(count), 0), chased_at=Subquery(last))


def last_chase(ret: Return) -> Chase | None:
    """The newest reminder that the unit got for this return."""
    return Chase.objects.filter(placement=ret.placement_id).select_related("office").first()


def to_enter_for(office_id: int, scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    """Those this office may enter for (代录): under it in the chain, not submitted, and without people or asking for it.

    Nobody once the campaign is closed.
    """
    people = officers_everywhere().filter(unit=OuterRef("unit")).order_by()
    rows = roster_with_returns(scope, campaign).filter(chain__office=office_id, campaign__state=CampaignState.CALLED)
    rows = rows.exclude(unit=office_id)
    rows = missing(rows).annotate(asks_since=F("return_row__asks_since"), attended=Exists(people))
    return rows.filter(Q(attended=False) | Q(asks_since__isnull=False))
