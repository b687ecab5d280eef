"""From a file to its text; what is hostile or garbage is refused with a sentence."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.notices.reading import UnreadableDocument, read_document

TEXT = "测试省科学技术厅关于举办科技活动周的通知\n各市(州)科技局:\n现将有关事项通知如下,请认真组织实施。"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def paragraph(text: str, numbered: int | None = None) -> str:
    level = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{numbered}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        if numbered is not None
        else ""
    )
    return f"<w:p>{level}<w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, *, head: str = "", numbering: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", f'<?xml version="1.0"?>{head}{document}')
        if numbering:
            archive.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>')
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_of_any_usual_encoding_is_read(encoding: str) -> None:
    assert read_document(TEXT.encode(encoding), "通知.txt").text == TEXT


def test_traditional_text_in_big5_is_read() -> None:
    text = (
        "測試縣政府教育局關於舉辦科學技術活動週的通知\n各學校:為提升全民科學素質,現將有關事項通知如下,請認真組織實施。"
        * 3
    )
    assert read_document(text.encode("big5"), "通知.txt").text == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空文件"),
        (b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        (b"PK\x03\x04broken", "已损坏"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "换成 docx"),
        (b"   \n ", "没有文字"),
        (b"plain english only, nothing of a notice", "乱码"),
        (TEXT.encode().decode("gbk", "ignore").encode(), "乱码"),
    ],
)
def test_what_is_no_readable_document_is_refused_with_the_reason(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        read_document(data, "文件.docx")


def test_the_content_decides_the_kind_not_the_name() -> None:
    assert read_document(docx(paragraph(TEXT)), "通知.txt").text == TEXT


def test_insertions_stay_deletions_and_moved_words_go() -> None:
    body = (
        "<w:p><w:r><w:t>各单位请于6月</w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>15</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>日前报送工作总结。</w:t></w:r></w:p>"
    )
    assert read_document(docx(body), "a.docx").text == "各单位请于6月15日前报送工作总结。"


def test_a_text_box_that_is_kept_twice_is_read_once() -> None:
    box = f"<mc:AlternateContent><mc:Choice>{paragraph('联系电话以通知为准')}</mc:Choice><mc:Fallback>{paragraph('联系电话以通知为准')}</mc:Fallback></mc:AlternateContent>"
    text = read_document(docx(paragraph("关于举办活动的通知") + f"<w:p><w:r>{box}</w:r></w:p>"), "a.docx").text
    assert text.count("联系电话") == 1


def test_tables_are_read_and_automatic_numbers_are_written_out() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for n, kind, shown in ((0, "chineseCounting", "%1、"), (1, "decimal", "%1.%2 "))
    )
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = paragraph("活动主题", 0) + paragraph("活动时间", 0) + paragraph("开幕式", 1)
    table = f"<w:tbl><w:tr><w:tc>{paragraph('主办单位测试厅')}</w:tc></w:tr></w:tbl>"
    text = read_document(docx(body + table, numbering=numbering), "a.docx").text
    assert text == "一、活动主题\n二、活动时间\n2.1 开幕式\n主办单位测试厅"


def test_a_document_with_entities_of_its_own_is_refused() -> None:
    head = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(UnreadableDocument, match="外部定义"):
        read_document(docx(paragraph("关于举办活动的通知&x;请执行"), head=head), "a.docx")


def test_a_bomb_and_macros_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="解压后过大"):
        read_document(docx(paragraph(TEXT), extra={"word/media/a.bin": b"0" * 8_000_000}), "a.docx")
    with pytest.raises(UnreadableDocument, match="宏"):
        read_document(docx(paragraph(TEXT), extra={"word/vbaProject.bin": b"1"}), "a.docx")


def test_a_web_page_loses_its_furniture_and_keeps_its_metadata() -> None:
    page = f"""<html><head><meta name="PubDate" content="2023-04-12 09:00"><meta name="ArticleTitle"
    content="测试省科学技术厅关于举办科技活动周的通知"></head><body><nav>首页 新闻</nav><div class="TRS_Editor"><p>{"请各单位认真组织实施。" * 12}</p>
    </div><div class="recommend">为您推荐</div><script>alert(1)</script></body></html>"""
    document = read_document(page.encode("gb18030"), "page.html")
    assert document.text.startswith("测试省科学技术厅关于举办科技活动周的通知\n请各单位")
    assert not [word for word in ("alert", "首页", "推荐") if word in document.text]
    assert document.metadata["PubDate"].startswith("2023-04-12")


def read_or_refused(data: bytes) -> str:
    try:
        return read_document(data, "文件").text
    except UnreadableDocument as refusal:
        return refusal.sentence


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    assert read_or_refused(data)


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_damaged_document_is_read_or_refused_with_a_sentence(place: int, change: int) -> None:
    data = bytearray(docx(paragraph(TEXT)))
    data[place % len(data)] ^= change
    assert read_or_refused(bytes(data))


def test_a_page_that_is_one_large_form_keeps_its_text() -> None:
    page = f"<html><body><form><div>{'关于举办测试活动的通知,请各单位认真组织。' * 8}</div></form></body></html>"
    assert "请各单位认真组织" in read_document(page.encode(), "page.html").text
