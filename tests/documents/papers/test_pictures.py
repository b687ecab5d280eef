"""Pictures in papers: whole inside their box, two in a row, with caption and words for who cannot see them."""

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.pdf import About, pages_as_png, unprintable, write_pdf
from sciweek.documents.papers.pictures import BOX_HEIGHT, BOX_WIDTH, fitted_in
from sciweek.documents.papers.writing import write_docx

ABOUT = About("题", "某局", datetime(2023, 6, 5, tzinfo=UTC))
sides = st.integers(1, 4000)


def jpeg(width, height, colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def paper(count):
    shots = [b.Picture(f"第{number}张", lambda: jpeg(160, 90)) for number in range(1, count + 1)]
    return [b.AttachmentPage(1, "活动图片选登"), b.Pictures(shots)]


@given(sides, sides)
def test_a_picture_fills_its_box_in_one_direction_and_keeps_its_shape(width, height):
    wide, high = fitted_in(width, height)
    assert wide <= BOX_WIDTH + 1e-9
    assert high <= BOX_HEIGHT + 1e-9
    assert wide == pytest.approx(BOX_WIDTH) or high == pytest.approx(BOX_HEIGHT)
    assert wide * height == pytest.approx(high * width)


def test_a_docx_holds_them_two_in_a_row_with_words_for_who_cannot_see():
    out = io.BytesIO()
    write_docx(paper(3), out)
    made = Document(io.BytesIO(out.getvalue()))
    (table,) = made.tables
    assert [[cell.text.strip() for cell in row.cells] for row in table.rows] == [["第1张", "第2张"], ["第3张", ""]]
    assert [shape._inline.docPr.get("descr") for shape in made.inline_shapes] == ["第1张", "第2张", "第3张"]
    assert all(shape.height <= Mm(BOX_HEIGHT) for shape in made.inline_shapes)


def test_a_pdf_holds_the_same_and_six_of_them_go_on_one_page():
    out = io.BytesIO()
    write_pdf(paper(2), ABOUT, out)
    assert out.getvalue().count(b"/DCTDecode") >= 1
    assert len(pages_as_png(paper(6), ABOUT)) == 1


def test_a_caption_beyond_the_fonts_is_listed():
    assert [each.sign for each in unprintable([b.Pictures([b.Picture("😀", lambda: b"")])])] == ["😀"]
