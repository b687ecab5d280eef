"""The tables of a Word document as sheets, so that a form filled in there is read like one filled in a workbook."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from openpyxl.utils import get_column_letter

from sciweek.documents.sheets.archive import UnreadableSheet, check_archive
from sciweek.documents.sheets.reading import MOST_COLUMNS, Sheet, SheetRow, clean_text

MOST_ROWS = 5_000
# The document is held in memory as a tree, several times its size.
MOST_XML = 20 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word_tables(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Every table of a docx that stands in no other table, in order; the paragraphs above a table lead its rows.

    A row has one cell for each column of the table's grid: what is merged across stands in its first column, what is
    merged downwards in its first row. Paragraphs are numbered with the rows, so a row's number counts what stands
    above it in the document.

    Raises:
        UnreadableSheet: no docx, damaged, too large, with macros, or without a table.
    """
    if "word/document.xml" not in check_archive(data, name):
        raise UnreadableSheet(f"“{name}”不是 Word 文档。请上传 .docx、.xlsx 或 .csv 文件。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > MOST_XML:
                raise UnreadableSheet(f"“{name}”内容过大，已拒收。请只保留统计表后再上传。")
            body = etree.fromstring(archive.read("word/document.xml"), parser).find(f"{_W}body")
    except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError) as error:
        raise UnreadableSheet(f"“{name}”的内容读不出来。请用 Word 或 WPS 打开，另存为 .docx 后再上传。") from error
    sheets = tuple(_sheets(body, name)) if body is not None else ()
    if not sheets:
        raise UnreadableSheet(f"“{name}”里没有表格。请在下载的 Word 表上填写，不要把表格转成图片。")
    return sheets


def _sheets(body: Any, name: str) -> Iterator[Sheet]:
    above: list[SheetRow] = []
    number = tables = 0
    for element in body.iter(f"{_W}p", f"{_W}tbl"):
        if any(parent.tag in (f"{_W}tbl", _FALLBACK) for parent in element.iterancestors()):
            continue
        if element.tag == f"{_W}p":
            number += 1
            if text := clean_text(_words(element), number, 0):
                above.append(SheetRow(number, (text,)))
            continue
        rows, merged = [], []
        for cells, spans in _grid(element, name):
            number += 1
            merged += [
                f"{get_column_letter(first + 1)}{number - continued}:{get_column_letter(last + 1)}{number}"
                for first, last, continued in spans
            ]
            if any(cells):
                rows.append(SheetRow(number, tuple(clean_text(text, number, n) for n, text in enumerate(cells))))
            if number > MOST_ROWS:
                raise UnreadableSheet(f"“{name}”超过 {MOST_ROWS:,} 行。请只保留统计表后再上传。")
        tables += 1
        yield Sheet(f"第 {tables} 个表格", (*above, *rows), tuple(merged))
        above = []


def _grid(table: Any, name: str) -> Iterator[tuple[list[str], list[tuple[int, int, bool]]]]:
    """Each row's texts, and its merged cells: first and last column, and whether it goes on from the row above."""
    for row in table.iterchildren(f"{_W}tr"):
        cells: list[str] = []
        spans: list[tuple[int, int, bool]] = []
        for cell in row.iterchildren(f"{_W}tc"):
            look = cell.find(f"{_W}tcPr")
            span = look.find(f"{_W}gridSpan") if look is not None else None
            merged = look.find(f"{_W}vMerge") if look is not None else None
            continued = merged is not None and merged.get(f"{_W}val") != "restart"
            width = _width(span)
            if continued or width > 1:
                spans.append((len(cells), len(cells) + width - 1, continued))
            cells.append("" if continued else "\n".join(map(_words, cell.iterchildren(f"{_W}p"))))
            cells += [""] * (width - 1)
            if len(cells) > MOST_COLUMNS:
                raise UnreadableSheet(f"“{name}”的表格超过 {MOST_COLUMNS} 列。请在下载的 Word 表上填写。")
        yield cells, spans


def _width(span: Any) -> int:
    text = span.get(f"{_W}val", "1") if span is not None else "1"
    return max(1, min(int(text), MOST_COLUMNS + 1)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _words(paragraph: Any) -> str:
    """A paragraph's text; what stands in a drawing's fallback is there twice and read once."""
    found = []
    for piece in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if any(parent.tag == _FALLBACK for parent in piece.iterancestors()):
            continue
        found.append(piece.text or "" if piece.tag == f"{_W}t" else " ")
    return "".join(found)
