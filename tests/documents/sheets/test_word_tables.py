"""Tables of Word documents as sheets; documents are as hostile as workbooks."""

import io
import zipfile

import pytest
from docx import Document

from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.word_tables import MOST_ROWS, read_word_tables

DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def packed(xml: str, **others: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
        for name, content in others.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def cells(data: bytes) -> list[list[tuple[object, ...]]]:
    return [[row.cells for row in sheet.rows] for sheet in read_word_tables(data, "表.docx")]


def test_each_table_is_led_by_the_paragraphs_above_it() -> None:
    document = Document()
    document.add_paragraph("填报单位：测试县第一中学")
    first = document.add_table(rows=2, cols=2)
    first.cell(0, 0).text, first.cell(0, 1).text = "指标", "本年"
    first.cell(1, 0).text, first.cell(1, 1).text = "线下", "3"
    document.add_paragraph("另一张")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "甲"
    assert cells(saved(document)) == [
        [("填报单位：测试县第一中学",), ("指标", "本年"), ("线下", "3")],
        [("另一张",), ("甲",)],
    ]


def test_a_merged_cell_stands_once_and_keeps_the_columns_in_place() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "跨两列"
    table.cell(0, 2).text = "右"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "跨两行"
    table.cell(1, 1).text, table.cell(2, 1).text = "上", "下"
    assert cells(saved(document)) == [[("跨两列", "", "右"), ("跨两行", "上", ""), ("", "下", "")]]


def test_a_table_inside_a_table_is_no_sheet_of_its_own() -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    outer.cell(0, 0).text = "外"
    outer.cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "内"
    assert cells(saved(document)) == [[("外",)]]


def test_tabs_and_line_breaks_become_blanks_and_control_signs_go() -> None:
    run = "<w:r><w:t>3</w:t><w:tab/><w:t>次</w:t></w:r>"
    xml = DOCUMENT.format(f"<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>")
    assert cells(packed(xml)) == [[("3 次",)]]


@pytest.mark.parametrize("span", ["0", "-5", "x", "999999999999", "²"])
def test_a_crooked_span_neither_breaks_nor_floods(span: str) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    assert cells(packed(DOCUMENT.format(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))) == [[("甲",)]]


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "甲"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    cell = "<w:tc><w:p><w:r><w:t>&a;&b;乙</w:t></w:r></w:p></w:tc>"
    found = cells(packed(bomb + DOCUMENT.format(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")))
    assert "甲" not in str(found)
    assert "localhost" not in str(found)


TABLE = "<w:tbl>{}</w:tbl>"
ROW = "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (packed(DOCUMENT.format("<w:p/>")), "没有表格"),
        (packed("<w:document"), "读不出来"),
        (packed(DOCUMENT.format(TABLE.format(ROW * (MOST_ROWS + 1)))), "5,000 行"),
        (packed(DOCUMENT.format(TABLE.format(ROW)), word__vbaProject=b"x"), "带有宏"),
        (packed("<w:document xmlns:w='x'>" + " " * 25_000_000 + "</w:document>"), "过大"),
        (b"PK\x03\x04 broken", "已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_mend(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableSheet, match=says):
        read_word_tables(data, "表.docx")


def test_a_workbook_is_no_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnreadableSheet, match="不是 Word 文档"):
        read_word_tables(out.getvalue(), "表.xlsx")
