"""Reading sheets from outside: what people really send is read, what is hostile is refused with a sentence that mends."""

import resource
from datetime import date, datetime, time
from time import perf_counter, process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.documents.sheets import reading
from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.reading import Formula, Sheet, address, read_sheet, read_workbook
from tests.documents.sheets.files import MAIN, changed, part_of, with_sheet, xlsx

DAY = datetime.combine(date(2023, 5, 20), time.min)
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def cells(sheet: Sheet) -> list[tuple[object, ...]]:
    return [row.cells for row in sheet.rows]


def refusal(data: bytes, name: str = "名单.xlsx", **limits: int) -> str:
    with pytest.raises(UnreadableSheet) as refused:
        read_sheet(data, name, **limits)
    return refused.value.sentence


def test_values_keep_their_kinds_and_rows_their_numbers():
    sheet = read_sheet(xlsx([["单位", "数"], [], ["甲", 3], [None, 1.5], [DAY, True]]), "名单.xlsx")
    assert [row.number for row in sheet.rows] == [1, 3, 4, 5]
    assert cells(sheet) == [("单位", "数"), ("甲", 3), (None, 1.5), (DAY, True)]


def test_a_formula_is_told_with_the_address_of_its_cell():
    sheet = read_sheet(xlsx([["单位", "数"], ["甲", "=SUM(A1:A9)"]]), "名单.xlsx")
    assert sheet.rows[1].cells[1] == Formula("=SUM(A1:A9)")
    assert address(sheet.rows[1], 1) == "B2"


def test_the_first_visible_sheet_is_read_and_hidden_ones_are_named():
    sheet = read_sheet(xlsx([["旧"]], [["新"]], hidden=[0]), "名单.xlsx")
    assert (sheet.name, cells(sheet), sheet.hidden) == ("表2", [("新",)], ("表1",))


def test_a_workbook_gives_all_its_visible_sheets():
    sheets = read_workbook(xlsx([["一"]], [["二"]], [["三"]], hidden=[1]), "名单.xlsx")
    assert [cells(sheet) for sheet in sheets] == [[("一",)], [("三",)]]


def test_merged_ranges_are_those_of_the_sheet_that_is_read():
    other = xlsx([["甲", "乙"]], [["丙", "丁"]], merged="A1:B1", hidden=[0])
    assert read_sheet(other, "名单.xlsx").merged == ()
    assert read_sheet(xlsx([["甲", "乙"]], merged="A1:B1"), "名单.xlsx").merged == ("A1:B1",)


@pytest.mark.parametrize("declared", ["A1", "A1:B2", "A1:XFD1048576"])
def test_a_wrong_declared_range_neither_loses_rows_nor_pads_them(declared):
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    data = with_sheet("".join(row.format(n) for n in range(1, 6)), before=f'<dimension ref="{declared}"/>')
    assert cells(read_sheet(data, "名单.xlsx")) == [(n,) for n in range(1, 6)]


def test_a_stray_empty_cell_at_the_far_end_does_no_harm():
    data = with_sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576"/></row>'
    )
    assert cells(read_sheet(data, "名单.xlsx")) == [(1,)]


def test_escaped_control_signs_are_taken_out():
    data = with_sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x0007_乙_x000D_</t></is></c></row>')
    assert cells(read_sheet(data, "名单.xlsx")) == [("甲乙",)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "带密码"),
        (b"%PDF-1.7\n" + b"x" * 600, "不是表格文件"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "不是表格文件"),
        (bytes(range(256)) * 8, "不是表格文件"),
        (b"PK\x03\x04" + b"broken" * 100, "已损坏"),
        (changed(xlsx([["甲"]]), {"xl/vbaProject.bin": b"x"}), "带有宏"),
        (changed(xlsx([["甲"]]), {"xl/workbook.xml": b"<workbook"}), "读不出来"),
        (xlsx([["甲"] * 301]), "超过 300 列"),
        (xlsx([["甲" * 5001]]), "单元格 A1"),
        (xlsx([["甲"]])[:-200], "已损坏"),
    ],
)
def test_what_is_no_readable_sheet_is_refused_with_what_to_do(data, said):
    sentence = refusal(data)
    assert said in sentence
    assert "请" in sentence


def test_a_document_that_is_no_workbook_is_refused():
    out = changed(xlsx([["甲"]]), {})
    assert "不是 Excel 工作簿" in refusal(out.replace(b"xl/workbook.xml", b"xx/workbook.xml"))


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = changed(xlsx([["甲"]]), {"xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    assert len(bomb) < 100_000
    before = perf_counter()
    assert "解压后过大" in refusal(bomb)
    assert perf_counter() - before < 0.5


def test_a_file_with_too_many_entries_is_refused():
    many = changed(xlsx([["甲"]]), {f"xl/media/{n}.png": b"" for n in range(2_001)})
    assert "解压后过大" in refusal(many)


SHARED = f'<?xml version="1.0"?><sst {MAIN}><si><t>甲</t></si></sst>'


def with_shared_strings() -> bytes:
    data = with_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    types = part_of(data, "[Content_Types].xml").replace(
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    return changed(data, {"[Content_Types].xml": types.encode(), "xl/sharedStrings.xml": SHARED.encode()})


def test_shared_strings_are_read():
    assert cells(read_sheet(with_shared_strings(), "名单.xlsx")) == [("甲",)]


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"],
)
def test_entities_are_never_expanded(part):
    plain = with_shared_strings()
    text = part_of(plain, part)
    body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
    inside = body.replace("甲", "&i;") if "甲" in body else body.replace(">", ">&i;", 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        sheet = read_sheet(changed(plain, {part: (BOMB + inside).encode()}), "名单.xlsx")
        said = "".join(str(value) for row in cells(sheet) for value in row)
    except UnreadableSheet as refused:
        said = refused.sentence
    assert "aaaa" not in said
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_hundred_thousand_rows_are_refused_in_bounded_time_and_memory():
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c><c r="B{0}" t="inlineStr"><is><t>单位{0}</t></is></c></row>'
    data = with_sheet("".join(row.format(n) for n in range(1, 100_001)))
    memory, before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    assert "超过 20,000 行" in refusal(data)
    assert process_time() - before < 15
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 100_000


def test_a_million_empty_rows_with_a_look_are_not_read_to_their_end():
    data = with_sheet("".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(1, 300_001)))
    assert "带格式" in refusal(data)


def test_a_hundred_thousand_lines_of_csv_are_refused():
    assert "超过 20,000 行" in refusal(b"a,b\n" * 100_000, "名单.csv")


def test_the_limit_counts_filled_rows():
    rows = [[n] for n in range(5)] + [[]] * 50 + [[9]]
    assert len(read_sheet(xlsx(rows), "名单.xlsx", most_rows=6).rows) == 6
    assert "超过 5 行" in refusal(xlsx(rows), most_rows=5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_any_chinese_encoding_is_read(encoding, delimiter):
    data = f"单位{delimiter}地区\r\n大柴旦行政委员会{delimiter}海西州\r\n".encode(encoding)
    assert cells(read_sheet(data, "名单.csv")) == [("单位", "地区"), ("大柴旦行政委员会", "海西州")]


def test_a_quoted_line_break_stays_in_its_cell():
    assert cells(read_sheet('甲,"乙\r\n丙"\r\n丁,戊\r\n'.encode(), "名单.csv")) == [("甲", "乙\n丙"), ("丁", "戊")]


@pytest.mark.parametrize(
    "data",
    [
        "单位,地区\n锟斤拷锟斤拷,西宁\n".encode(),
        "单位,地区\n\ufffd\ufffd,西宁\n".encode(),
        bytes([0xFF, 0xFE]) + b"\x00\xd8" * 9,
    ],
)
def test_garbled_text_is_refused(data):
    assert "编码" in refusal(data, "名单.csv")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(data, start):
    widest, sentence = 0, "。"
    try:
        widest = max((len(row.cells) for row in read_sheet(start + data, "名单").rows), default=0)
    except UnreadableSheet as refused:
        sentence = refused.sentence
    assert sentence.endswith("。")
    assert widest <= reading.MOST_COLUMNS
