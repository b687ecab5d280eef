"""Sheets of aliases and changes as an administrator would upload them."""

from collections.abc import Iterable, Mapping, Sequence

from sciweek.documents.sheets.reading import Sheet, read_sheet
from sciweek.documents.sheets.writing import write_csv
from sciweek.places.edition import shipped

ALIAS_HEAD = ("代码", "叫法")
CHANGE_HEAD = ("旧代码", "旧名称", "新代码", "日期", "变更", "说明", "依据")


def sheet(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Sheet:
    """A csv with this head."""
    return read_sheet(b"".join(write_csv(head, rows)), "table.csv")


def shipped_sheet(table: str, more: Iterable[Mapping[str, str]] = (), without: int = 0) -> Sheet:
    """The shipped table with rows added at its end, and some taken away at its beginning."""
    rows = [*shipped(table)[without:], *more]
    head = list(shipped(table)[0])
    return sheet(head, [[row.get(key, "") for key in head] for row in rows])


def change(**values: str) -> dict[str, str]:
    """A row of the changes that is right, with some values changed."""
    row = {"old_code": "632899", "old_name": "某工行委", "new_code": "632801", "on": "2021-03-01", "kind": "merge"}
    return row | values
