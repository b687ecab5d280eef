"""Letter and report as blocks: what stands in them when, and nothing that nobody reported or wrote."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.writing import write_docx
from sciweek.report.content import Texts
from sciweek.report.papers.letter import letter
from sciweek.report.papers.report import chapters, report
from sciweek.report.pictures import PRINTED, ChosenPicture
from tests.report.material import content, figure, place

PLACES = [
    place(630100, "西宁市", totals={"A01": 70, "B01": 900_000}, before={"A01": 60}),
    place(630200, "海东市", totals={"A01": 50, "B01": 300_000}, before={"A01": 40}),
]
FIGURES = (figure(120, 100), figure(1_200_000, code="B01", name="参加人次", unit="人次"))


def texts_of(blocks):
    return "\n".join(b.all_texts(blocks))


def made(**changes):
    return content(*FIGURES, places=PLACES, counties=PLACES, **changes)


@pytest.fixture(scope="module")
def docx():
    out = io.BytesIO()
    write_docx(report(made()), out)
    return out


def test_the_page_is_that_of_the_standard(docx):
    section = Document(docx).sections[0]
    assert [round(each.mm) for each in (section.top_margin, section.bottom_margin)] == [37, 35]
    assert [round(each.mm) for each in (section.left_margin, section.right_margin)] == [28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert abs(int(grid.get(qn("w:linePitch"))) * 22 / 20 / 72 * 25.4 - 225) < 1


def test_page_numbers_stand_outside_on_both_sides(docx):
    document = Document(docx)
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert "PAGE" in odd._p.xml
    assert odd.text.startswith("—")


def test_levels_are_numbered_and_set_in_their_faces(docx):
    rows = [each for each in Document(docx).paragraphs if each.text.startswith(("一、", "二、", "（一）"))]
    assert [each.text for each in rows[:3]] == ["一、总体情况", "二、活动开展情况", "（一）群众性科普活动"]
    faces = [each.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) for each in rows[:3]]
    assert faces == ["黑体", "黑体", "楷体_GB2312"]


def test_charts_and_tables_are_parts_of_the_file(docx):
    with zipfile.ZipFile(docx) as archive:
        assert {"word/charts/chart1.xml", "word/charts/chart2.xml"} <= set(archive.namelist())
        assert "西宁市" in archive.read("word/charts/chart1.xml").decode()
    tables = Document(docx).tables
    assert len(tables) == 3
    assert tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in tables[0].rows[1].cells] == ["A01", "举办科普专题活动", "次", "120", "100", "+20.0%"]


def test_the_table_by_place_adds_up_as_it_is_written(docx):
    rows = [[cell.text for cell in row.cells] for row in Document(docx).tables[1].rows]
    assert rows[0][2:] == ["举办科普专题活动（次）", "参加人次（万人次）"]
    assert rows[1:] == [
        ["西宁市", "10", "70", "90.00"],
        ["海东市", "10", "50", "30.00"],
        ["合计", "10", "120", "120.00"],
    ]


def test_a_chart_shows_the_year_before_only_where_it_may_be_compared():
    charts = [block for block in report(made()) if isinstance(block, b.BarChart)]
    assert [[each.name for each in chart.series] for chart in charts] == [["本届", "上届"], ["本届"]]
    partial = [block for block in report(made(expected=30)) if isinstance(block, b.BarChart)]
    assert [[each.name for each in chart.series] for chart in partial] == [["本届"], ["本届"]]


def test_attachments_are_named_as_their_pages_are():
    blocks = list(report(made()))
    names = next(block.names for block in blocks if isinstance(block, b.Attachments))
    assert [block.title for block in blocks if isinstance(block, b.AttachmentPage)] == names


def test_what_a_person_wrote_stands_in_its_chapter_and_nothing_else_does():
    assert "亮点" not in texts_of(chapters(made()))
    written = made(texts=Texts(highlights="　科普大篷车进乡镇。\n\n双语讲解。", plans="继续办好。"))
    told = list(chapters(written))
    place_of = told.index(b.Heading("主要做法和亮点"))
    assert told[place_of + 1 : place_of + 3] == [b.Text("科普大篷车进乡镇。"), b.Text("双语讲解。")]
    assert b.Heading("存在的问题") not in told
    assert b.Text("继续办好。") in told


def test_before_anything_is_accepted_the_paper_has_no_empty_chapter():
    nothing = content(figure(0), counted=0, submitted=3)
    told = texts_of(report(nothing))
    assert "活动开展情况" not in told
    assert "暂无可计入的数字" in told
    assert "统计数据待验收后补报" in texts_of(letter(nothing))


def test_the_letter_says_how_many_are_counted_and_whom_to_ask():
    assert "全部经逐级验收并计入" in texts_of(letter(made()))
    partial = texts_of(letter(made(expected=12, contact="联系人：安若水，电话：0971-5550123")))
    assert "已逐级验收并计入10家，尚有2家未计入" in partial
    assert "联系人：安若水" in partial
    assert not any(isinstance(block, b.Note) for block in letter(made()))


def test_a_draft_says_that_it_is_one():
    assert "草稿，未印发。" in texts_of(letter(made()))
    assert "草稿，未印发。" in texts_of(report(made()))


def test_blank_and_dash_are_kept_apart_from_zero():
    none, blank = figure(0, code="A04", name="讲座"), figure(0, code="A05", name="展览")
    none, blank = (type(none)(**{**_fields(each), "answered": 0, "none": n}) for each, n in ((none, 2), (blank, 0)))
    table = next(block for block in report(content(figure(0), none, blank)) if isinstance(block, b.Table))
    assert [row[3] for row in table.rows] == ["0", "-", ""]


def _fields(given):
    return {name: getattr(given, name) for name in given.__slots__}


def test_head_and_copies_are_printed_only_when_the_office_wants_them():
    plain = list(letter(made(texts=Texts(number="某科函〔2001〕5号"))))
    assert isinstance(plain[0], b.CentredLine)
    assert not any(isinstance(block, b.RedHead | b.Imprint) for block in plain)
    first, *_rest, last = letter(made(texts=Texts(number="某科函〔2001〕5号", head="red", copies="省科协")))
    assert first == b.RedHead("某省科学技术厅", "某科函〔2001〕5号")
    assert (last.copied, last.office) == ("抄送：省科协。", "某省科学技术厅")


def test_pictures_are_an_attachment_of_the_report_and_are_named_in_the_letter():
    shots = [
        ChosenPicture(n, n, f"图片/{n}.jpg", "某校", "某市", "开幕式", "a" * 64, 3, lambda: b"") for n in range(1, 9)
    ]
    shown = replace(made(), pictures=shots)
    blocks = list(report(shown))
    assert b.AttachmentPage(4, "活动图片选登") in blocks
    (page,) = [block for block in blocks if isinstance(block, b.Pictures)]
    assert [each.caption for each in page.pictures] == ["开幕式（某校）"] * PRINTED
    assert "活动图片和媒体报道清单" in texts_of(letter(shown))
    assert "活动图片和媒体报道清单" in texts_of(letter(replace(made(), media=1)))
    assert "活动图片" not in texts_of([*letter(made()), *report(made())])
