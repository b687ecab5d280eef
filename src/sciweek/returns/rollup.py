"""Totals: sums over the returns that count, by an integer division code; blank and `-` are counted apart, never as 0.

Cells are the truth. Totals of whole places are summed from county subtotals, which are kept right in the transaction that
changes what counts; `source=Source.CELLS` sums the cells themselves: the oracle that tests, `doctor` and reports compare
with. What a scope reaches beyond its places (units of a line elsewhere) always comes from cells.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Aggregate, Case, Count, ExpressionWrapper, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.errors import WrongState
from sciweek.core.scope import Scope
from sciweek.people.enums import Level
from sciweek.returns.enums import NUMERIC, Bucket, CellState
from sciweek.returns.models import Cell, Subtotal
from sciweek.review.transitions import Stage


class Counting(StrEnum):
    """Which returns count: accepted by the first office, submitted at all, or accepted by every office of the chain."""

    FIRST_OFFICE = "first_office"
    SUBMITTED = "submitted"
    ALL_OFFICES = "all_offices"


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in the smallest unit, and over how many answers: with a value, with `-`."""

    value: int
    answered: int
    none: int

    def __add__(self, other: "Total") -> "Total":
        return Total(self.value + other.value, self.answered + other.answered, self.none + other.none)


NOTHING = Total(0, 0, 0)
MIN_CODE, MAX_CODE = 100_000, 999_999
# Division code, indicator id, bucket.
SubtotalKey = tuple[int, int, int]
SUMS: Mapping[str, Aggregate] = {
    "sum": Sum("value"),
    "with_value": Count("pk", filter=Q(state=CellState.VALUE)),
    "with_none": Count("pk", filter=Q(state=CellState.NONE)),
}


class Source(StrEnum):
    """What totals are summed from."""

    SUBTOTALS = "subtotals"
    CELLS = "cells"


BUCKETS = {
    Counting.SUBMITTED: (Bucket.WAITING, Bucket.FIRST_OFFICE, Bucket.ALL_OFFICES),
    Counting.FIRST_OFFICE: (Bucket.FIRST_OFFICE, Bucket.ALL_OFFICES),
    Counting.ALL_OFFICES: (Bucket.ALL_OFFICES,),
}


def bucket_of(track: str) -> Case:
    """The bucket of a return that counts at all, where `track` leads to its track; see `counts`."""
    return Case(
        When(**{f"{track}__stage": Stage.ACCEPTED.value}, then=Value(Bucket.ALL_OFFICES.value)),
        When(**{f"{track}__accepted__gte": 1}, then=Value(Bucket.FIRST_OFFICE.value)),
        default=Value(Bucket.WAITING.value),
        output_field=IntegerField(),
    )


def counts(counting: Counting, track: str) -> Q:
    """The filter for returns that count, where `track` leads to the return's track."""
    if counting == Counting.SUBMITTED:
        return Q(**{f"{track}__stage__in": [Stage.SUBMITTED.value, Stage.ACCEPTED.value]})
    if counting == Counting.ALL_OFFICES:
        return Q(**{f"{track}__stage": Stage.ACCEPTED.value})
    taken = Q(**{f"{track}__stage": Stage.SUBMITTED.value, f"{track}__accepted__gte": 1})
    return taken | Q(**{f"{track}__stage": Stage.ACCEPTED.value})


def code_at(level: Level, column: str) -> Combinable:
    """The code of the division at `level` that holds the one in `column`; one above that level is itself (本级)."""
    step = {Level.PROVINCE: 10_000, Level.PREFECTURE: 100, Level.COUNTY: 1}[level]
    return ExpressionWrapper(F(column) / Value(step) * Value(step), output_field=IntegerField())


def counted_cells(scope: Scope, campaign: Campaign, counting: Counting) -> QuerySet[Cell]:
    """The cells that count, inside `scope`."""
    inside = scope.as_q(
        code="ret__placement__division_code", unit="ret__placement__unit_id", line="ret__placement__line"
    )
    on_roster = Q(ret__placement__removed_at=None)
    return Cell.objects.filter(inside, on_roster, counts(counting, "ret__track"), campaign=campaign)


Totals = Mapping[tuple[int, str], Total]


def totals(
    scope: Scope,
    campaign: Campaign,
    *,
    by: Level | None = None,
    counting: Counting = Counting.FIRST_OFFICE,
    codes: Collection[str] | None = None,
    within: tuple[int, int] | None = None,
    beyond: bool = True,
    source: Source = Source.SUBTOTALS,
) -> Totals:
    """Division code and indicator code to total; the division code is 0 where `by` is None.

    `codes` narrows to some indicators, `within` to division codes from the first to the last; None takes all. From cells
    one query; from subtotals two, three where the scope reaches beyond its places, one for who knows that it does not.
    """
    if source == Source.CELLS:
        cells = counted_cells(scope, campaign, counting)
        return _from_cells(cells.filter(ret__placement__division_code__range=within) if within else cells, by, codes)
    summed = dict(_from_subtotals(scope, campaign, by, counting, codes, within))
    elsewhere = _beyond_places(scope, campaign, within) if beyond else []
    if elsewhere:
        placed = Scope(ranges=((MIN_CODE, MAX_CODE),))
        cells = counted_cells(placed, campaign, counting).filter(ret__placement__in=elsewhere)
        for key, total in _from_cells(cells, by, codes).items():
            summed[key] = summed.get(key, NOTHING) + total
    return summed


def proven_totals(scope: Scope, campaign: Campaign, *, by: Level | None = None, counting: Counting) -> Totals:
    """The same from the cells, for what leaves the house.

    Raises:
        WrongState: the subtotals that pages show differ; nothing goes out before somebody has looked.
    """
    truth = totals(scope, campaign, by=by, counting=counting, source=Source.CELLS)
    if truth != totals(scope, campaign, by=by, counting=counting):
        raise WrongState(f"{campaign.name}的汇总与单元格不符，暂不出报告。请管理员运行 ./sciweek doctor 查看并修复。")
    return truth


def _beyond_places(scope: Scope, campaign: Campaign, within: tuple[int, int] | None) -> list[int]:
    """Placements that the scope reaches by unit or line and not by place."""
    if not scope.units and not scope.lines:
        return []
    inside = scope.as_q(code="division_code", unit="unit_id", line="line")
    by_place = Scope(ranges=scope.ranges).as_q(code="division_code")
    rows = Placement.objects.filter(inside, campaign=campaign, removed_at=None).exclude(by_place)
    if within:
        rows = rows.filter(division_code__range=within)
    return list(rows.values_list("pk", flat=True))


def _from_subtotals(
    scope: Scope,
    campaign: Campaign,
    by: Level | None,
    counting: Counting,
    codes: Collection[str] | None,
    within: tuple[int, int] | None,
) -> Totals:
    inside = Scope(ranges=scope.ranges).as_q(code="division_code")
    rows = Subtotal.objects.filter(inside, campaign=campaign, bucket__in=BUCKETS[counting])
    if within:
        rows = rows.filter(division_code__range=within)
    if codes is not None:
        rows = rows.filter(indicator__code__in=codes)
    place = code_at(by, "division_code") if by else Value(0, output_field=IntegerField())
    summed = (
        rows.annotate(place=place)
        .values_list("place", "indicator__code")
        .annotate(Sum("value"), Sum("answered"), Sum("none"))
        .order_by()
    )
    return {(place, code): Total(int(value), answered, none) for place, code, value, answered, none in summed}


def _from_cells(cells: QuerySet[Cell], by: Level | None, codes: Collection[str] | None) -> Totals:
    cells = cells.filter(indicator__kind__in=NUMERIC)
    if codes is not None:
        cells = cells.filter(indicator__code__in=codes)
    place = code_at(by, "ret__placement__division_code") if by else Value(0, output_field=IntegerField())
    rows = cells.annotate(place=place).values_list("place", "indicator__code").annotate(**SUMS).order_by()
    return {(place, code): Total(int(value or 0), answered, none) for place, code, value, answered, none in rows}


def sums_of_cells(cells: QuerySet[Cell], by: Level) -> Totals:
    """Division code at `by` and indicator code to total over these cells. One query."""
    return _from_cells(cells, by, None)


def subtotals_now(campaign_id: int) -> dict[SubtotalKey, Total]:
    """What the subtotals of a campaign should be by its cells. One query over all of them."""
    cells = Cell.objects.filter(
        counts(Counting.SUBMITTED, "ret__track"),
        campaign_id=campaign_id,
        ret__placement__removed_at=None,
        indicator__kind__in=NUMERIC,
    )
    rows = (
        cells.annotate(place=F("ret__placement__division_code"), bucket=bucket_of("ret__track"))
        .values_list("place", "indicator_id", "bucket")
        .annotate(**SUMS)
        .order_by()
    )
    return {
        (place, indicator, bucket): Total(int(value or 0), answered, none)
        for place, indicator, bucket, value, answered, none in rows
    }


def subtotals_kept(campaign_id: int) -> dict[SubtotalKey, Total]:
    """What they are."""
    rows = Subtotal.objects.filter(campaign_id=campaign_id)
    return {
        (place, indicator, bucket): Total(value, answered, none)
        for place, indicator, bucket, value, answered, none in rows.values_list(
            "division_code", "indicator_id", "bucket", "value", "answered", "none"
        )
    }


def over_all(by_place: Mapping[tuple[int, str], Total]) -> dict[str, Total]:
    """Indicator code to total over all places of a table. Every return stands in exactly one place, so none counts twice."""
    whole: dict[str, Total] = {}
    for (_place, code), total in by_place.items():
        whole[code] = whole.get(code, NOTHING) + total
    return whole
