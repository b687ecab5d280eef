"""Aliases and changes as an administrator keeps them in a sheet: read with every fault, compared with what is on record.

The sheet is always the whole table: what it leaves out is taken away. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, Self, TypeVar

from sciweek.core.dates import read_date
from sciweek.core.errors import BadInput
from sciweek.documents.sheets.columns import Columns, Wanted, find_columns
from sciweek.documents.sheets.reading import Sheet, SheetRow
from sciweek.places.codes import checked
from sciweek.places.naming import normal

LONGEST_NAME = 40
LONGEST_TEXT = 200
UNCONFIRMED = "未核实"
KINDS = {"rename": "更名", "recode": "改码", "split": "分设", "merge": "合并", "move": "划转"}

ALIAS_COLUMNS = (
    Wanted("code", ("代码", "code"), required=True),
    Wanted("name", ("叫法", "别名", "name", "alias"), required=True),
)
CHANGE_COLUMNS = (
    Wanted("old_code", ("旧代码", "old_code", "old code"), required=True),
    Wanted("old_name", ("旧名称", "old_name", "old name"), required=True),
    Wanted("new_code", ("新代码", "new_code", "new code"), required=True),
    Wanted("on", ("日期", "on", "date"), required=True),
    Wanted("kind", ("变更", "kind", "change"), required=True),
    Wanted("basis", ("说明", "basis", "note")),
    Wanted("source", ("依据文号", "依据", "source")),
)


class Kept(Protocol):
    """A row of either table: what tells it from the others, and its values in the order of the columns."""

    @property
    def key(self) -> Hashable: ...
    @property
    def values(self) -> Sequence[object]: ...


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A name that people write for a division."""

    code: int
    name: str

    @property
    def key(self) -> tuple[int, str]:
        """The whole row: an alias has nothing that could change."""
        return self.code, self.name

    @property
    def values(self) -> tuple[object, ...]:
        """As the columns stand."""
        return self.code, self.name


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One step in a division's history. An empty `source` means that nobody has confirmed the day."""

    old_code: int
    old_name: str
    new_code: int
    on: date
    kind: str
    basis: str = ""
    source: str = ""

    @property
    def key(self) -> tuple[int, str, int]:
        """From which division to which."""
        return self.old_code, self.old_name, self.new_code

    @property
    def values(self) -> tuple[object, ...]:
        """As the columns stand, in words."""
        said = self.source or UNCONFIRMED
        return self.old_code, self.old_name, self.new_code, self.on, KINDS[self.kind], self.basis, said


Row = TypeVar("Row", bound=Kept)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row of the sheet, and how to mend it."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """The rows that could be read, by their number in the sheet, and the faults of the others."""

    rows: dict[int, Row]
    faults: tuple[Fault, ...]


class Effect(StrEnum):
    """What an import does to one row."""

    ADDED = "新增"
    CHANGED = "修改"
    REMOVED = "删去"


@dataclass(frozen=True, slots=True)
class Difference(Generic[Row]):
    """One row that the sheet adds, changes or leaves out."""

    effect: Effect
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it will be, or as it was when it goes."""
        shown = self.after if self.after is not None else self.before
        if shown is None:
            raise ValueError("a difference has a side")
        return shown

    @property
    def cells(self) -> list[tuple[str | None, str]]:
        """The values in the order of the columns; before each the former one where it was another."""
        former: Sequence[object] = self.before.values if self.before is not None else self.row.values
        return [(str(old) if old != new else None, str(new)) for old, new in zip(former, self.row.values, strict=True)]

    @classmethod
    def between(cls, before: Row | None, after: Row | None) -> Self:
        """Told from which sides there are."""
        effect = Effect.ADDED if before is None else Effect.REMOVED if after is None else Effect.CHANGED
        return cls(effect, before, after)


def differences(current: Iterable[Row], wanted: Iterable[Row]) -> list[Difference[Row]]:
    """What makes `current` into `wanted`, in the order of the keys."""
    before, after = {row.key: row for row in current}, {row.key: row for row in wanted}
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return [Difference.between(before.get(key), after.get(key)) for key in sorted(changed, key=repr)]


def read_aliases(sheet: Sheet, present: Collection[int]) -> Reading[AliasRow]:
    """The aliases of a sheet; `present` are the codes in use today.

    Raises:
        UnreadableSheet: the sheet as a whole cannot be used.
    """

    def row(columns: Columns, each: SheetRow) -> AliasRow:
        name = _text(columns, each, "name", "叫法", LONGEST_NAME)
        if not normal(name) or (normal(name).isdecimal() and len(normal(name)) == 6):
            raise BadInput(f"叫法“{name}”不能用来查找：六位数字会当作代码，只有标点的查不到。请改写或删去这一行。")
        return AliasRow(_present(_code(columns, each, "code", "代码"), present), name)

    return _read(sheet, ALIAS_COLUMNS, row)


def read_changes(sheet: Sheet, present: Collection[int]) -> Reading[ChangeRow]:
    """The changes of a sheet; each leads to a code in use today, or to one that another row carries on.

    Raises:
        UnreadableSheet: the sheet as a whole cannot be used.
    """
    reading = _read(sheet, CHANGE_COLUMNS, _change)
    faults = list(reading.faults)
    parts: Counter[tuple[int, date]] = Counter((row.old_code, row.on) for row in reading.rows.values())
    ends: dict[int, list[date]] = defaultdict(list)
    for row in reading.rows.values():
        ends[row.old_code].append(row.on)
    for number, row in reading.rows.items():
        if sentence := _contradiction(row, parts[row.old_code, row.on], ends[row.new_code], present):
            faults.append(Fault(number, sentence))
    return Reading(reading.rows, tuple(sorted(faults, key=lambda fault: fault.number)))


def _contradiction(row: ChangeRow, parts: int, ends: Sequence[date], present: Collection[int]) -> str:
    """What is wrong with a row beside the others; `ends` are the days on which its new code ends."""
    if row.kind == "split" and parts == 1:
        return "分设要把每个去向各写一行（仍用原代码的也写一行），现在只有一行。请补上其余去向，或改写变更的种类。"
    if row.kind != "split" and parts > 1:
        return f"旧代码 {row.old_code} 在同一天有 {parts} 个去向。如果是分设，请把这几行的变更都写成“分设”；否则删去多余的行。"
    if row.kind == "rename" and row.old_code != row.new_code:
        return "更名不改代码，而两个代码不同。请把变更写成“改码”“合并”或“划转”，或改正代码。"
    if row.kind not in {"rename", "split"} and row.old_code == row.new_code:
        return f"{KINDS[row.kind]}应有新的代码，而两个代码相同。请改正新代码，或把变更写成“更名”。"
    if row.new_code not in present and not any(end > row.on for end in ends):
        return f"新代码 {row.new_code} 今天没有这个地方，也没有别的行写它后来的去向。请改正新代码，或补上去向。"
    return ""


def _change(columns: Columns, row: SheetRow) -> ChangeRow:
    day_text = columns.text(row, "on")
    day = read_date(day_text)
    if day is None:
        raise BadInput(f"日期“{day_text[:20]}”看不懂，请写成 2020-06-12 的样子。")
    kind_text = columns.text(row, "kind")
    kind = next((key for key, label in KINDS.items() if kind_text in {key, label}), "")
    if not kind:
        raise BadInput(f"变更“{kind_text[:20]}”不认识，请填：{'、'.join(KINDS.values())}。")
    source = _text(columns, row, "source", "依据文号", LONGEST_TEXT, needed=False)
    return ChangeRow(
        _code(columns, row, "old_code", "旧代码"),
        _text(columns, row, "old_name", "旧名称", LONGEST_NAME),
        _code(columns, row, "new_code", "新代码"),
        day,
        kind,
        _text(columns, row, "basis", "说明", LONGEST_TEXT, needed=False),
        "" if source == UNCONFIRMED else source,
    )


def _read(sheet: Sheet, wanted: Sequence[Wanted], judge: Callable[[Columns, SheetRow], Row]) -> Reading[Row]:
    """Every row by itself, and none twice. A sheet without rows is a slip, not the wish to empty the table."""
    columns = find_columns(sheet, wanted)
    if not columns.rows:
        raise BadInput("表里只有表头，没有内容。这里要交整张表：请先导出现有的，改好后再上传。")
    rows: dict[int, Row] = {}
    faults: list[Fault] = []
    first: dict[Hashable, int] = {}
    for each in columns.rows:
        try:
            row = judge(columns, each)
            if row.key in first:
                raise BadInput(f"与第 {first[row.key]} 行重复，请删去一行。")
        except BadInput as refusal:
            faults.append(Fault(each.number, refusal.sentence))
        else:
            first[row.key] = each.number
            rows[each.number] = row
    return Reading(rows, tuple(faults))


def _code(columns: Columns, row: SheetRow, key: str, title: str) -> int:
    text = _text(columns, row, key, title, LONGEST_TEXT)
    if not (text.isascii() and text.isdigit() and len(text) == 6):
        raise BadInput(f"{title}“{text[:20]}”不对，应为 6 位数字，如 630100。")
    return checked(int(text))


def _present(code: int, present: Collection[int]) -> int:
    if code not in present:
        raise BadInput(f"代码 {code} 今天没有这个地方。请改成现在的代码，或删去这一行。")
    return code


def _text(columns: Columns, row: SheetRow, key: str, title: str, longest: int, *, needed: bool = True) -> str:
    text = columns.text(row, key)
    if needed and not text:
        raise BadInput(f"{title}没有填。请补上，或删去这一行。")
    if len(text) > longest:
        raise BadInput(f"{title}超过 {longest} 个字（现有 {len(text)} 个），请缩短。")
    return text
