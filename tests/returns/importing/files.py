"""Filled forms as units send them, and everything that is wrong with some of them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sciweek.returns.tables import FORM_HEAD
from sciweek.returns.template import shipped
from tests.factories.returns import whole_form

CAMPAIGN, UNIT = "测试省科技活动周", "测试县第二中学"
TOP = 4
"""In which row the head of `form_sheet` stands."""


def row_of(code: str) -> int:
    """In which row of `form_sheet` an indicator stands."""
    return TOP + 1 + [item.code for item in shipped().items].index(code)


def form_sheet(
    unit: str = UNIT,
    campaign: str = CAMPAIGN,
    *,
    change: Callable[[Worksheet], Any] | None = None,
    **typed: object,
) -> bytes:
    """A filled form as Excel saves it: the downloaded one with its last column typed."""
    book = Workbook()
    page = book.active
    assert page is not None
    figures: Mapping[str, object] = whole_form() | typed
    for note in ("科技活动周情况统计表", f"活动周：{campaign}", f"填报单位：{unit}"):
        page.append([note])
    page.append(FORM_HEAD)
    for item in shipped().items:
        page.append([item.code, f"{'　' if item.parent else ''}{item.name}", item.unit, None, figures[item.code]])
    if change is not None:
        change(page)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form_csv(unit: str = UNIT, encoding: str = "utf-8", **typed: str) -> bytes:
    """The same as csv."""
    lines = [f"填报单位：{unit}", f"活动周：{CAMPAIGN}", ",".join(FORM_HEAD)]
    figures = whole_form() | typed
    lines += [f'{item.code},{item.name},{item.unit},,"{figures[item.code]}"' for item in shipped().items]
    return "\n".join(lines).encode(encoding)


def form_word(unit: str = UNIT, *, merge: tuple[str, str] | None = None, **typed: str) -> bytes:
    """The same as a Word table; `merge` joins the value cells of two rows."""
    document, figures = Document(), whole_form() | typed
    for note in (f"填报单位：{unit}", f"活动周：{CAMPAIGN}"):
        document.add_paragraph(note)
    table = document.add_table(rows=0, cols=len(FORM_HEAD))
    cells = {}
    for row in [FORM_HEAD, *[(i.code, i.name, i.unit, "", figures[i.code]) for i in shipped().items]]:
        made = table.add_row().cells
        cells[row[0]] = made[4]
        for cell, text in zip(made, row, strict=True):
            cell.text = text
    if merge:
        cells[merge[0]].merge(cells[merge[1]])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def foreign_sheet(unit: str = UNIT) -> bytes:
    """A form of somebody's own making, with some of the indicators by their names."""
    book = Workbook()
    page = book.active
    assert page is not None
    rows = [
        ("填报单位：" + unit,),
        ("序号", "内容项", "数"),
        (1, "举办科普专题活动", 5),
        (2, "线下", 4),
        (3, "线上", 1),
    ]
    for row in [*rows, (4, "科普志愿者", 30)]:
        page.append(row)
    return saved(book)


def with_hidden() -> bytes:
    """A form with last year's figures on a hidden sheet."""

    def hide(page: Worksheet) -> None:
        other = page.parent.create_sheet("往年")  # type: ignore[union-attr]
        other.append(["旧数", 1])
        other.sheet_state = "hidden"

    return form_sheet(change=hide)


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """One zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return out.getvalue()


def _at(cell: str, value: object) -> Callable[[Worksheet], None]:
    def put(page: Worksheet) -> None:
        page[cell] = value

    return put


def _moved(page: Worksheet) -> None:
    """The figure of D01 typed two columns too far right."""
    page[f"G{row_of('D01')}"], page[f"E{row_of('D01')}"] = 1200, None


def _slipped(page: Worksheet) -> None:
    row = row_of("D01")
    page.move_range(f"A{row}:E{row}", cols=1)


def _other_codes(page: Worksheet) -> None:
    for row in range(TOP + 1, TOP + 41):
        page[f"A{row}"] = f"Z{row}"


D01 = f"E{row_of('D01')}"
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "another campaign's": (
        "表.xlsx",
        form_sheet(campaign="去年的科技活动周"),
        "这是“去年的科技活动周”的表，不是本届的",
    ),
    "changed codes": ("表.xlsx", form_sheet(change=_other_codes), "别的版本的统计表：有 40 个代码（Z5、Z6、Z7 等）"),
    "a moved figure": ("表.xlsx", form_sheet(change=_moved), f"G{row_of('D01')} 的数在表格之外"),
    "a slipped row": ("表.xlsx", form_sheet(change=_slipped), "错位"),
    "values merged over rows": (
        "表.xlsx",
        form_sheet(change=lambda page: page.merge_cells(f"{D01}:E{row_of('D02')}")),
        f"单元格 {D01}:E{row_of('D02')} 合并了",
    ),
    "a value merged into the cell before": (
        "表.xlsx",
        form_sheet(change=lambda page: page.merge_cells(f"D{row_of('D01')}:{D01}")),
        "合并了",
    ),
    "a merged head": (
        "表.xlsx",
        form_sheet(change=lambda page: page.merge_cells(f"D{TOP}:E{TOP}")),
        "表头有合并单元格",
    ),
    "merged cells in Word": ("表.docx", form_word(merge=("D01", "D02")), "合并了"),
    "a formula": ("表.xlsx", form_sheet(D01="=A1+1"), f"单元格 {D01} 是公式"),
    "a password": ("表.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "带密码"),
    "too large": ("表.csv", b"x" * (3 * 2**20 + 1), "超过 3 MB"),
    "a secrecy mark": ("表.xlsx", form_sheet(change=_at("F1", "机密★1年")), "密级标志"),
    "a web page": ("表.xlsx", b"<html><body><table></table></body></html>", "实际类型是网页"),
    "empty": ("表.xlsx", b"", "空文件"),
    "an archive of another kind": ("表.rar", b"Rar!\x1a\x07\x00", "压缩包（rar）"),
    "no form": ("名单.csv", "姓名,电话\n测试员,0971-5550123\n".encode(), "没有找到填好的数字"),
}
"""Files that are refused whole, by what is wrong: name, bytes, and what the refusal says."""

UNREADABLE: dict[str, tuple[object, str]] = {
    "a negative figure": (-3, "不能填负数"),
    "text": ("约一千", "“约一千”不是数字"),
    "too large a figure": (1e308, "数字太长"),
    "a wrong separator": ("12,34", "逗号位置不对"),
    "decimals": ("1.5", "请填整数"),
    "another unit": ("30箱", "“箱”请去掉"),
}
"""What is typed into D01 and cannot be read, and what is said about it."""

READ_RIGHT: dict[str, tuple[object, str]] = {
    "ten thousands": ("1.2万", "12000"),
    "separators": ("1,234,567", "1234567"),
    "full width": ("１２３４", "1234"),
    "its own unit": ("1200份", "1200"),
    "none": ("无", "-"),
}
"""What is typed into D01 in a person's way, and what is kept."""
