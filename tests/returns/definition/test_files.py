"""A form's definition as a file: what goes out comes back, and what is wrong is told with its place."""

import io

import pytest
from hypothesis import given, settings

from sciweek.core.errors import BadInput
from sciweek.documents.sheets.reading import Sheet, read_workbook
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.returns.definition.toml import write_toml, written_in_toml
from sciweek.returns.definition.workbook import sheets_of, written_in_sheets
from sciweek.returns.definition.written import Misfit, form_from
from sciweek.returns.template import FormText, as_data, read_form, read_template, shipped
from tests.returns.definition.forms import forms
from tests.returns.test_template import GOOD


def through_sheets(sheets: list[SheetOut]) -> tuple[Sheet, ...]:
    out = io.BytesIO()
    write_xlsx(sheets, out)
    return read_workbook(out.getvalue(), "form.xlsx")


@settings(max_examples=40, deadline=None)
@given(form=forms)
def test_what_goes_out_as_toml_or_sheets_or_data_comes_back_the_same(form: FormText) -> None:
    assert read_form(as_data(form)) == form
    assert form_from(written_in_toml(write_toml(form))) == form
    assert form_from(written_in_sheets(through_sheets(sheets_of(form)))) == form


def test_the_shipped_form_comes_back_the_same() -> None:
    form = shipped()
    assert read_template(write_toml(form)) == form
    assert form_from(written_in_sheets(through_sheets(sheets_of(form)))) == form


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ('kind = "money"', 'kind = "钱"', "第 21 行，groups 第 1 项的 items 第 3 项的 kind", "不认识"),
        ('"A02 ≤ A01"', '"A02 ≤"', "第 25 行，checks 第 1 项的 formula", "第 6 个字处"),
        ('unit = "万元"', 'unit = "元"', "第 20 行，groups 第 1 项的 items 第 3 项的 unit", "万元"),
        # A key that is missing has no line of its own: the table's head is the nearest.
        ('name = "经费"', "", "第 17 行，groups 第 1 项的 items 第 3 项的 name", "缺少“名称”"),
        ('title = "表"', 'title = """\n表\nkind = 3"""\nnr = 1', "第 5 行，nr", "不认识“nr”"),
    ],
)
def test_a_fault_in_toml_is_told_with_its_line(old: str, new: str, place: str, said: str) -> None:
    with pytest.raises(Misfit) as refusal:
        form_from(written_in_toml(GOOD.replace(old, new, 1)))
    assert [(fault.place, said in fault.sentence) for fault in refusal.value.faults] == [(place, True)]


def test_no_line_is_told_where_tables_stand_in_one_line() -> None:
    text = (
        'title = "表"\ngroups = [{letter = "A", name = "活动", items = [{code = "A01", name = "", kind = "integer"}]}]'
    )
    with pytest.raises(Misfit) as refusal:
        form_from(written_in_toml(text))
    assert [fault.place for fault in refusal.value.faults] == ["groups 第 1 项的 items 第 1 项的 name"]


def test_text_that_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(BadInput, match="第 2 行第 10 个字附近"):
        written_in_toml('title = "表"\nnumber = 科')
    with pytest.raises(BadInput, match="文件末尾"):
        written_in_toml('title = "表"\nnumber = "科')


def changed(sheet: int, row: int, column: int, text: str) -> tuple[Sheet, ...]:
    """The sheets of the small form with one cell replaced."""
    sheets = sheets_of(read_template(GOOD))
    rows = [list(each) for each in sheets[sheet].rows]
    rows[row][column] = text
    out = sheets[sheet]
    sheets[sheet] = SheetOut(out.name, out.head, rows, notes=out.notes)
    return through_sheets(sheets)


@pytest.mark.parametrize(
    ("cell", "text", "place", "said"),
    [
        ((0, 0, 1), "", "工作表“封面”第 2 行“内容”列（B2）", "缺少“表名”"),
        ((0, 0, 0), "表头", "工作表“封面”第 2 行“项目”列（A2）", "不认识“表头”"),
        ((0, 1, 0), "表名", "工作表“封面”第 3 行“项目”列（A3）", "写了两次"),
        ((0, 4, 1), "长期", "工作表“封面”第 6 行“内容”列（B6）", "不是日期"),
        ((0, 6, 1), "要", "工作表“封面”第 8 行“内容”列（B8）", "应写“是”或“否”"),
        ((1, 0, 0), "", "工作表“指标”第 3 行“分组”列（A3）", "第一行应是分组"),
        ((1, 0, 4), "整数", "工作表“指标”第 3 行“类型”列（E3）", "是分组行"),
        ((1, 2, 0), "B", "工作表“指标”第 5 行“分组”列（A5）", "排在分组 A 下面"),
        ((1, 2, 4), "钱", "工作表“指标”第 5 行“类型”列（E5）", "类型“钱”不认识"),
        ((1, 2, 5), "A03", "工作表“指标”第 5 行“其中”列（F5）", "应当排在它前面"),
        ((1, 3, 6), "可", "工作表“指标”第 6 行“必填”列（G6）", "应写“是”或“否”"),
        ((2, 0, 2), "A02 ≤", "工作表“审核公式”第 3 行“公式”列（C3）", "第 6 个字处"),
        ((2, 0, 4), "幅度", "工作表“审核公式”第 3 行“参数”列（E3）", "名称=数"),
        ((2, 0, 4), "幅度=1；幅度=2", "工作表“审核公式”第 3 行“参数”列（E3）", "写了两次"),
    ],
)
def test_a_fault_in_a_workbook_is_told_with_sheet_row_and_column(
    cell: tuple[int, int, int], text: str, place: str, said: str
) -> None:
    with pytest.raises(Misfit) as refusal:
        form_from(written_in_sheets(changed(*cell, text)))
    assert (place, True) in [(fault.place, said in fault.sentence) for fault in refusal.value.faults]


def test_words_of_a_workbook_may_be_short_and_its_options_on_lines() -> None:
    sheets = changed(1, 3, 4, "金额")
    assert form_from(written_in_sheets(sheets)).items[2].kind == "money"
    form = read_template(GOOD.replace('kind = "money"', 'kind = "choice"\noptions = ["甲", "乙"]'))
    sheets = through_sheets(sheets_of(form))
    assert form_from(written_in_sheets(sheets)).items[2].options == ("甲", "乙")


def test_a_workbook_without_one_of_its_sheets_is_refused() -> None:
    with pytest.raises(BadInput, match="没有找到工作表：衔接"):
        written_in_sheets(through_sheets(sheets_of(shipped())[:3]))


def test_a_sheet_whose_head_was_changed_is_refused_by_its_name() -> None:
    sheets = sheets_of(read_template(GOOD))
    sheets[1] = SheetOut("指标", ["分组", "编码"], [["A", "A01"]])
    with pytest.raises(Misfit, match="工作表“指标”：没有找到这些列"):
        form_from(written_in_sheets(through_sheets(sheets)))
