"""The paper as pdf: the same text as the docx, 22 lines of 28 characters, pages that are the same bytes each time."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document

from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.pdf import About, _as_data, pages_as_png, unprintable, write_pdf
from sciweek.documents.papers.writing import write_docx

ABOUT = About("报告", "某某省科学技术厅", datetime(2023, 6, 5, tzinfo=UTC))
FULL = "国" * 26
PAPER = [
    b.CentredLine("某科函〔2001〕5号"),
    b.Title("关于报送某某省科技活动周活动情况和有关资料的报告"),
    b.Recipients("某某部"),
    *[b.Heading(text, level) for level, text in enumerate("甲乙丙丁", 1)],
    b.Text('正文 #panic("x") $x$ *粗* @引用 \\ <标签> // 注'),
    b.Clause("精心组织。", "各单位要制定方案。"),
    b.Attachments(["统计表。", "指标"]),
    b.Signature("某某省科学技术厅", date(2023, 6, 5), ["中共某某省委宣传部"]),
    b.Note("联系人：某某"),
    b.Remark("第1版"),
    b.AttachmentPage(1, "统计表"),
    b.Table("汇总", ("指标", "数"), [("甲", "1,234"), ("乙", "-")], (120, 60)),
    b.BarChart("场次", ["西宁市", "海东市"], [b.Series("本届", [3, 0]), b.Series("上届", [0, 0])]),
    b.Heading("新的一节"),
    b.Imprint("某某省教育厅", "某某省科学技术厅", date(2023, 6, 5)),
]


def pages(paper):
    return len(pages_as_png(paper, ABOUT))


def pdf(paper):
    out = io.BytesIO()
    write_pdf(paper, ABOUT, out)
    return out.getvalue()


def test_every_kind_of_block_is_set_and_text_is_never_markup():
    made = pdf(PAPER)
    assert made.startswith(b"%PDF-")
    assert made == pdf(PAPER)


def test_the_pdf_says_what_the_docx_says():
    out = io.BytesIO()
    write_docx(PAPER, out)
    document = Document(out)
    in_docx = {each.text for each in document.paragraphs if each.text}
    in_docx |= {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    said = " ".join(in_docx)
    for block in _as_data(PAPER):
        for key in ("text", "office", "day", "caption", "label", "head"):
            for text in block[key] if isinstance(block.get(key), tuple) else [str(block.get(key, ""))]:
                assert text.strip("（） ") in said
        signed = [each["text"] for each in block.get("signed", ())]
        for text in (*block.get("lines", ()), *block.get("names", ()), *signed):
            assert text in said or block["kind"] == "chart"


def test_a_page_holds_twenty_two_lines():
    assert pages([b.Text(FULL)] * 22) == 1
    assert pages([b.Text(FULL)] * 23) == 2


def test_a_line_holds_twenty_eight_characters():
    assert pages([b.Text(FULL + "国")] * 11) == 1
    assert pages([b.Text(FULL + "国")] * 12) == 2


def test_a_sign_beyond_the_fonts_is_named():
    assert [each.sign for each in unprintable([b.Text("喆堃😀"), b.Table("", ("ཀ",), [], (1,))])] == ["😀", "ཀ"]
    assert pdf([b.Text("喆堃😀")]) == pdf([b.Text("喆堃〓")])


@pytest.mark.parametrize("values", [[], [0], [-5, 3]])
def test_a_chart_of_nothing_or_of_less_than_nothing_is_drawn(values):
    chart = b.BarChart("图", [str(value) for value in values], [b.Series("数", values)])
    assert pages([chart]) == 1


def test_an_empty_paper_is_one_page():
    assert pages([]) == 1


def test_headings_of_an_attachment_begin_anew():
    labels = [block["label"] for block in _as_data(PAPER) if block["kind"] == "heading"]
    assert labels == ["一、", "（一）", "1.", "（1）", "一、"]
