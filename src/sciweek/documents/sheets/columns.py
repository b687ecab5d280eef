"""Finding the columns that are wanted: by their titles, wherever the head stands and in whatever order."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.reading import CellValue, Formula, Sheet, SheetRow, address, merged_in_rows

HEAD_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column: our key, the titles it may bear (the first is ours), and whether it must be there."""

    key: str
    titles: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each wanted column stands, the head, and the rows below it."""

    places: Mapping[str, int]
    rows: Sequence[SheetRow]
    head: SheetRow

    def text(self, row: SheetRow, key: str) -> str:
        """A row's text in a wanted column; empty where the column or the cell is missing.

        Raises:
            UnreadableSheet: the cell holds a formula; names the cell.
        """
        place = self.places.get(key)
        return "" if place is None else cell_text(row, place)


def cell_text(row: SheetRow, place: int) -> str:
    """A cell as a person would type it; empty where the row ends before it.

    A float is what the sheet shows of it (15 digits), not its binary neighbour.

    Raises:
        UnreadableSheet: the cell holds a formula; names the cell.
    """
    value: CellValue = row.cells[place] if place < len(row.cells) else None
    if isinstance(value, Formula):
        raise UnreadableSheet(f"单元格 {address(row, place)} 是公式。请复制后“选择性粘贴为数值”，再上传。")
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
    return str(value).strip()


def normal(title: object) -> str:
    """A title as titles are compared: half width, no spaces, no brackets with remarks, no stars."""
    text = unicodedata.normalize("NFKC", str(title or ""))
    return re.sub(r"[\s*:：]|\(.*?\)", "", text).lower()


def find_columns(sheet: Sheet, wanted: Sequence[Wanted]) -> Columns:
    """The wanted columns of a sheet.

    Raises:
        UnreadableSheet: no head within the first rows, a merged head, a required column missing or one that stands twice,
            a row that slipped to the right.
    """
    titles = {normal(title): column.key for column in wanted for title in column.titles}
    top = sheet.rows[:HEAD_WITHIN]
    best = max(range(len(top)), key=lambda index: len(set(_keys(top[index], titles).values())), default=None)
    found = {} if best is None else _keys(top[best], titles)
    if best is None or not found:
        raise UnreadableSheet(f"前 {HEAD_WITHIN} 行里没有找到表头。请使用下载的空表，不要改动表头。")
    head = top[best]
    # A merged head leaves titles out, so it is told before what is missing.
    if merged := merged_in_rows(sheet, [head.number]):
        raise UnreadableSheet(f"表头有合并单元格（{merged[0]}）。请取消合并，让每列各有一个标题，再上传。")
    places: dict[str, int] = {}
    for place, key in found.items():
        if key in places:
            raise UnreadableSheet(f"第 {head.number} 行的“{head.cells[place]}”列出现了两次。请删去一列后再上传。")
        places[key] = place
    missing = [column.titles[0] for column in wanted if column.required and column.key not in places]
    if missing:
        names = "、".join(missing)
        raise UnreadableSheet(f"没有找到这些列：{names}。请使用下载的空表，不要改动表头。")
    rows = sheet.rows[best + 1 :]
    _refuse_shifted(head, rows, found)
    return Columns(places, rows, head)


def _keys(row: SheetRow, titles: Mapping[str, str]) -> dict[int, str]:
    """The wanted keys whose titles stand in a row, by place."""
    return {place: titles[title] for place, value in enumerate(row.cells) if (title := normal(value)) in titles}


def _refuse_shifted(head: SheetRow, rows: Sequence[SheetRow], found: Mapping[int, str]) -> None:
    """Refuse a row that begins after its first column and runs beyond the head: it slipped to the right."""
    first, last = min(found), len(head.cells) - 1
    for row in rows:
        begins = next((place for place, value in enumerate(row.cells) if value not in (None, "")), first)
        if begins > first and len(row.cells) - 1 > last:
            raise UnreadableSheet(
                f"第 {row.number} 行错位：{address(row, first)} 是空的，{address(row, len(row.cells) - 1)} 却在表头之外。"
                "请把这一行移回对应的列，再上传。"
            )
