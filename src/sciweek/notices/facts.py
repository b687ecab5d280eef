"""What was read from a notice, as it is kept with it: the fields, and where in the text each value stands. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

# A value that is less likely to be right is asked about. What the likelihood means is measured (`reading.calibration`):
# of the values above this one in sixty was wrong in damaged copies, hardly any in the notices as they were found.
TRUSTED = 0.95


class Sureness(Enum):
    """What a person has to do with a found value."""

    TRUST = "可信"
    LOOK = "请看一眼"
    FILL = "请填写"


@dataclass(frozen=True, slots=True)
class Mark:
    """One found value in the text: its field, the offsets it was cut from, and how sure the rule is (0 to 1)."""

    field: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """The fields of a notice by name, and the marks. Dates are ISO text; null or an empty list: it does not say."""

    record: Mapping[str, object] = field(default_factory=dict)
    marks: Sequence[Mark] = ()

    def as_json(self) -> dict[str, object]:
        """For keeping with the notice."""
        return {
            "record": dict(self.record),
            "marks": [[mark.field, mark.start, mark.end, round(mark.confidence, 3)] for mark in self.marks],
        }

    def sureness(self, name: str) -> Sureness:
        """What a person has to do with this field: the least sure of its values counts."""
        if not self.record.get(name):
            return Sureness.FILL
        least = self.least_sure(name)
        return Sureness.TRUST if least is not None and least >= TRUSTED else Sureness.LOOK

    def least_sure(self, name: str) -> float | None:
        """How likely the least sure value of this field is right; None where nothing in the text is marked for it."""
        return min((mark.confidence for mark in self.marks if mark.field == name), default=None)


class Found(Protocol):
    """A value as the reading hands it over: its field, its stretches of the text, and how sure the rule is."""

    @property
    def field(self) -> str: ...
    @property
    def spans(self) -> Sequence[tuple[int, int]]: ...
    @property
    def confidence(self) -> float: ...


class Fields(Protocol):
    """What the reading of a notice gives."""

    def as_record(self) -> Mapping[str, object]:
        """The fields by name."""

    def found(self) -> Iterable[Found]:
        """Every value with its place in the text."""


def facts_of(fields: Fields) -> NoticeFacts:
    """What was read, in the form in which it is kept."""
    marks = [Mark(each.field, start, end, each.confidence) for each in fields.found() for start, end in each.spans]
    return NoticeFacts(fields.as_record(), marks)


def facts_from(kept: Mapping[str, object]) -> NoticeFacts:
    """The facts from what was kept; empty facts for a notice that was never read."""
    record, marks = kept.get("record"), kept.get("marks")
    rows = marks if isinstance(marks, list) else []
    return NoticeFacts(
        record if isinstance(record, dict) else {},
        [Mark(str(name), int(start), int(end), float(sure)) for name, start, end, sure in rows],
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, with the field it was read as; an empty field is plain text."""

    text: str
    field: str = ""


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text cut at its marks, in order and without loss. Of marks that overlap the first and longest wins."""
    cut: list[Piece] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < at or mark.end > len(text) or mark.start >= mark.end:
            continue
        if mark.start > at:
            cut.append(Piece(text[at : mark.start]))
        cut.append(Piece(text[mark.start : mark.end], mark.field))
        at = mark.end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return cut
