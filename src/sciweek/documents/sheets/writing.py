"""Writing sheets: xlsx in constant memory, csv as a stream. Text from people never becomes a live formula."""

import csv
import io
import math
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from sciweek.core.errors import BadInput
from sciweek.documents.sheets.long import LongCell, Number, letters, put_in, row_xml

Value = str | int | float | Decimal | bool | date | datetime | None
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel under a Chinese or Japanese system takes the full-width signs too; an apostrophe is doubled so that one is left.
_RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t']")
_LONGEST_CELL = 32_767
_MOST_EXACT = 10**15
_MOST_ROWS = 1_048_576
# A decimal of so many digits comes back from a double as it was.
_SURE_DIGITS = 15


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One sheet: a name, a head, rows, and notes that stand above the head. `long`: thousands of rows, written faster."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = ()
    widths: Sequence[int] = field(default_factory=tuple)
    long: bool = False


def width_of(text: str) -> int:
    """How many half-width places a text takes: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def plain(text: str) -> str:
    """Text without control characters, line ends as `\\n`, cut at what a cell can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:_LONGEST_CELL]


def write_xlsx(sheets: Sequence[SheetOut], out: BinaryIO, folder: Path | None = None) -> None:
    """Write a workbook. Rows are taken one by one, so memory does not grow with them.

    Until the end they stand in a file in `folder`, else where the system keeps such files, which may be memory.

    Raises:
        BadInput: more rows than a sheet can hold; nothing is cut silently.
    """
    drawn = io.BytesIO() if any(sheet.long for sheet in sheets) else out
    later: dict[str, Iterator[str]] = {}
    with tempfile.TemporaryDirectory(prefix="sciweek-sheet-", dir=folder) as waiting:
        book = _book(drawn, waiting)
        used: set[str] = set()
        for number, sheet in enumerate(sheets, 1):
            name = re.sub(r"[\[\]:*?/\\'\n\t]", " ", plain(sheet.name)).strip()[:31].strip() or f"表{number}"
            if name.casefold() in used:
                name = f"{name[:26]}（{number}）"
            used.add(name.casefold())
            looks = _write_sheet(book, book.add_worksheet(name), sheet)
            if sheet.long:
                later[f"xl/worksheets/sheet{number}.xml"] = _long_rows(sheet, looks)
        # Not by `with`, which would pack the rows even after a failure.
        book.close()
    if later:
        put_in(drawn, later, out)


def _book(out: BinaryIO, folder: str) -> Workbook:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
        "remove_timezone": True,
        "tmpdir": folder,
    }
    return xlsxwriter.Workbook(out, options)


def _write_sheet(book: Workbook, page: Worksheet, sheet: SheetOut) -> tuple[int, int]:
    """Write all but the rows of a long sheet; the numbers of the looks of whole numbers and of decimals."""
    head_look = book.add_format(
        {
            "bold": True,
            "bg_color": "#E3F1F9",
            "border": 1,
            "border_color": "#C3CED7",
            "text_wrap": True,
            "valign": "vcenter",
        }
    )
    note_look = book.add_format({"italic": True, "font_color": "#445462"})
    whole = book.add_format({"num_format": "#,##0"})
    parts = book.add_format({"num_format": "#,##0.00"})
    for column, title in enumerate(sheet.head):
        wished = sheet.widths[column] if column < len(sheet.widths) else width_of(title) + 4
        page.set_column(column, column, min(60, max(8, wished)))
    for row, note in enumerate(sheet.notes):
        page.write_string(row, 0, plain(note), note_look)
    top = len(sheet.notes)
    for column, title in enumerate(sheet.head):
        page.write_string(top, column, plain(title), head_look)
    page.freeze_panes(top + 1, 1)
    for row, values in _counted(sheet, top + 1) if not sheet.long else ():
        for column, value in enumerate(values):
            _write_cell(page, row, column, value, whole, parts)
    # The only way to a look's number; xlsxwriter asks the same for every cell.
    return whole._get_xf_index(), parts._get_xf_index()


def _counted(sheet: SheetOut, first: int) -> Iterator[tuple[int, Sequence[Value]]]:
    """The rows with their numbers.

    Raises:
        BadInput: more than a sheet can hold.
    """
    for row, values in enumerate(sheet.rows, first):
        if row >= _MOST_ROWS:
            raise BadInput(f"“{sheet.name}”超过 {_MOST_ROWS:,} 行，一张工作表放不下。请缩小范围，或改为导出 csv。")
        yield row, values


def _long_rows(sheet: SheetOut, looks: tuple[int, int]) -> Iterator[str]:
    columns: list[str] = []
    for row, values in _counted(sheet, len(sheet.notes) + 1):
        columns += [letters(column) for column in range(len(columns), len(values))]
        yield row_xml(row + 1, [_long_cell(value, looks) for value in values], columns)


def _long_cell(value: Value, looks: tuple[int, int]) -> LongCell:
    """The same as `_write_cell` writes."""
    if value is None or value == "":
        return None
    kind = type(value)
    if kind is int and -_MOST_EXACT < value < _MOST_EXACT:  # type: ignore[operator]
        return Number(str(value), looks[0])
    if kind is Decimal and _fits(value):  # type: ignore[arg-type]
        return Number(str(value), looks[1])
    if kind is float and _fits(value):  # type: ignore[arg-type]
        return Number(repr(value), looks[1])
    return _as_text(value)


def _as_text(value: Value) -> str:
    """What is no number, as a cell shows it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return plain(str(value))


def _write_cell(page: Worksheet, row: int, column: int, value: Value, whole: object, parts: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST_EXACT:
        page.write_number(row, column, value, whole)
    elif isinstance(value, Decimal | float) and _fits(value):
        page.write_number(row, column, float(value), parts)
    else:
        page.write_string(row, column, _as_text(value))


def _fits(value: Decimal | float) -> bool:
    """Whether a sheet's number keeps the value as it is; a decimal that it would round is written as text."""
    if not math.isfinite(value) or not -_MOST_EXACT < value < _MOST_EXACT:
        return False
    if isinstance(value, Decimal):
        _sign, digits, exponent = value.as_tuple()
        if len(digits) <= _SURE_DIGITS and isinstance(exponent, int) and exponent >= -_SURE_DIGITS:
            return True
    return isinstance(value, float) or Decimal(repr(float(value))) == value


def csv_text(value: Value) -> str:
    """A value as csv shows it; text that a spreadsheet would run as a formula is quoted with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        text = plain(value)
        # A lone dash is the statistics form's own sign for "does not exist here" and runs nothing.
        return "'" + text if _RUNS.match(text) and text != "-" else text
    return str(value)


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The lines of a csv file in UTF-8 with a byte order mark, so that Excel reads Chinese."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff".encode()
    writer.writerow([csv_text(title) for title in head])
    for number, values in enumerate(rows, 1):
        writer.writerow([csv_text(value) for value in values])
        if number % 200 == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
