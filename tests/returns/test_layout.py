"""Uploaded forms: ours are read whole, foreign ones by their names, and what is only alike waits for a person."""

import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.reading import Formula, Sheet, SheetRow, read_workbook
from sciweek.documents.sheets.word_tables import read_word_tables
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.returns.layout import LaidRow, bare, read_layout
from sciweek.returns.template import shipped

FORM = shipped()
CODES = [item.code for item in FORM.items]
HEAD = ("代码", "指标", "单位", "上年", "本年")


def sheet(*rows: tuple[object, ...], **more: tuple[str, ...]) -> Sheet:
    return Sheet("统计表", tuple(SheetRow(number, cells) for number, cells in enumerate(rows, 1)), **more)  # type: ignore[arg-type]


def own(*texts: object, head: tuple[str, ...] = HEAD) -> Sheet:
    """Our own form with these values from the top."""
    values = [*texts, *[""] * (len(FORM.items) - len(texts))]
    rows = [(item.code, f"　{item.name}", item.unit, "", value) for item, value in zip(FORM.items, values, strict=True)]
    return sheet(("填报单位：测试县第一中学",), ("活动周：测试省科技活动周",), head, *rows)


def test_our_own_form_is_read_whole_and_says_whose_it_is() -> None:
    layout = read_layout([own("3", 2, 1.0, "1,234")], FORM)
    assert [row.code for row in layout.rows] == CODES
    assert all(row.certain for row in layout.rows)
    assert [row.text for row in layout.rows[:5]] == ["3", "2", "1", "1,234", ""]
    assert (layout.unit, layout.campaign, layout.missing) == ("测试县第一中学", "测试省科技活动周", [])


@given(st.lists(st.integers(0, 10**9) | st.sampled_from(["-", ""]), min_size=len(CODES), max_size=len(CODES)))
@settings(max_examples=15, deadline=None)
def test_what_is_filled_into_a_workbook_or_a_word_table_comes_back(values: list[object]) -> None:
    rows = [[i.code, i.name, i.unit, None, v] for i, v in zip(FORM.items, values, strict=True)]
    book, out = io.BytesIO(), io.BytesIO()
    write_xlsx([SheetOut("表", HEAD, rows)], book)
    document = Document()
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in [HEAD, *rows]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = "" if value is None else str(value)
    document.save(out)
    expected = {item.code: str(value) for item, value in zip(FORM.items, values, strict=True)}
    assert read_layout(read_workbook(book.getvalue(), "表.xlsx"), FORM).certain == expected
    assert read_layout(read_word_tables(out.getvalue(), "表.docx"), FORM).certain == expected


def test_a_float_is_read_as_the_sheet_shows_it() -> None:
    assert read_layout([own(0.1 + 0.2)], FORM).rows[0].text == "0.3"


def test_a_foreign_form_is_read_by_its_names() -> None:
    layout = read_layout(
        [
            sheet(
                ("某某县科技活动周情况表",),
                ("序号", "统计内容", "计量单位", "填报"),
                (1, "举办科普专题活动（次）", "次", 5),
                (2, "其中：线下", "次", 4),
                (3, "（2）线上", "次", 1),
                (4, "科普志愿者人数", "人", 30),
                (5, "发放科普资料", "份", "1.2万"),
                (6, "外国专家", "人", 2),
            )
        ],
        FORM,
    )
    assert layout.certain == {"A01": "5", "A02": "4", "A03": "1", "D01": "1.2万"}
    assert [row for row in layout.rows if not row.certain] == [
        LaidRow(6, "科普志愿者人数", "30", "B07"),
        LaidRow(8, "外国专家", "2"),
    ]


def test_a_code_whose_name_is_another_one_waits_for_a_person() -> None:
    rows = [(item.code, item.name, item.unit, "", 1) for item in FORM.items]
    rows[0] = ("A01", "食堂就餐人数", "人", "", 7)
    first = read_layout([sheet(HEAD, *rows)], FORM).rows[0]
    assert (first.code, first.text, first.certain) == ("A01", "7", False)


def test_the_sheet_that_fits_is_taken_whatever_stands_before_it() -> None:
    assert read_layout([sheet(("说明",), ("请逐项填写",)), own("3")], FORM).certain["A01"] == "3"


def test_a_hidden_sheet_is_told() -> None:
    assert read_layout([Sheet("表", own("3").rows, (), ("旧数",))], FORM).hidden == ["旧数"]


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        ([own(Formula("=SUM(A1:A2)"))], "E4 是公式"),
        ([own("3", head=("代码", "指标", "单位", "上年", "备注"))], "没有找到这些列：本年"),
        ([Sheet("表", own("3").rows, ("A3:B3",))], "合并单元格（A3:B3）"),
        ([sheet(HEAD, *[(f"Z{n:02}", f"别的指标{n}", "个", "", 1) for n in range(40)])], "只认出 0 项"),
        ([sheet(("姓名", "电话"), ("测试员", "0971-5550123"))], "没有找到填好的数字"),
        ([sheet((1, 2), (3, 4))], "没有找到指标名称"),
        ([sheet(("项目甲",), ("项目乙",))], "没有找到填好的数字"),
    ],
)
def test_what_is_not_this_form_is_refused_with_the_place_and_the_mend(sheets: list[Sheet], says: str) -> None:
    with pytest.raises(UnreadableSheet, match="请") as refused:
        read_layout(sheets, FORM)
    assert says in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "read"),
    [("（一）1. 其中：线下", "线下"), ("　２、科普 展览", "科普展览"), ("其他（项）", "其他"), ("（次）", "(次)")],
)
def test_names_are_compared_without_their_furniture(name: str, read: str) -> None:
    assert bare(name) == read


def test_a_real_workbook_with_moved_columns_is_read() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["本年", "单位", "指标", "代码"])
    for item in FORM.items:
        page.append([4, item.unit, item.name, item.code])
    out = io.BytesIO()
    book.save(out)
    assert set(read_layout(read_workbook(out.getvalue(), "表.xlsx"), FORM).certain.values()) == {"4"}
