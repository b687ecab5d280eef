"""PDF: text with its paragraphs put together again; what has none is refused."""

import pytest

from sciweek.notices.reading import UnreadableDocument, read_document
from sciweek.notices.reading.documents.pdf import PrintedLine, paragraphs, without_furniture
from tests.notices.reading.files import pdf

pytestmark = pytest.mark.once

HEAD, LEFT, INDENT = (90, 790, "测试省科学技术厅公文"), 80, 112
FIRST = [
    HEAD,
    (140, 740, "测试省科学技术厅关于举办科技活动周的"),
    (250, 715, "通知"),
    (LEFT, 680, "各市（州）科技局："),
    (INDENT, 655, "为普及科学知识弘扬科学精神请各单位于二"),
    (LEFT, 630, "〇三一年五月二十日前将活动方案和统计表报送"),
    (280, 40, "— 1 —"),
]
SECOND = [HEAD, (LEFT, 740, "省科技厅科普处并认真组织实施。"), (INDENT, 715, "一、活动时间"), (280, 40, "— 2 —")]


def test_a_sentence_goes_on_over_line_ends_and_pages_without_their_heads_and_numbers() -> None:
    assert read_document(pdf([FIRST, SECOND]), "a.pdf").text.splitlines() == [
        "测试省科学技术厅关于举办科技活动周的",
        "通知",
        "各市（州）科技局：",
        "为普及科学知识弘扬科学精神请各单位于二〇三一年五月二十日前将活动方案和统计表报送省科技厅科普处并认真组织实施。",
        "一、活动时间",
    ]


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(UnreadableDocument, match="扫描件"):
        read_document(pdf([[], [(280, 40, "2")]]), "扫描.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", pdf([FIRST])[:300]])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="已损坏"):
        read_document(data, "坏.pdf")


def test_a_pdf_of_too_many_pages_is_refused_and_not_cut() -> None:
    with pytest.raises(UnreadableDocument, match="200 页"):
        read_document(pdf([FIRST] * 201), "长.pdf")


def line(text: str, left: float = 80, right: float = 500, depth: float = 0.5) -> PrintedLine:
    return PrintedLine(text, left, right, 16, depth)


def test_a_numbered_item_begins_a_line_even_behind_a_full_one() -> None:
    rows = [line("请各单位于四月底前报送方案，逾期不候"), line("二、活动时间", right=200), line("五月", right=120)]
    assert list(paragraphs([rows])) == ["请各单位于四月底前报送方案，逾期不候", "二、活动时间", "五月"]


def test_what_stands_once_at_the_edge_stays() -> None:
    first, second = [line("测试厅文件", depth=0.05), line("甲")], [line("乙"), line("2031年4月1日", depth=0.95)]
    assert without_furniture([first, second]) == [first, second]
