"""The paper as Word finds it: grid, exact measures, faces, levels, order of elements, tables, signature, attachments."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sciweek.documents.papers.blocks import BarChart, Imprint, Series
from sciweek.documents.papers.imprints import add_imprint
from sciweek.documents.papers.paper import BODY_SIZE, LONGEST_TITLE_LINE, Paper, broken, characters, fitted

DAY = date(2023, 6, 5)
# The order that the schema of WordprocessingML asks for (ECMA-376, 17.3.1.26 and 17.6.17); Word calls other orders damaged.
PARAGRAPH = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "outlineLvl",
    "rPr",
    "sectPr",
]
SECTION = [
    "headerReference",
    "footerReference",
    "footnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
    "pgNumType",
    "cols",
    "titlePg",
    "docGrid",
]
LOOK = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "strike",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "lang",
]


def whole_paper() -> Paper:
    paper = Paper()
    paper.title("关于报送某某省科技活动周活动情况和有关资料的报告")
    paper.recipients("某某部")
    for level, text in enumerate(("甲", "乙", "丙", "丁"), 1):
        paper.heading(text, level)
    paper.text("正文。")
    paper.attachments(["统计表。", "指标"])
    paper.clause("精心组织。", "各单位要制定方案。")
    paper.signature(["某某省科学技术厅"], DAY)
    paper.note("此件公开发布")
    paper.attachment_page(1, "统计表")
    paper.table("汇总", ("指标", "数"), [("甲", "1,234"), ("乙", "-"), ("丙", "说明")], (120, 60))
    paper.chart(BarChart("各市州场次", ["西宁市", "海东市"], [Series("本届", [3, 0]), Series("上届", [2, 1])]))
    paper.remark("注：小字。")
    add_imprint(paper, Imprint("某某省教育厅", "某某省科学技术厅", DAY))
    return paper


def saved(paper: Paper) -> bytes:
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def opened(paper: Paper) -> list[Paragraph]:
    return [each for each in Document(io.BytesIO(saved(paper))).paragraphs if each.text]


def named(paper: Paper, text: str) -> Paragraph:
    return next(each for each in opened(paper) if text in each.text)


def in_order(element: etree._Element, order: list[str]) -> bool:
    places = [order.index(etree.QName(child).localname) for child in element]
    return places == sorted(places)


TABLE = ["tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"]


@pytest.mark.parametrize(
    ("tag", "order"), [("w:tblPr", TABLE), ("w:pPr", PARAGRAPH), ("w:sectPr", SECTION), ("w:rPr", LOOK)]
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml", "word/footer2.xml"])
def test_elements_stand_in_the_order_that_word_asks_for(tag, order, part):
    with zipfile.ZipFile(io.BytesIO(saved(whole_paper()))) as archive:
        tree = etree.fromstring(archive.read(part))
    assert [etree.tostring(each) for each in tree.iter(qn(tag)) if not in_order(each, order)] == []


def test_every_relation_leads_to_a_part_of_a_declared_type():
    with zipfile.ZipFile(io.BytesIO(saved(whole_paper()))) as archive:
        names = set(archive.namelist())
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        types = archive.read("[Content_Types].xml").decode()
    targets = [each.get("Target") for each in relations if each.get("TargetMode") != "External"]
    assert [target for target in targets if f"word/{target}" not in names and target.lstrip("./") not in names] == []
    assert "/word/charts/chart1.xml" in types


def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters():
    document = whole_paper().document
    section = document.sections[0]
    line = int(section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")))
    height = section.page_height - section.top_margin - section.bottom_margin
    assert height // (BODY_SIZE // 16 // 20) // line == 22
    closer = int(document.styles["Normal"].element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    width = section.page_width - section.left_margin - section.right_margin
    assert width // (BODY_SIZE + BODY_SIZE // 16 * closer // 20) == 28


def test_the_body_is_set_by_exact_measures_and_not_by_the_grid():
    paper = whole_paper()
    assert paper.document.styles["Normal"].element.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    look = named(paper, "正文").paragraph_format
    assert look.line_spacing.pt == pytest.approx(28.95)


def test_faces_are_the_official_ones_for_han_characters():
    paper = whole_paper()
    faces = {
        text: named(paper, text).runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))
        for text in ("关于", "某某部：", "一、甲", "（一）乙", "1.丙", "（1）丁", "附件1")
    }
    assert faces == {
        "关于": "方正小标宋简体",
        "某某部：": "仿宋_GB2312",
        "一、甲": "黑体",
        "（一）乙": "楷体_GB2312",
        "1.丙": "仿宋_GB2312",
        "（1）丁": "仿宋_GB2312",
        "附件1": "黑体",
    }


def test_a_table_never_runs_out_of_the_type_area():
    table = Document(io.BytesIO(saved(whole_paper()))).tables[0]
    assert sum(column.width for column in table.columns) <= Mm(156)
    assert [cell.width for cell in table.rows[1].cells] == [column.width for column in table.columns]


@given(st.lists(st.integers(5, 200), min_size=1, max_size=20))
def test_widths_fit_and_keep_their_proportions(widths):
    narrowed = fitted(widths)
    assert sum(narrowed) <= max(156, 0)
    assert all(a >= b for a, b in zip(widths, narrowed, strict=True))
    assert narrowed == widths or sum(narrowed) > 156 - len(widths)


def test_figures_and_dashes_stand_right_and_words_left():
    rows = Document(io.BytesIO(saved(whole_paper()))).tables[0].rows
    assert [row.cells[1].paragraphs[0].alignment for row in rows[1:]] == [2, 2, None]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def right_edge(paragraph: Paragraph) -> float:
    return paragraph.paragraph_format.right_indent / BODY_SIZE


@pytest.mark.parametrize("office", ["某某局", "某某省科学技术厅", "某某省科技活动周组织委员会办公室", "某" * 24])
def test_the_date_begins_two_characters_right_of_the_issuer(office):
    paper = Paper()
    paper.signature([office], DAY)
    issuer, dated = opened(paper)
    begins = [28 - right_edge(each) - characters(each.text) for each in (issuer, dated)]
    assert begins[1] - begins[0] == pytest.approx(2, abs=0.01)
    assert right_edge(issuer) == pytest.approx(2) or right_edge(dated) == pytest.approx(2)


def test_joint_issuers_stand_amid_each_other_with_the_date_below_the_last():
    paper = Paper()
    paper.signature(["某某省科学技术厅", "中共某某省委宣传部", "某某省科协"], DAY)
    *issuers, dated = opened(paper)
    middles = [right_edge(each) + characters(each.text) / 2 for each in issuers]
    assert middles == pytest.approx([middles[0]] * 3, abs=0.01)
    assert dated.text == "2023年6月5日"
    longest = 28 - right_edge(issuers[1]) - characters(issuers[1].text)
    assert 28 - right_edge(dated) - characters(dated.text) - longest == pytest.approx(2, abs=0.01)


def test_a_clause_has_its_heading_and_its_text_in_their_own_faces():
    paragraph = named(whole_paper(), "精心组织")
    assert paragraph.text == "（二）精心组织。各单位要制定方案。"
    faces = [run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs]
    assert faces == ["楷体_GB2312", "仿宋_GB2312"]


def test_the_imprint_is_ruled_around_and_between():
    first, second = opened(whole_paper())[-2:]
    sizes = [
        [(side.tag.split("}")[1], side.get(qn("w:sz"))) for side in each._p.pPr.find(qn("w:pBdr"))]
        for each in (first, second)
    ]
    assert (first.text, second.text) == ("抄送：某某省教育厅。", "某某省科学技术厅\t2023年6月5日印发")
    assert sizes == [[("top", "8"), ("bottom", "6")], [("bottom", "8")]]


def test_a_title_of_joint_issuers_breaks_between_them():
    title = "某某省科学技术厅　中共某某省委宣传部　某某省科学技术协会关于举办某某省科技活动周的通知"
    assert broken(title) == [
        "某某省科学技术厅　中共某某省委宣传部",
        "某某省科学技术协会关于",
        "举办某某省科技活动周的通知",
    ]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "某某市科学技术局关于转发《关于举办某某省科技活动周的通知》的通知",
            ["某某市科学技术局关于转发《关于举办", "某某省科技活动周的通知》的通知"],
        ),
        (
            "某某自治县科学技术局关于转发《关于转发〈关于举办某某省科技活动周的通知〉的通知》的通知",
            ["某某自治县科学技术局关于转发", "《关于转发〈关于举办某某省", "科技活动周的通知〉的通知》的通知"],
        ),
    ],
)
def test_a_forwarding_title_breaks_inside_its_marks_and_never_right_behind_one(title, lines):
    assert broken(title) == lines


def test_a_date_has_no_leading_zeros():
    assert named(whole_paper(), "2023年").text == "2023年6月5日"


def test_a_single_attachment_has_no_number_and_names_no_punctuation():
    one, many = Paper(), Paper()
    one.attachments(["统计表。"])
    many.attachments(["统计表；", "指标"])
    assert [each.text for each in opened(one)] == ["附件：统计表"]
    assert [each.text for each in opened(many)] == ["附件：1. 统计表", "2. 指标"]


def test_wrapped_names_of_attachments_begin_under_the_first_character():
    paper = Paper()
    paper.attachments(["甲", "乙"])
    first, second = (each._p.pPr.find(qn("w:ind")) for each in opened(paper))
    assert [each.get(qn("w:leftChars")) for each in (first, second)] == ["600", "600"]
    assert [each.get(qn("w:hangingChars")) for each in (first, second)] == ["400", "100"]


def test_an_attachment_begins_on_a_new_page_without_an_empty_line_before():
    first = named(whole_paper(), "附件1")
    assert first.paragraph_format.page_break_before
    assert 'w:type="page"' not in first._p.xml


def test_the_note_stands_in_brackets_once():
    paper = Paper()
    paper.note("（此件公开发布）")
    assert opened(paper)[0].text == "（此件公开发布）"


def test_signs_that_a_document_cannot_hold_are_left_out():
    paper = Paper()
    paper.text("甲\x00\x0b乙\ud800丙")
    paper.table("表", ("列",), [("\x07丁",)], (50,))
    assert opened(paper)[0].text == "甲乙丙"


def test_names_with_markup_stay_text_in_a_chart():
    paper = Paper()
    paper.chart(BarChart('图 "名" <&>', ['<甲> & "乙"'], [Series('"场次" <&>', [1])]))
    with zipfile.ZipFile(io.BytesIO(saved(paper))) as archive:
        chart = etree.fromstring(archive.read("word/charts/chart1.xml"))
        etree.fromstring(archive.read("word/document.xml"))
    assert '<甲> & "乙"' in [each.text for each in chart.iter("{*}v")]


def test_two_charts_are_two_parts():
    paper = Paper()
    paper.chart(BarChart("一", ["甲"], [Series("一", [1])]))
    paper.chart(BarChart("二", ["乙"], [Series("二", [-250])], decimals=2))
    with zipfile.ZipFile(io.BytesIO(saved(paper))) as archive:
        assert {"word/charts/chart1.xml", "word/charts/chart2.xml"} <= set(archive.namelist())
        assert "<c:v>-2.50</c:v>" in archive.read("word/charts/chart2.xml").decode()


def test_captions_are_numbered_each_in_its_own_row():
    paper = whole_paper()
    assert named(paper, "各市州场次").text == "图1　各市州场次"
    assert named(paper, "汇总").text == "表1　汇总"


TITLES = st.text(st.sampled_from("关于报送科技活动周情况的通知2023年举办《》“”、和A"), min_size=1, max_size=80)


@settings(max_examples=300, deadline=None)
@given(TITLES)
def test_a_title_is_broken_into_lines_that_fit_and_lose_nothing(title):
    lines = broken(title)
    assert "".join(lines) == title
    assert all(0 < len(line) <= LONGEST_TITLE_LINE for line in lines)


@pytest.mark.parametrize("year", range(1, 20))
def test_a_title_is_not_broken_inside_a_year(year):
    lines = broken("某" * year + "关于举办2023年全国科技活动周的通知" + "某" * 9)
    assert any("2023年" in line for line in lines)
