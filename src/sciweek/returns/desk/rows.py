"""A return as the rows that a page shows: one a cell, with last year's value, findings and marks beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sciweek.returns.checks import Grade
from sciweek.returns.enums import NUMERIC, CellState
from sciweek.returns.findings import Finding, Standing
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show

LOOKS = {Grade.MANDATORY: "f1", Grade.NEAR_MANDATORY: "f2", Grade.TO_EXPLAIN: "f3", Grade.HINT: "f4"}
TONES = {"f1": ("bad", "oct"), "f2": ("amber", "lock"), "f3": ("warn", "warn"), "f4": ("info", "info")}
EXPLAIN = "explain-"


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as a page shows it. `typed`: its explanation as typed before a refusal; `refusal`: why it was refused."""

    finding: Finding
    typed: str | None = None
    refusal: str = ""

    @property
    def look(self) -> str:
        """The class of the line and its cell: f1, the gravest, to f4."""
        return "f4" if self.finding.standing == Standing.UNCHECKED else LOOKS[self.finding.grade]

    @property
    def tone(self) -> str:
        """The class of the word."""
        return "" if self.finding.standing == Standing.EXEMPT else TONES[self.look][0]

    @property
    def icon(self) -> str:
        """The icon before the word."""
        return TONES[self.look][1]

    @property
    def field(self) -> str:
        """The name of the field that explains it."""
        return f"{EXPLAIN}{self.finding.check}"

    @property
    def explanation(self) -> str:
        """What stands in that field; empty once the words have lapsed, so that nobody confirms them unawares."""
        if self.typed is not None:
            return self.typed
        return "" if self.finding.standing == Standing.LAPSED else self.finding.explanation


def shown_findings(
    found: Iterable[Finding], typed: Mapping[str, str] | None = None, refusals: Mapping[str, str] | None = None
) -> list[ShownFinding]:
    """Findings as a page shows them, with what was typed into their fields, by field, and why it was refused, by check."""
    typed, refusals = typed or {}, refusals or {}
    return [ShownFinding(each, typed.get(f"{EXPLAIN}{each.check}"), refusals.get(each.check, "")) for each in found]


def summary(found: Sequence[Finding]) -> dict[str, object]:
    """What the summary of a return's checks shows: how many findings of each word, which cells are blank, and the rest."""
    listed = shown_findings(each for each in found if each.check)
    blanks = [each.codes[0] for each in found if not each.check]
    order = ["bad", "amber", "warn", "info", "ok", ""]
    counted: dict[tuple[str, str, str], int] = {}
    for shown in [*shown_findings(each for each in found if not each.check), *listed]:
        explained = shown.finding.standing == Standing.EXPLAINED
        key = ("ok", "okc", _("已说明")) if explained else (shown.tone, shown.icon, shown.finding.word)
        counted[key] = counted.get(key, 0) + 1
    counts = [(*key, count) for key, count in sorted(counted.items(), key=lambda pair: order.index(pair[0][0]))]
    return {"check_counts": counts, "blanks": blanks, "listed": listed}


@dataclass(frozen=True, slots=True)
class CellRow:
    """One indicator of a return."""

    item: ItemText
    depth: int
    first_part: bool
    shown: str
    last: str
    look: str
    findings: Sequence[ShownFinding] = ()
    changed: bool = False
    marked: bool = False
    unreadable: str = ""

    @property
    def keyboard(self) -> str:
        """Which keyboard a phone should show for the cell."""
        return "decimal" if self.item.kind in NUMERIC else "text"

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

    `redefined` are cells whose figure of last year means something else now.
    `unreadable` and `unexplained` say by indicator and by check why what was `typed` is refused. Figures that are only
    `to_read` are shown with separators; those in a field are not.
    """

    last: Mapping[str, CellContent] = field(default_factory=dict)
    redefined: Collection[str] = ()
    findings: Sequence[Finding] = ()
    changed: Collection[str] = ()
    marked: Collection[str] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    unexplained: Mapping[str, str] = field(default_factory=dict)
    to_read: bool = False


def shown_last(last: Mapping[str, CellContent], redefined: Collection[str], item: ItemText) -> str:
    """Last year's figure as pages show it; words where it means something else now."""
    return _("口径变化") if item.code in redefined else show(last.get(item.code), item.kind)


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
    found = [finding for finding in beside.findings if finding.codes[0] == item.code and finding.beside]
    own = shown_findings(found, beside.typed, beside.unexplained)
    look = "blank" if content is None else "none" if content.state == CellState.NONE else ""
    worst = min((shown.look for shown in own if not shown.finding.settled), default="")
    worst = "f1" if item.code in beside.unreadable else worst
    return CellRow(
        item=item,
        depth=depth,
        first_part=bool(item.parent) and first_part,
        shown=beside.typed.get(item.code, show(content, item.kind, grouped=beside.to_read)),
        last=shown_last(beside.last, beside.redefined, item),
        look=f"{look} {worst}".strip(),
        findings=own,
        changed=item.code in beside.changed,
        marked=item.code in beside.marked,
        unreadable=beside.unreadable.get(item.code, ""),
    )
