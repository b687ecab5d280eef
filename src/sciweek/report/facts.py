"""What a report says, as plain values: made by `queries`, written by `writing`. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sciweek.returns.enums import ValueKind


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator: its total, over how many answers, and the total of the campaign before (None: no base)."""

    code: str
    name: str
    unit: str
    kind: ValueKind
    group: str
    value: int
    answered: int
    none: int
    before: int | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place: its name, how many of its expected units are counted, and its totals by code."""

    name: str
    expected: int
    submitted: int
    counted: int
    totals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A campaign's report for the level above."""

    campaign: str
    theme: str
    start: date
    end: date
    office: str
    above: str
    hosts: Sequence[str]
    streams: Sequence[str]
    main_venue: str
    expected: int
    submitted: int
    counted: int
    on_time: int
    before_name: str
    figures: Sequence[Figure]
    places: Sequence[PlaceRow]
    written: date

    def figure(self, code: str) -> Figure | None:
        """The figure with this code."""
        return next((figure for figure in self.figures if figure.code == code), None)
