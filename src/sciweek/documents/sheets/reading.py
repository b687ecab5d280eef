"""Reading sheets that people upload: xlsx and csv, every one taken as hostile.

An archive is bounded before a parser sees it; macros, passwords, old formats and external entities are refused; formulas
are told apart from values, so that a caller can name the cell.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, cast

from charset_normalizer import from_bytes
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from sciweek.documents.sheets.archive import UnreadableSheet, check_archive

if not DEFUSEDXML:
    raise ImportError("openpyxl must find defusedxml: sheets from outside may carry entities")

MOST_COLUMNS, MOST_CELLS, LONGEST_TEXT = 300, 3_000_000, 5_000
OLE = b"\xd0\xcf\x11\xe0"
NO_TABLES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]+\d+:[A-Z]+\d+)["']""")


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
    """A sheet's rows without empty ones, the ranges that are merged, and the names of hidden sheets beside it."""

    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def read_sheet(data: bytes, name: str, *, most_rows: int = 20_000) -> Sheet:
    """The first visible sheet of an upload.

    Raises:
        UnreadableSheet: not a sheet, protected, with macros, damaged, too large, or of unreadable encoding.
    """
    return next(_sheets(data, name, most_rows))


def read_workbook(
    data: bytes, name: str, *, most_rows: int = 20_000, most_cells: int = MOST_CELLS
) -> tuple[Sheet, ...]:
    """All visible sheets of an upload, in their order; a csv is one sheet. The limits hold for each sheet.

    Raises:
        UnreadableSheet: as `read_sheet`, for any of the sheets.
    """
    return tuple(_sheets(data, name, most_rows, most_cells))


def _sheets(data: bytes, name: str, most_rows: int, most_cells: int = MOST_CELLS) -> Iterator[Sheet]:
    if data.startswith(OLE):
        raise UnreadableSheet(f"“{name}”是旧版 Excel（.xls）或带密码的文件。请去掉密码，另存为 .xlsx 后再上传。")
    if data.startswith(b"PK\x03\x04"):
        yield from _read_xlsx(data, name, most_rows, most_cells)
    else:
        yield _read_csv(data, name, most_rows)


class _Page(Protocol):
    """What is used of openpyxl's streaming sheet, which its stubs do not describe."""

    title: str
    _worksheet_path: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(self) -> Iterator[tuple[Any, ...]]: ...


def _read_xlsx(data: bytes, name: str, most_rows: int, most_cells: int) -> Iterator[Sheet]:
    if "xl/workbook.xml" not in check_archive(data, name):
        raise UnreadableSheet(f"“{name}”不是 Excel 工作簿。请上传 .xlsx 或 .csv 文件。")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        pages = [page for page in book.worksheets if page.sheet_state == "visible"]
        if not pages:
            raise UnreadableSheet(f"“{name}”里没有可见的工作表。请取消隐藏后再上传。")
        hidden = tuple(page.title for page in book.worksheets if page.sheet_state != "visible")
        for page in cast(list[_Page], pages):
            rows = tuple(_rows(page, name, most_rows, most_cells))
            yield Sheet(page.title, rows, merged_ranges(data, page._worksheet_path), hidden)
    except UnreadableSheet:
        raise
    except Exception as error:
        # openpyxl raises many kinds on damaged files; each means the same to the person.
        raise UnreadableSheet(f"“{name}”的内容读不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。") from error


def _rows(page: _Page, name: str, most_rows: int, most_cells: int) -> Iterator[SheetRow]:
    # The range that a file declares is often wrong: too small would lose rows, too large would pad each of them.
    page.reset_dimensions()
    filled = seen = 0
    for number, cells in enumerate(page.iter_rows(), 1):
        if not cells:
            continue
        # A row costs time even with one cell in it.
        seen += max(len(cells), 20)
        if seen > most_cells:
            raise UnreadableSheet(f"“{name}”的单元格太多。请删去空白但带格式的行和列后再上传。")
        row = SheetRow(number, tuple(_value(cell.value, cell.data_type, number, n) for n, cell in enumerate(cells)))
        if kept := _trimmed(row, name):
            filled += 1
            if filled > most_rows:
                raise UnreadableSheet(f"“{name}”超过 {most_rows:,} 行。请拆成几个文件分别上传。")
            yield kept


def _trimmed(row: SheetRow, name: str) -> SheetRow | None:
    """The row without the empty cells behind its last value; None for an empty row."""
    last = max((place for place, value in enumerate(row.cells) if value not in (None, "")), default=-1)
    if last >= MOST_COLUMNS:
        raise UnreadableSheet(f"“{name}”超过 {MOST_COLUMNS} 列。请删去多余的列后再上传。")
    return SheetRow(row.number, row.cells[: last + 1]) if last >= 0 else None


def _value(value: object, kind: str, row: int, column: int) -> CellValue:
    if kind == "f":
        return Formula(str(getattr(value, "text", value))[:100])
    if isinstance(value, str):
        return clean_text(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value), row, column)
    return value if isinstance(value, int | float | bool | date) or value is None else str(value)


def clean_text(value: str, row: int, column: int) -> str:
    """Text as it is compared and stored: without control signs, line ends as `\\n`, blanks at the ends gone."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if sign in "\t\n" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()
    if len(text) > LONGEST_TEXT:
        cell = f"{get_column_letter(column + 1)}{row}"
        raise UnreadableSheet(f"单元格 {cell} 的文字超过 {LONGEST_TEXT:,} 个字。请精简后再上传。")
    return text


def merged_ranges(data: bytes, part: str) -> tuple[str, ...]:
    """The merged ranges of one sheet's part, as `A1:C1`; read from the XML, since the streaming reader leaves them out."""
    tail = b""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as page:
        while piece := page.read(200_000):
            tail = tail[-200_000:] + piece
    return tuple(found.decode() for found in _MERGED.findall(tail))


def _read_csv(data: bytes, name: str, most_rows: int) -> Sheet:
    text = decoded(data, name)
    rows: list[SheetRow] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), 1):
            row = SheetRow(number, tuple(_unquoted(clean_text(cell, number, n)) for n, cell in enumerate(cells)))
            if kept := _trimmed(row, name):
                rows.append(kept)
            if len(rows) > most_rows:
                raise UnreadableSheet(f"“{name}”超过 {most_rows:,} 行。请拆成几个文件分别上传。")
    except csv.Error as error:
        raise UnreadableSheet(f"“{name}”不是有效的 csv 文件。请另存为 .xlsx 后再上传。") from error
    return Sheet(name, tuple(rows))


def _unquoted(text: str) -> str:
    """Text without the apostrophe by which a sheet marks it as text."""
    return text.removeprefix("'").strip()


def _delimiter(text: str) -> str:
    """Comma, tab or semicolon, whichever stands most in the first lines; Excel's “Unicode text” has tabs."""
    head = text[:4_000]
    return max(",\t;", key=head.count)


def decoded(data: bytes, name: str) -> str:
    """The text of a csv in whatever Chinese encoding.

    Raises:
        UnreadableSheet: binary content, or an encoding that cannot be told.
    """
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if data.startswith(NO_TABLES) or (b"\x00" in data[:2000] and not utf16):
        raise UnreadableSheet(f"“{name}”不是表格文件。请上传 .xlsx 或 .csv 文件。")
    text = _first_fitting(data, ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"))
    if text is None and (guess := from_bytes(data[:100_000]).best()):
        text = _first_fitting(data, (guess.encoding,))
    if text is None or _garbled(text):
        raise UnreadableSheet(f"“{name}”的文字编码认不出来，或者已经是乱码。请另存为 UTF-8 编码的 csv，或 .xlsx。")
    return text


def _first_fitting(data: bytes, encodings: Sequence[str]) -> str | None:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _garbled(text: str) -> bool:
    """Whether the text shows that it was decoded wrongly, here or before: replacement signs, 锟斤拷, many control signs."""
    head = text[:20_000]
    strange = sum(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in head)
    return "\ufffd" in head or "锟斤拷" in head or strange * 10 > len(head)


def address(row: SheetRow, column: int) -> str:
    """A cell's address as the person sees it, as `C5`."""
    return f"{get_column_letter(column + 1)}{row.number}"


def merged_in_rows(sheet: Sheet, rows: Sequence[int]) -> list[str]:
    """The merged ranges that touch one of these row numbers."""
    touching = []
    for each in sheet.merged:
        _left, first, _right, last = corners(each)
        if any(first <= number <= last for number in rows):
            touching.append(each)
    return touching


def corners(merged: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a range such as `A1:C2`: columns counted from 0, rows as the person sees them."""
    left, top, right, bottom = (edge or 1 for edge in range_boundaries(merged))
    return left - 1, top, right - 1, bottom
