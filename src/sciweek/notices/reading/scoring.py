"""How well notices were read, against answers that people gave.

The comparison of the shared scorer: without blanks, in one width, list order aside. A contact counts as its name, its
phone and its mail; a deadline as its day; an attachment as its title.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sciweek.notices.reading.fields import Found

SCALARS = ("title", "doc_number", "issue_date", "theme", "start_date", "end_date", "main_venue")
NAMES = ("issuing_agencies", "recipients", "hosts", "organisers", "co_organisers")
ROWS = {"deadlines": ("date",), "contacts": ("name", "phone", "email"), "attachments": ("title",)}
SCORED = (*SCALARS, *NAMES, *ROWS)
# Read too, and judged where the answers have them.
MORE = {"publish_date": (), "streams": ("name",), "sub_weeks": ("name",)}
# A field with fewer answers says too little for itself.
POOL_BELOW = 12

Record = Mapping[str, object]


def plain(value: object) -> str:
    """A value as it is compared."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def items(field: str, record: Record) -> set[str]:
    """The comparable values that a record holds for a field."""
    value = record.get(field)
    rows = value if isinstance(value, list) else [value]
    return {item for row in rows for item in _items_of(field, row)}


def _items_of(field: str, row: object) -> set[str]:
    if row in (None, "", []):
        return set()
    if isinstance(row, Mapping):
        keys = ROWS.get(field) or MORE.get(field) or ()
        return {plain(row[key]) for key in keys if row.get(key)}
    return {plain(row)}


def judged(found: Found, answers: Record) -> bool | None:
    """Whether a found value is right; None where the answers do not say."""
    if found.field not in SCORED and (found.field not in MORE or found.field not in answers):
        return None
    return _items_of(found.field, found.value) <= items(found.field, answers)


@dataclass(frozen=True, slots=True)
class Count:
    """How many values were right, found, and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing was wanted and nothing found."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def counts(read: Record, answers: Record) -> dict[str, Count]:
    """The counts of one notice, by field."""
    made = {}
    for field in SCORED:
        have, want = items(field, read), items(field, answers)
        made[field] = Count(len(have & want), len(have), len(want))
    return made


def totals(notices: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
    """The counts of all notices, by field."""
    return {field: sum((notice[field] for notice in notices), Count()) for field in SCORED}


def macro_f1(notices: Sequence[Mapping[str, Count]]) -> float:
    """The mean F1 over fields; fields with few answers count together as one."""
    by_field = totals(notices)
    pooled = [count for count in by_field.values() if count.wanted < POOL_BELOW]
    parts = [count for count in by_field.values() if count.wanted >= POOL_BELOW]
    parts += [sum(pooled, Count())] if pooled else []
    return sum(part.f1 for part in parts) / len(parts) if parts else 1.0


def errors(read: Record, answers: Record) -> list[tuple[str, str, str]]:
    """What was missed (-) and what was found wrongly (+), each with its field."""
    made = []
    for field in SCORED:
        have, want = items(field, read), items(field, answers)
        made += [("-", field, value) for value in sorted(want - have)]
        made += [("+", field, value) for value in sorted(have - want)]
    return made
