"""Totals from the cells: the oracle that every faster way is compared with.

Cells are the truth. A total is a sum over the returns that count, by an integer division code; blank cells and `-` are
counted apart and never taken for 0. One query a table, whatever its size.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.scope import Scope
from sciweek.people.enums import Level
from sciweek.returns.enums import NUMERIC, CellState
from sciweek.returns.models import Cell
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


def counts(counting: Counting, track: str) -> Q:
    """The filter for returns that count, where `track` leads to the return's track."""
    if counting == Counting.SUBMITTED:
        return Q(**{f"{track}__stage__in": [Stage.SUBMITTED.value, Stage.ACCEPTED.value]})
    if counting == Counting.ALL_OFFICES:
        return Q(**{f"{track}__stage": Stage.ACCEPTED.value})
    return Q(**{f"{track}__accepted__gte": 1}) | Q(**{f"{track}__stage": Stage.ACCEPTED.value})


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


def totals(
    scope: Scope,
    campaign: Campaign,
    *,
    by: Level | None = None,
    counting: Counting = Counting.FIRST_OFFICE,
    codes: Collection[str] | None = None,
) -> Mapping[tuple[int, str], Total]:
    """Division code and indicator code to total; the division code is 0 where `by` is None. One query.

    `codes` narrows to some indicators; None takes all.
    """
    cells = counted_cells(scope, campaign, counting).filter(indicator__kind__in=NUMERIC)
    if codes is not None:
        cells = cells.filter(indicator__code__in=codes)
    place = code_at(by, "ret__placement__division_code") if by else Value(0, output_field=IntegerField())
    rows = (
        cells.annotate(place=place)
        .values_list("place", "indicator__code")
        .annotate(
            sum=Sum("value"),
            answered=Count("pk", filter=Q(state=CellState.VALUE)),
            none=Count("pk", filter=Q(state=CellState.NONE)),
        )
        .order_by()
    )
    return {(place, code): Total(int(value or 0), answered, none) for place, code, value, answered, none in rows}


def over_all(by_place: Mapping[tuple[int, str], Total]) -> dict[str, Total]:
    """Indicator code to total over all places of a table. Every return stands in exactly one place, so none counts twice."""
    whole: dict[str, Total] = {}
    for (_place, code), total in by_place.items():
        whole[code] = whole.get(code, NOTHING) + total
    return whole


@dataclass(frozen=True, slots=True)
class Progress:
    """How a set of expected reporters stands.

    `expected` is today's roster, `frozen` the one of the call; `frozen_submitted` are those of the latter that have
    submitted. All other counts are over today's roster.
    """

    place: int
    expected: int
    frozen: int
    frozen_submitted: int
    submitted: int
    counted: int
    accepted: int
    sent_back: int
    on_time: int

    @property
    def missing(self) -> int:
        """How many of the expected have not submitted."""
        return self.expected - self.submitted

    @property
    def waiting(self) -> int:
        """Submitted, but not accepted by the first office."""
        return self.submitted - self.counted


def completeness(scope: Scope, campaign: Campaign, *, by: Level | None = None) -> Sequence[Progress]:
    """Progress by division at `by`, or one for the whole scope; by code. Always live; one query."""
    place = code_at(by, "division_code") if by else Value(0, output_field=IntegerField())
    rows = _expected(scope, campaign).annotate(place=place).values_list("place")
    return [Progress(*row) for row in rows.annotate(**_progress()).order_by("place")]


def completeness_by_kind(scope: Scope, campaign: Campaign) -> Mapping[str, Progress]:
    """Kind of unit to progress; the progress' own `place` is 0. One query."""
    rows = _expected(scope, campaign).values_list("kind").annotate(**_progress()).order_by("kind")
    return {kind: Progress(0, *counted) for kind, *counted in rows}


def _expected(scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    inside = scope.as_q(code="division_code", unit="unit_id", line="line")
    return Placement.objects.filter(inside, campaign=campaign)


def _progress() -> dict[str, Count]:
    """The counts of `Progress`, in its order."""
    track = "return_row__track"
    on_roster, of_the_call = Q(removed_at=None), Q(frozen=True)
    arrived = Q(**{f"{track}__stage__in": [Stage.SUBMITTED.value, Stage.ACCEPTED.value]})
    wanted = {
        "expected": on_roster,
        "frozen_count": of_the_call,
        "frozen_submitted": of_the_call & arrived,
        "submitted": on_roster & arrived,
        "counted": on_roster & counts(Counting.FIRST_OFFICE, track),
        "accepted": on_roster & Q(**{f"{track}__stage": Stage.ACCEPTED.value}),
        "sent_back": on_roster & Q(**{f"{track}__stage": Stage.SENT_BACK.value}),
        "on_time": on_roster & arrived & Q(return_row__on_time=True),
    }
    return {name: Count("pk", filter=each) for name, each in wanted.items()}
