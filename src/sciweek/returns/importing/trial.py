"""A dry run: what a file would change in a return, cell by cell, and what the checks would find afterwards. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from sciweek.core.errors import BadInput
from sciweek.returns.findings import Finding, Said, findings
from sciweek.returns.formulas.evaluating import Known
from sciweek.returns.layout import LaidRow, Layout
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, read_value, show


class Outcome(StrEnum):
    """What becomes of a row of a file."""

    CHANGES = "changes"
    SAME = "same"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


# What a person has to look at before it can be saved.
TO_CONFIRM = frozenset({Outcome.UNREADABLE, Outcome.UNSURE, Outcome.UNKNOWN})


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A row of the file beside the cell that it would go to; `sentence` says why it cannot be read."""

    number: int
    label: str
    text: str
    item: ItemText | None
    present: str
    shown: str
    outcome: Outcome
    sentence: str = ""


@dataclass(frozen=True)
class Trial:
    """A file tried against a return: its rows, what it leaves out, and what the checks would find after saving."""

    layout: Layout
    rows: Sequence[TriedRow]
    missing: Sequence[ItemText]
    findings: Sequence[Finding]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows there are of each outcome."""
        return Counter(row.outcome.value for row in self.rows)

    @property
    def first_to_confirm(self) -> int | None:
        """The number of the first row that a person has to look at."""
        return next((row.number for row in self.rows if row.outcome in TO_CONFIRM), None)

    @property
    def typed(self) -> dict[str, str]:
        """What would be saved: indicator code to text."""
        return {code: text for code, text in self.layout.certain.items() if text.strip()}

    @property
    def needs_person(self) -> bool:
        """Whether it must not be saved before somebody has said which row is which, or mended what cannot be read."""
        return not self.layout.ours or any(row.outcome in TO_CONFIRM for row in self.rows)


def try_layout(layout: Layout, form: FormText, known: Known, required: Collection[str], said: Said) -> Trial:
    """What saving the layout's certain rows would do to the return that `known` and `said` tell of."""
    items = {item.code: item for item in form.items}
    after = dict(known.cells)
    rows = []
    for row in layout.rows:
        tried, content = _tried(row, items.get(row.code), known.cells)
        rows.append(tried)
        if content is not None and row.certain:
            after[row.code] = content
    found = findings(form, replace(known, cells=after), required, said)
    return Trial(layout, rows, [items[code] for code in layout.missing], found)


def _tried(
    row: LaidRow, item: ItemText | None, cells: Mapping[str, CellContent]
) -> tuple[TriedRow, CellContent | None]:
    blank = TriedRow(row.number, row.label, row.text, item, "", row.text, Outcome.UNKNOWN)
    if item is None:
        return blank, None
    present = cells.get(item.code)
    tried = replace(blank, present=show(present, item.kind), outcome=Outcome.BLANK)
    try:
        content = read_value(row.text, item.kind, unit=item.unit, options=item.options)
    except BadInput as refusal:
        return replace(tried, outcome=Outcome.UNREADABLE, sentence=refusal.sentence), None
    if content is None:
        return tried, None
    outcome = Outcome.UNSURE if not row.certain else Outcome.SAME if content == present else Outcome.CHANGES
    return replace(tried, shown=show(content, item.kind), outcome=outcome), content
