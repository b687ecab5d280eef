"""Completeness (上报进度): how far those expected are with each of the four, by place, by kind of unit, by line. Always live.

The form is a return; the work summary, pictures and media reports are parts that are handed in as they are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, ChainOffice, Placement
from sciweek.core.scope import Scope
from sciweek.materials.enums import Stage as PartStage
from sciweek.materials.queries.deliveries import handed_in, with_parts
from sciweek.people.enums import Level
from sciweek.people.models import Unit
from sciweek.returns.rollup import Counting, code_at, counts
from sciweek.review.transitions import Stage

# The line of units that report to the office itself.
DIRECT = 0


@dataclass(frozen=True, slots=True)
class Handed:
    """Of one of the four: how many are expected, have handed in, were in time, and were sent back and are not in again."""

    expected: int
    handed_in: int
    on_time: int
    sent_back: int

    @property
    def missing(self) -> int:
        """How many have not handed it in."""
        return self.expected - self.handed_in


@dataclass(frozen=True, slots=True)
class Progress:
    """How a set of expected reporters stands.

    `expected` is today's roster, `frozen` the one of the call; `frozen_submitted` are those of the latter that have
    submitted the form. All other counts are over today's roster. `parts` holds the parts that were asked about, and
    `complete` how many have handed in the form and all of these.
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
    complete: int = 0
    parts: Mapping[DutyKind, Handed] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """How many of the expected have not submitted the form."""
        return self.expected - self.submitted

    @property
    def waiting(self) -> int:
        """Submitted, but not accepted by the first office."""
        return self.submitted - self.counted

    @property
    def four(self) -> Mapping[DutyKind, Handed]:
        """The form and the parts, in the order in which the notice asks for them."""
        form = Handed(self.expected, self.submitted, self.on_time, self.sent_back)
        return {DutyKind.RETURN: form, **self.parts}

    @property
    def incomplete(self) -> int:
        """How many lack at least one of these."""
        return self.expected - self.complete


def completeness(
    scope: Scope, campaign: Campaign, *, by: Level | None = None, parts: Collection[DutyKind] = ()
) -> Sequence[Progress]:
    """Progress by division at `by`, or one for the whole scope; by code. One query."""
    place = code_at(by, "division_code") if by else Value(0, output_field=IntegerField())
    rows = _grouped(_expected(scope, campaign), place, parts)
    return [_made(row, row["key"], parts) for row in rows]


def progress_of(rows: QuerySet[Placement], *, by: Level, accepted: Q) -> Sequence[Progress]:
    """Progress by division at `by` over a roster; `accepted` says what is, where it is not every office's acceptance."""
    found = _grouped(rows, code_at(by, "division_code"), (), accepted)
    return [_made(row, row["key"], ()) for row in found]


def completeness_by_kind(
    scope: Scope, campaign: Campaign, *, parts: Collection[DutyKind] = ()
) -> Mapping[str, Progress]:
    """Kind of unit to progress; the progress' own `place` is 0. One query."""
    rows = _grouped(_expected(scope, campaign), F("kind"), parts)
    return {row["key"]: _made(row, 0, parts) for row in rows}


def completeness_by_line(
    scope: Scope, campaign: Campaign, *, under: int, parts: Collection[DutyKind] = ()
) -> Mapping[int, Progress]:
    """Line (条) to progress, where a line is told by the id of the office that heads it; see `line_of`. One query."""
    rows = _grouped(_expected(scope, campaign), line_of(campaign, under), parts)
    return {row["key"]: _made(row, 0, parts) for row in rows}


def line_of(campaign: Campaign, under: int) -> Combinable:
    """The office next below `under` through which a placement reports; itself for an office that heads such a line.

    `DIRECT` for `under` itself and for who reports to it without having anybody below. Units of `under`'s place that
    report past it are told by the line of the lead office through which they do.
    """
    chain = ChainOffice.objects.filter(placement=OuterRef("pk"))
    heads = ChainOffice.objects.filter(office=OuterRef("unit_id"), placement__campaign=campaign)
    own = Case(
        When(Q(unit_id=under), then=Value(DIRECT)),
        When(Exists(chain.filter(office=under)) & Exists(heads), then=F("unit_id")),
        When(Exists(chain.filter(office=under)), then=Value(DIRECT)),
        output_field=IntegerField(),
    )
    past = _next_below(campaign.office_id)
    return Coalesce(_next_below(under), own, past, Value(DIRECT), output_field=IntegerField())


def _next_below(office: int) -> Subquery:
    """The office of a placement's chain that stands right below `office`."""
    rows = ChainOffice.objects.filter(
        placement=OuterRef("pk"), placement__chain__office=office, placement__chain__position=F("position") + 1
    )
    return Subquery(rows.values("office_id")[:1])


def lines_in(scope: Scope, campaign: Campaign, under: int) -> list[tuple[int, str]]:
    """The lines inside `scope` with their names, the one of the office itself last. Two queries."""
    keys = set(
        _expected(scope, campaign)
        .filter(removed_at=None)
        .annotate(key=line_of(campaign, under))
        .order_by()
        .values_list("key", flat=True)
        .distinct()
    )
    heads = Unit.objects.filter(pk__in=keys - {DIRECT}).order_by("level", "division_code", "name")
    named = [(unit.pk, unit.label) for unit in heads]
    return [*named, (DIRECT, "")] if DIRECT in keys else named


def _expected(scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    inside = scope.as_q(code="division_code", unit="unit_id", line="line")
    return Placement.objects.filter(inside, campaign=campaign)


def _grouped(
    rows: QuerySet[Placement], key: Combinable, parts: Collection[DutyKind], accepted: Q | None = None
) -> list[dict[str, Any]]:
    rows = with_parts(rows, parts) if parts else rows
    wanted = {**_form(), **_parts(parts), **({"accepted": accepted} if accepted else {})}
    counted = {f"n_{name}": Count("pk", filter=each) for name, each in wanted.items()}
    return [dict(row) for row in rows.annotate(key=key).values("key").annotate(**counted).order_by("key")]


def _made(row: Mapping[str, Any], place: int, parts: Collection[DutyKind]) -> Progress:
    handed = {
        kind: Handed(row["n_expected"], row[f"n_{kind}_in"], row[f"n_{kind}_on_time"], row[f"n_{kind}_back"])
        for kind in parts
    }
    form = {name: row[f"n_{name}"] for name in _form()}
    return Progress(place=place, complete=row["n_complete"], parts=handed, **form)


def _arrived() -> Q:
    return Q(return_row__track__stage__in=[Stage.SUBMITTED.value, Stage.ACCEPTED.value])


def _form() -> dict[str, Q]:
    """What is counted of the form."""
    track, on_roster, of_the_call = "return_row__track", Q(removed_at=None), Q(frozen=True)
    return {
        "expected": on_roster,
        "frozen": of_the_call,
        "frozen_submitted": of_the_call & _arrived(),
        "submitted": on_roster & _arrived(),
        "counted": on_roster & counts(Counting.FIRST_OFFICE, track),
        "accepted": on_roster & Q(**{f"{track}__stage": Stage.ACCEPTED.value}),
        "sent_back": on_roster & Q(**{f"{track}__stage": Stage.SENT_BACK.value}),
        "on_time": on_roster & _arrived() & Q(return_row__on_time=True),
    }


def _parts(parts: Collection[DutyKind]) -> dict[str, Q]:
    """What is counted of each part, and of all four together."""
    on_roster = Q(removed_at=None)
    wanted = {"complete": on_roster & _arrived()}
    for kind in parts:
        part = f"{kind}_part"
        wanted["complete"] &= handed_in(kind)
        wanted[f"{kind}_in"] = on_roster & handed_in(kind)
        wanted[f"{kind}_on_time"] = on_roster & handed_in(kind) & Q(**{f"{part}__on_time": True})
        wanted[f"{kind}_back"] = on_roster & Q(**{f"{part}__stage": PartStage.SENT_BACK})
    return wanted
