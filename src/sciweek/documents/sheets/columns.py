"""Finding the columns that are wanted: by their titles, wherever the head stands and in whatever order."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sciweek.documents.sheets.reading import (
    CellValue,
    Formula,
    Sheet,
    SheetRow,
    UnreadableSheet,
    address,
    merged_in_rows,
)

HEAD_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column: our key, the titles it may bear (the first is ours), and whether it must be there."""

    key: str
    titles: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each wanted column stands, and the rows below the head."""

    places: Mapping[str, int]
    rows: Sequence[SheetRow]

    def text(self, row: SheetRow, key: str) -> str:
        """A row's text in a wanted column; empty where the column or the cell is missing.

        Raises:
            UnreadableSheet: the cell holds a formula; names the cell.
        """
        place = self.places.get(key)
        value: CellValue = row.cells[place] if place is not None and place < len(row.cells) else None
        if isinstance(value, Formula):
            raise UnreadableSheet(f"单元格 {address(row, place or 0)} 是公式。请复制后“选择性粘贴为数值”，再上传。")
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip()


def normal(title: object) -> str:
    """A title as titles are compared: half width, no spaces, no brackets with remarks, no stars."""
    text = unicodedata.normalize("NFKC", str(title or ""))
    return re.sub(r"[\s*:：]|\(.*?\)", "", text).lower()


def find_columns(sheet: Sheet, wanted: Sequence[Wanted]) -> Columns:
    """The wanted columns of a sheet.

    Raises:
        UnreadableSheet: no head within the first rows, a merged head, a required column missing, or one that stands twice.
    """
    titles = {normal(title): column.key for column in wanted for title in column.titles}
    best, places = None, dict[str, int]()
    for index, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        found: dict[str, int] = {}
        for place, value in enumerate(row.cells):
            key = titles.get(normal(value))
            if key in found:
                raise UnreadableSheet(f"第 {row.number} 行的“{value}”列出现了两次。请删去一列后再上传。")
            if key is not None:
                found[key] = place
        if len(found) > len(places):
            best, places = index, found
    missing = [column.titles[0] for column in wanted if column.required and column.key not in places]
    if best is None or missing:
        names = "、".join(missing)
        raise UnreadableSheet(f"没有找到这些列：{names}。请使用下载的空表，不要改动表头。")
    head = sheet.rows[best]
    if merged := merged_in_rows(sheet, [head.number]):
        raise UnreadableSheet(f"表头有合并单元格（{merged[0]}）。请取消合并，让每列各有一个标题，再上传。")
    return Columns(places, sheet.rows[best + 1 :])
