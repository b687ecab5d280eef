"""The dry run of an import: what becomes of each row of a sheet, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from sciweek.core.errors import BadInput


class Outcome(StrEnum):
    """What the import would do with a row."""

    NEW = "新增"
    SAME = "已登记"
    CONFLICT = "有问题"


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One row of the sheet: its name, what becomes of it, and for a conflict how to mend it."""

    number: int
    name: str
    outcome: Outcome
    sentence: str = ""


Row = TypeVar("Row", bound=TriedRow)


@dataclass(frozen=True, slots=True)
class Trial(Generic[Row]):
    """All rows, in the sheet's order."""

    rows: Sequence[Row]

    @property
    def new(self) -> list[Row]:
        """Rows that would be entered."""
        return [row for row in self.rows if row.outcome == Outcome.NEW]

    @property
    def conflicts(self) -> list[Row]:
        """Rows that cannot be taken as they stand."""
        return [row for row in self.rows if row.outcome == Outcome.CONFLICT]

    @property
    def harmless(self) -> list[Row]:
        """The other rows: new ones and those that are known."""
        return [row for row in self.rows if row.outcome != Outcome.CONFLICT]

    def refuse_conflicts(self) -> None:
        """Let the sheet as a whole be taken, or nothing of it.

        Raises:
            BadInput: a row has a conflict.
        """
        if self.conflicts:
            raise BadInput(f"有 {len(self.conflicts)} 行有问题，整份都没有导入。请按提示改正后重新上传。")
