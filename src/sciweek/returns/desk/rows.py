"""A return as the rows that a page shows: one a cell, with last year's value, findings and marks beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sciweek.returns.enums import CellState
from sciweek.returns.findings import Finding
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show


@dataclass(frozen=True, slots=True)
class CellRow:
    """One indicator of a return."""

    item: ItemText
    depth: int
    first_part: bool
    shown: str
    last: str
    look: str
    findings: Sequence[Finding] = ()
    changed: bool = False
    marked: bool = False
    unreadable: str = ""

    @property
    def name_id(self) -> str:
        """The id of the row's name, which labels its field."""
        return f"n-{self.item.code}"


@dataclass(frozen=True, slots=True)
class GroupRows:
    """A section with its rows and how much of it is answered."""

    letter: str
    name: str
    note: str
    rows: Sequence[CellRow]
    answered: int

    @property
    def total(self) -> int:
        """How many indicators the section has."""
        return len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the cells: last year's values, findings, and codes that are marked or changed.

    Figures that are only `to_read` are shown with separators; those in a field are not.
    """

    last: Mapping[str, CellContent] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    changed: Collection[str] = ()
    marked: Collection[str] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    to_read: bool = False


def group_rows(form: FormText, cells: Mapping[str, CellContent], beside: Beside) -> list[GroupRows]:
    """The form's sections with their rows."""
    depths: dict[str, int] = {}
    groups = []
    for group in form.groups:
        rows, before = [], ""
        for item in group.items:
            depths[item.code] = depths.get(item.parent, -1) + 1 if item.parent else 0
            rows.append(_row(item, depths[item.code], item.parent != before, cells, beside))
            before = item.parent
        answered = sum(row.look != "blank" for row in rows)
        groups.append(GroupRows(group.letter, group.name, group.note, rows, answered))
    return groups


def _row(item: ItemText, depth: int, first_part: bool, cells: Mapping[str, CellContent], beside: Beside) -> CellRow:
    content = cells.get(item.code)
    own = [finding for finding in beside.findings if finding.codes[0] == item.code]
    look = "blank" if content is None else "none" if content.state == CellState.NONE else ""
    if any(finding.blocks for finding in own) and content is not None:
        look = f"{look} f1".strip()
    elif any(finding.grade == "提示性" for finding in own):
        look = f"{look} f4".strip()
    return CellRow(
        item=item,
        depth=depth,
        first_part=bool(item.parent) and first_part,
        shown=beside.typed.get(item.code, show(content, item.kind, grouped=beside.to_read)),
        last=show(beside.last.get(item.code), item.kind),
        look=look,
        findings=[finding for finding in own if content is not None or not finding.blocks],
        changed=item.code in beside.changed,
        marked=item.code in beside.marked,
        unreadable=beside.unreadable.get(item.code, ""),
    )
