"""The paper and the data book as files: page, grid, faces, levels, page numbers, tables, chart."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from sciweek.documents.papers.paper import Paper, broken, han
from sciweek.documents.sheets.reading import read_sheet
from sciweek.report.facts import PlaceRow
from sciweek.report.writing import write_data_book, write_document
from tests.report.test_prose import facts, figure


@pytest.fixture
def paper():
    made = facts(figure(120, 100))
    made = type(made)(
        **{**{f: getattr(made, f) for f in made.__slots__}, "places": [PlaceRow("西宁市", 5, 5, 5, {"A01": 120})]}
    )
    out = io.BytesIO()
    write_document(made, out)
    return out


def test_the_page_is_that_of_the_standard(paper):
    section = Document(paper).sections[0]
    assert [round(each.mm) for each in (section.top_margin, section.bottom_margin)] == [37, 35]
    assert [round(each.mm) for each in (section.left_margin, section.right_margin)] == [28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert abs(int(grid.get(qn("w:linePitch"))) * 22 / 20 / 72 * 25.4 - 225) < 1


def test_page_numbers_stand_outside_on_both_sides(paper):
    document = Document(paper)
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert "PAGE" in odd._p.xml
    assert odd.text.startswith("—")


def test_levels_are_numbered_and_set_in_their_faces():
    paper = Paper()
    for level, text in ((1, "甲"), (2, "乙"), (2, "丙"), (1, "丁"), (2, "戊")):
        paper.heading(text, level)
    out = io.BytesIO()
    paper.save(out)
    rows = [p for p in Document(out).paragraphs if p.text]
    assert [p.text for p in rows] == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"]
    faces = [p.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) for p in rows]
    assert faces == ["黑体", "楷体_GB2312", "楷体_GB2312", "黑体", "楷体_GB2312"]


def test_the_chart_is_a_part_of_the_file_that_is_referred_to(paper):
    with zipfile.ZipFile(paper) as archive:
        assert "word/charts/chart1.xml" in archive.namelist()
        assert "charts/chart1.xml" in archive.read("word/_rels/document.xml.rels").decode()
        assert "西宁市" in archive.read("word/charts/chart1.xml").decode()


def test_a_table_repeats_its_head(paper):
    table = Document(paper).tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1].cells[3].text == "120"


@pytest.mark.parametrize(("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_han_numerals(number, said):
    assert han(number) == said


def test_a_long_title_is_broken_into_lines_without_losing_a_sign():
    title = "关于报送某某省某某年科技活动周情况和有关影像资料媒体报道资料的报告"
    lines = broken(title)
    assert "".join(lines) == title
    assert all(len(line) <= 19 for line in lines)


def test_the_data_book_holds_numbers_as_numbers():
    out = io.BytesIO()
    write_data_book(facts(figure(120, 100)), out)
    rows = read_sheet(out.getvalue(), "book.xlsx").rows
    assert 120 in rows[-1].cells
