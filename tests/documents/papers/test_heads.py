"""版头 and 版记: red name and line, copies and printer between lines, in the order that the schema asks for."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.heads import LARGEST, size_of_issuer
from sciweek.documents.papers.pdf import About, pages_as_png, unprintable
from sciweek.documents.papers.writing import write_docx
from tests.documents.papers.test_paper import PARAGRAPH

DAY = date(2023, 6, 5)
PAPER = [
    b.RedHead("某某省科学技术厅", "某科函〔2001〕5号"),
    b.Title("关于报送某某省科技活动周情况的函"),
    b.Imprint("省委宣传部，省科协。", "某某省科学技术厅", DAY),
]


@pytest.fixture(scope="module")
def paragraphs():
    out = io.BytesIO()
    write_docx(PAPER, out)
    return Document(io.BytesIO(out.getvalue())).paragraphs


def borders(paragraph):
    found = paragraph._p.pPr.find(qn("w:pBdr"))
    return {} if found is None else {side.tag.split("}")[1]: dict(side.attrib) for side in found}


def test_the_issuer_is_red_and_stands_35_millimetres_down(paragraphs):
    (run,) = paragraphs[0].runs
    assert str(run.font.color.rgb) == "FF0000"
    assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert paragraphs[0].paragraph_format.space_before.mm == pytest.approx(35, abs=0.05)
    assert run.font.size == Pt(48)


def test_a_red_line_stands_under_the_number_two_lines_lower(paragraphs):
    at = next(place for place, each in enumerate(paragraphs) if each.text == "某科函〔2001〕5号")
    assert at == 2
    (line,) = borders(paragraphs[at]).values()
    assert (line[qn("w:color")], line[qn("w:space")]) == ("FF0000", "11")


def test_copies_and_printer_stand_between_lines_of_the_standard(paragraphs):
    copied, printed = paragraphs[-2:]
    assert (copied.text, printed.text) == ("抄送：省委宣传部，省科协。", "某某省科学技术厅\t2023年6月5日印发")
    # Eighths of a point: 8 are 0.35 mm, 6 are 0.26 mm.
    assert {side: line[qn("w:sz")] for side, line in borders(copied).items()} == {"top": "8", "bottom": "6"}
    assert {side: line[qn("w:sz")] for side, line in borders(printed).items()} == {"bottom": "8"}
    assert all(run.font.size == Pt(14) for each in (copied, printed) for run in each.runs)


def test_elements_stand_in_the_order_of_the_schema(paragraphs):
    for paragraph in paragraphs:
        places = [PARAGRAPH.index(child.tag.split("}")[1]) for child in paragraph._p.pPr]
        assert places == sorted(places)


@pytest.mark.parametrize("issuer", ["某局", "某某省科学技术厅", "某某藏族自治州科学技术和工业信息化局（知识产权局）"])
def test_a_name_of_any_length_goes_on_one_line(issuer):
    assert size_of_issuer(issuer) <= LARGEST
    assert size_of_issuer(issuer) * len(issuer) <= Mm(156) / Pt(1) + 0.1


def test_the_pdf_has_them_and_lists_what_it_cannot_print():
    about = About("函", "某局", datetime(2023, 6, 5, tzinfo=UTC))
    assert len(pages_as_png(PAPER, about)) == 1
    assert [each.sign for each in unprintable([b.RedHead("😀局"), b.Imprint("😁", "某局", DAY)])] == ["😀", "😁"]
