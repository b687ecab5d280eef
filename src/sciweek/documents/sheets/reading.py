"""Reading sheets that people upload: xlsx and csv, every one taken as hostile.

The archive's entries, sizes and ratio are bounded before a parser sees it; macros, passwords, old formats and external
entities are refused; formulas are told apart from values, so that a caller can name the cell.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from charset_normalizer import from_bytes
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sciweek.core.errors import BadInput

if not DEFUSEDXML:
    raise ImportError("openpyxl must find defusedxml: sheets from outside may carry entities")

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 200 * 1024 * 1024, 200
MOST_COLUMNS, LONGEST_TEXT = 300, 5_000
OLE = b"\xd0\xcf\x11\xe0"


class UnreadableSheet(BadInput):
    """The upload is no sheet that can be read; the sentence says what it is and how to mend it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a formula instead of a value."""

    text: str


CellValue = str | int | float | bool | date | datetime | Formula | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with the number that the person sees beside it."""

    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows without empty ones, and the ranges that are merged."""

    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[str, ...] = ()


def read_sheet(data: bytes, name: str, *, most_rows: int = 20_000) -> Sheet:
    """The first visible sheet of an upload.

    Raises:
        UnreadableSheet: not a sheet, protected, with macros, damaged, too large, or of unreadable encoding.
    """
    if data.startswith(OLE):
        raise UnreadableSheet(f"“{name}”是旧版 Excel（.xls）或带密码的文件。请去掉密码，另存为 .xlsx 后再上传。")
    if data.startswith(b"PK\x03\x04"):
        return _read_xlsx(data, name, most_rows)
    return _read_csv(data, name, most_rows)


def _check_archive(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableSheet(f"“{name}”已损坏，打不开。请重新导出后再上传。") from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or (unpacked > 10_000_000 and unpacked / packed > MOST_RATIO)
    ):
        raise UnreadableSheet(f"“{name}”解压后过大，已拒收。请只保留需要的工作表，另存后再上传。")
    if "xl/workbook.xml" not in names:
        raise UnreadableSheet(f"“{name}”不是 Excel 工作簿。请上传 .xlsx 或 .csv 文件。")
    if any("vbaProject" in entry for entry in names):
        raise UnreadableSheet(f"“{name}”带有宏，已拒收。请另存为不带宏的 .xlsx 后再上传。")


def _read_xlsx(data: bytes, name: str, most_rows: int) -> Sheet:
    _check_archive(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        page = next((page for page in book.worksheets if page.sheet_state == "visible"), None)
        if page is None:
            raise UnreadableSheet(f"“{name}”里没有可见的工作表。请取消隐藏后再上传。")
        rows = tuple(_rows(page, name, most_rows))
    except UnreadableSheet:
        raise
    except Exception as error:
        # openpyxl raises many kinds on damaged files; each means the same to the person.
        raise UnreadableSheet(f"“{name}”的内容读不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。") from error
    return Sheet(page.title, rows, merged_ranges(data))


def _rows(page: Worksheet, name: str, most_rows: int) -> Iterator[SheetRow]:
    for number, cells in enumerate(page.iter_rows(), 1):
        if number > most_rows + 20:
            raise UnreadableSheet(f"“{name}”超过 {most_rows:,} 行。请拆成几个文件分别上传。")
        if len(cells) > MOST_COLUMNS:
            raise UnreadableSheet(f"“{name}”超过 {MOST_COLUMNS} 列。请删去多余的列后再上传。")
        values = tuple(_value(cell.value, cell.data_type) for cell in cells)
        if any(value not in (None, "") for value in values):
            yield SheetRow(number, values)


def _value(value: object, kind: str) -> CellValue:
    if kind == "f":
        return Formula(str(value)[:100])
    if isinstance(value, str):
        return value.strip()[:LONGEST_TEXT]
    return value if isinstance(value, int | float | bool | date) or value is None else str(value)


def merged_ranges(data: bytes) -> tuple[str, ...]:
    """The merged ranges of the first sheets, as `A1:C1`; read from the XML, since the streaming reader leaves them out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = sorted(entry for entry in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", entry))
        if not pages:
            return ()
        tail = archive.read(pages[0])[-200_000:]
    return tuple(found.decode() for found in re.findall(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"', tail))


def _read_csv(data: bytes, name: str, most_rows: int) -> Sheet:
    text = decoded(data, name)
    try:
        rows = [
            SheetRow(number, tuple(cell.strip()[:LONGEST_TEXT].removeprefix("'") for cell in row))
            for number, row in zip(range(1, most_rows + 22), csv.reader(io.StringIO(text)), strict=False)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise UnreadableSheet(f"“{name}”不是有效的 csv 文件。请另存为 .xlsx 后再上传。") from error
    if rows and rows[-1].number > most_rows + 20:
        raise UnreadableSheet(f"“{name}”超过 {most_rows:,} 行。请拆成几个文件分别上传。")
    return Sheet(name, tuple(rows))


def decoded(data: bytes, name: str) -> str:
    """The text of a csv in whatever Chinese encoding.

    Raises:
        UnreadableSheet: binary content, or an encoding that cannot be told.
    """
    if b"\x00" in data[:2000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableSheet(f"“{name}”不是表格文件。请上传 .xlsx 或 .csv 文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:100_000]).best()
    if best is None:
        raise UnreadableSheet(f"“{name}”的文字编码认不出来。请另存为 UTF-8 编码的 csv，或 .xlsx。")
    return data.decode(best.encoding, errors="strict")


def address(row: SheetRow, column: int) -> str:
    """A cell's address as the person sees it, as `C5`."""
    return f"{get_column_letter(column + 1)}{row.number}"


def merged_in_rows(sheet: Sheet, rows: Sequence[int]) -> list[str]:
    """The merged ranges that touch one of these row numbers."""
    return [each for each in sheet.merged if {int(n) for n in re.findall(r"\d+", each)} & set(rows)]
