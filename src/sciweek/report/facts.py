"""What a report says, as plain values: made by `queries`, written by `papers` and `files`. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sciweek.returns.enums import ValueKind
from sciweek.returns.rollup import NOTHING, Total


@dataclass(frozen=True, slots=True)
class Same:
    """A figure over the units that have a value in both campaigns: how many these are, and their sums."""

    units: int
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator: its total, over how many answers, and the total of the campaign before.

    `before` is None where there is no base. `redefined`: the indicator means something else now and is not compared.
    `same` is the figure over the units that have it in both campaigns; None where there is nothing to compare with.
    `parent` is the indicator that it is part of, by the form.
    """

    code: str
    name: str
    unit: str
    kind: ValueKind
    group: str
    value: int
    answered: int
    none: int
    before: int | None
    parent: str = ""
    redefined: bool = False
    same: Same | None = None

    @property
    def total(self) -> Total:
        """The total with its answers."""
        return Total(self.value, self.answered, self.none)

    @property
    def base(self) -> int:
        """What a change may be measured against; 0 where there is nothing."""
        return 0 if self.redefined else self.before or 0


@dataclass(frozen=True, slots=True)
class Sum:
    """An indicator that the form's own checks say is the sum of others (A01 = A02 + A03)."""

    whole: str
    parts: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place: how far its units are, its totals by code, and those of the campaign before.

    `frozen` counts the units of the call itself.
    """

    code: int
    name: str
    expected: int
    frozen: int
    submitted: int
    counted: int
    on_time: int
    sent_back: int
    totals: Mapping[str, Total]
    before: Mapping[str, int]

    def total(self, code: str) -> Total:
        """The total of an indicator; nothing where nobody reported."""
        return self.totals.get(code, NOTHING)

    @property
    def missing(self) -> int:
        """How many of the expected have not reported."""
        return self.expected - self.submitted

    @property
    def waiting(self) -> int:
        """How many have reported and are on their way through the offices."""
        return self.submitted - self.counted


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A campaign's report for the level above: what every office of the chain has accepted counts.

    `own`: the report of one office of the chain, over its own units; what this office has accepted counts.
    """

    campaign: str
    slug: str
    theme: str
    start: date
    end: date
    division_code: int
    place: str
    office: str
    hosts: Sequence[str]
    streams: Sequence[str]
    sub_weeks: Sequence[str]
    main_venue: str
    branch_venues: int
    contact: str
    form: str
    before_name: str
    before_counted: int
    figures: Sequence[Figure]
    sums: Sequence[Sum]
    whole: PlaceRow
    places: Sequence[PlaceRow]
    counties: Sequence[PlaceRow]
    written: date
    own: bool = False

    @property
    def expected(self) -> int:
        """How many are expected to report."""
        return self.whole.expected

    @property
    def submitted(self) -> int:
        """How many have."""
        return self.whole.submitted

    @property
    def counted(self) -> int:
        """How many are accepted by every office, and so counted here."""
        return self.whole.counted

    @property
    def complete(self) -> bool:
        """Whether everybody expected is counted: only then may totals stand beside those of another year."""
        return self.counted >= self.expected > 0

    def figure(self, code: str) -> Figure | None:
        """The figure with this code."""
        return next((figure for figure in self.figures if figure.code == code), None)
