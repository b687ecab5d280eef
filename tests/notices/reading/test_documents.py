"""From a file to its text; what is hostile or garbage is refused with a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.notices.reading import UnreadableDocument, read_document
from sciweek.notices.reading.documents.numbering import written
from tests.notices.reading.files import docx, paragraph

pytestmark = pytest.mark.once

TEXT = "测试省科学技术厅关于举办科技活动周的通知\n各市(州)科技局:\n现将有关事项通知如下,请认真组织实施。"


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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不是 Word"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"PK\x03\x04broken", "已损坏"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "换成其中一种"),
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
    held = f"<w:txbxContent>{paragraph('联系电话以通知为准')}</w:txbxContent>"
    box = f"<mc:AlternateContent><mc:Choice>{held}</mc:Choice><mc:Fallback>{held}</mc:Fallback></mc:AlternateContent>"
    text = read_document(docx(paragraph("关于举办活动的通知") + f"<w:p><w:r>{box}</w:r></w:p>"), "a.docx").text
    assert text.count("联系电话") == 1


def test_tables_are_read_and_automatic_numbers_are_written_out() -> None:
    numbering = a_list(("chineseCounting", "%1、"), ("decimal", "%1.%2 "))
    body = paragraph("活动主题", 0) + paragraph("活动时间", 0) + paragraph("开幕式", 1)
    row = f"<w:tr><w:tc>{paragraph('主办单位')}</w:tc><w:tc>{paragraph('测试厅')}</w:tc></w:tr>"
    text = read_document(docx(body + f"<w:tbl>{row}</w:tbl>", numbering=numbering), "a.docx").text
    assert text == "一、活动主题\n二、活动时间\n2.1 开幕式\n主办单位\t测试厅"


def a_list(*levels: tuple[str, str], extra: str = "") -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{kind}"/>{"<w:isLgl/>" if n else ""}<w:lvlText w:val="{shown}"/></w:lvl>'
        for n, (kind, shown) in enumerate(levels)
    )
    number = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>{number}{extra}'


def test_a_heading_is_numbered_by_its_style_or_the_style_that_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="H1"/></w:style>'
    )
    body = paragraph("关于举办科技活动周", style="H1") + paragraph("时间地点", style="Own") + paragraph("请认真执行")
    text = read_document(docx(body, numbering=a_list(("chineseCounting", "%1、")), styles=styles), "a.docx").text
    assert text == "一、关于举办科技活动周\n二、时间地点\n请认真执行"


def test_a_second_list_of_the_same_kind_counts_on_unless_it_starts_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for inside, expected in (("", "3."), (override, "1.")):
        second = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{inside}</w:num>'
        body = paragraph("组织科普讲座活动", 0) + paragraph("开放实验室活动", 0)
        body += paragraph("报送工作总结", 0).replace('numId w:val="1"', 'numId w:val="2"')
        text = read_document(docx(body, numbering=a_list(("decimal", "%1."), extra=second)), "a.docx").text
        assert text.splitlines()[-1] == f"{expected}报送工作总结"


@pytest.mark.parametrize(
    ("count", "kind", "said"),
    [
        *((1, "chineseCounting", "一"), (11, "chineseCounting", "十一"), (20, "japaneseCounting", "二十")),
        *(
            (3, "decimalEnclosedCircle", "③"),
            (2, "upperLetter", "B"),
            (4, "lowerRoman", "iv"),
            (19, "upperRoman", "XIX"),
        ),
        *((7, "decimal", "7"), (120, "chineseCounting", "120"), (0, "lowerLetter", "0")),
    ],
)
def test_a_number_is_written_as_its_kind_says(count: int, kind: str, said: str) -> None:
    assert written(count, kind) == said


def test_a_document_with_entities_of_its_own_is_refused() -> None:
    head = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(UnreadableDocument, match="外部定义"):
        read_document(docx(paragraph("关于举办活动的通知&x;请执行"), head=head), "a.docx")


def test_a_bomb_and_macros_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="解压后过大"):
        read_document(docx(paragraph(TEXT), extra={"word/media/a.bin": b"0" * 8_000_000}), "a.docx")
    with pytest.raises(UnreadableDocument, match="宏"):
        read_document(docx(paragraph(TEXT), extra={"word/vbaProject.bin": b"1"}), "a.docx")


def read_or_refused(data: bytes) -> str:
    try:
        return read_document(data, "文件").text
    except UnreadableDocument as refusal:
        return refusal.sentence


@settings(deadline=None)  # bytes that look like a PDF start a child
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    assert read_or_refused(data)


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_damaged_document_is_read_or_refused_with_a_sentence(place: int, change: int) -> None:
    data = bytearray(docx(paragraph(TEXT)))
    data[place % len(data)] ^= change
    assert read_or_refused(bytes(data))
