"""The long lists of a package, row by row so that memory does not grow with them: units, what each reported, media reports. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sciweek.documents.sheets.writing import Value


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One expected reporter as it stands on the roster, with how far its return is."""

    name: str
    division_code: int
    place: str
    kind: str
    level: str
    state: str
    counted: bool
    submitted_at: datetime | None
    on_time: bool | None
    entered_by: str


@dataclass(frozen=True, slots=True)
class MediaRow:
    """One media report that its unit has handed in. `joint`: another unit gives the same address."""

    title: str
    medium: str
    level: str
    origin: str
    published_on: date
    url: str
    unit: str
    place: str
    has_proof: bool
    joint: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists, read anew each time they are asked for. The transcript's head names its columns."""

    units: Callable[[], Iterable[UnitRow]]
    transcript_head: Sequence[str]
    transcript: Callable[[], Iterable[Sequence[Value]]]
    media: Callable[[], Iterable[MediaRow]]
