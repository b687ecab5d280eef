"""The long lists of a package, row by row so that memory does not grow with them: units, and what each of them reported. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

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
class Lists:
    """Both lists, read anew each time they are asked for. The transcript's head names its columns."""

    units: Callable[[], Iterable[UnitRow]]
    transcript_head: Sequence[str]
    transcript: Callable[[], Iterable[Sequence[Value]]]
