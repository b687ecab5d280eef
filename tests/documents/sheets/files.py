"""Sheets as people and attackers make them, built byte by byte where a library would refuse to."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

Cells = Sequence[Sequence[object]]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(*sheets: Cells, merged: str = "", hidden: Sequence[int] = ()) -> bytes:
    """A workbook with these sheets; `merged` is a range of the first, `hidden` counts from 0."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, cells in enumerate(sheets):
        page = book.create_sheet(f"表{number + 1}")
        for row in cells:
            page.append(list(row))
        page.sheet_state = "hidden" if number in hidden else "visible"
    if merged:
        book.worksheets[0].merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part_of(data: bytes, part: str) -> str:
    """One part of an archive as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part).decode()


def with_sheet(rows: str, *, before: str = "", declaration: str = "") -> bytes:
    """A workbook whose only sheet holds these rows of XML."""
    page = f'<?xml version="1.0"?>{declaration}<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData></worksheet>'
    return changed(xlsx([["甲"]]), {"xl/worksheets/sheet1.xml": page.encode()})
