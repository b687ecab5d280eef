"""Which row of an uploaded form is which indicator, and what stands in it. Pure.

Our own form is found by its titles and codes. In a foreign one rows are found by their names; what is only alike is
marked as uncertain, and a person says what it is.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.columns import Columns, Wanted, cell_text, find_columns, normal
from sciweek.documents.sheets.reading import CellValue, Sheet, SheetRow, address, corners
from sciweek.returns.template import FormText, ItemText

WANTED = (
    Wanted("code", ("代码", "指标代码")),
    Wanted("name", ("指标", "指标名称", "项目", "统计项目", "统计指标", "内容", "名称"), required=True),
    Wanted("value", ("本年", "本年数", "本期", "数量", "数值", "填报数", "合计"), required=True),
)
# Below these, two names are not taken for one, and a file not for this form.
ALIKE, FEWEST = 0.6, 3
_CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,9}")
_NUMBERING = re.compile(r"^(?:[(（]?(?:[0-9]+|[一二三四五六七八九十]+)[)）.、．]\s*)+|^其中[:：]?|^[#*·\-—]+")
# A label stands alone, not at the end of a word (科技活动周：…). What stands behind it ends at the next label, at a wide blank, or with the cell.
_SAID = {
    name: re.compile(
        rf"(?<![一-鿿]){label}\s*(?:[(（][^)）]*[)）])?\s*[:：]\s*(?P<said>.*?)(?=\s+\S{{2,8}}[:：]|\s{{2,}}|　|$)",
        re.M,
    )
    for name, label in (("unit", "填报单位"), ("campaign", "活动周"))
}
_FIGURE = re.compile(r"[-–—]|[0-9][0-9,]*(?:\.[0-9]+)?.{0,3}")


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row of the upload: its number as the person sees it, its name, what stands in it, and the indicator it is.

    `code` is empty where none was found; not `certain` means that a person has to say whether it is this one. `coded`:
    the row bears the code itself, as our own form does.
    """

    number: int
    label: str
    text: str
    code: str = ""
    certain: bool = False
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A form as it was uploaded. `unit` and `campaign` are what it says it is for; empty where it does not say.

    `strange` are codes that the form does not ask for: those of another version.
    """

    rows: Sequence[LaidRow]
    missing: Sequence[str]
    unit: str = ""
    campaign: str = ""
    hidden: Sequence[str] = ()
    strange: Sequence[str] = ()

    @property
    def ours(self) -> bool:
        """Whether every row that says something bears its code and name as our form does: nobody need confirm which is which."""
        return all(row.certain and row.coded for row in self.rows if row.text)

    @property
    def certain(self) -> dict[str, str]:
        """Indicator code to text, of the rows that need no confirmation."""
        return {row.code: row.text for row in self.rows if row.certain}


def read_layout(sheets: Sequence[Sheet], form: FormText) -> Layout:
    """The rows of the sheet that fits the form best.

    Raises:
        UnreadableSheet: no sheet is this form, a formula stands in a cell, or rows slipped out of their columns.
    """
    refused: UnreadableSheet | None = None
    best: list[LaidRow] = []
    strange: list[str] = []
    codes = {item.code for item in form.items}
    for sheet in sheets:
        try:
            named = list(_named(sheet))
        except UnreadableSheet as refusal:
            refused = refused or refusal
            continue
        rows = _match(named, form.items)
        if _score(rows) > _score(best):
            best = rows
            strange = [row.code for row in named if _CODE.fullmatch(row.code) and row.code not in codes]
    known, wanted = _score(best), len(form.items)
    if known < min(wanted, FEWEST):
        if refused:
            raise refused
        raise UnreadableSheet(
            f"这份表和本届统计表对不上：{wanted} 项里只认出 {known} 项。请下载本届的空表，填好后再上传。"
        )
    if len(strange) > known:
        raise UnreadableSheet(
            f"这是别的版本的统计表：有 {len(strange)} 个代码（{'、'.join(strange[:3])} 等）不在本届表上。"
            "请下载本届的空表，填好后再上传。"
        )
    found = {row.code for row in best}
    said = {name: _said(sheets, pattern) for name, pattern in _SAID.items()}
    hidden = sorted({name for sheet in sheets for name in sheet.hidden})
    missing = [item.code for item in form.items if item.code not in found]
    return Layout(best, missing, hidden=hidden, strange=strange, **said)


def _score(rows: Iterable[LaidRow]) -> int:
    return sum(row.certain for row in rows)


def _said(sheets: Sequence[Sheet], pattern: re.Pattern[str]) -> str:
    """What stands behind a label in the first rows, or in the next cell of the row where the label fills its own."""
    for row in (row for sheet in sheets for row in sheet.rows[:8]):
        texts = [cell.strip() for cell in row.cells if isinstance(cell, str) and cell.strip()]
        for text, after in zip(texts, [*texts[1:], ""], strict=True):
            if found := pattern.search(text):
                return found["said"].strip() or ("" if after.endswith((":", "：")) else after)
    return ""


@dataclass(frozen=True, slots=True)
class _Named:
    """A row before it is matched: its code and name as they stand, and its text."""

    number: int
    code: str
    label: str
    text: str


def _named(sheet: Sheet) -> Iterator[_Named]:
    try:
        columns = find_columns(sheet, WANTED)
    except UnreadableSheet:
        # A sheet with our head is ours, and its fault is told; any other is read by what stands in its columns.
        if _has_our_head(sheet):
            raise
        name, value = _guessed_columns(sheet)
        places, rows = {"name": name, "value": value}, sheet.rows
    else:
        places, rows = dict(columns.places), tuple(columns.rows)
        _refuse_misplaced(columns)
    _refuse_merged(sheet, rows, places["name"], places["value"])
    for row in rows:
        label = cell_text(row, places["name"])
        code = cell_text(row, places["code"]).upper() if "code" in places else ""
        text = cell_text(row, places["value"])
        # Figures without any name are shown too, so that nothing is passed over in silence.
        if label or _CODE.fullmatch(code) or _FIGURE.fullmatch(text):
            yield _Named(row.number, code, label, text)


def _refuse_misplaced(columns: Columns) -> None:
    """Refuse a figure that stands right of the table while its own cell is empty."""
    value, width = columns.places["value"], len(columns.head.cells)
    for row in columns.rows:
        beside = next((place for place in range(width, len(row.cells)) if _is_figure(row.cells[place])), None)
        if beside is not None and cell_text(row, columns.places["name"]) and not cell_text(row, value):
            title = columns.head.cells[value]
            raise UnreadableSheet(
                f"{address(row, beside)} 的数在表格之外，“{title}”一列（{address(row, value)}）是空的。请移回去，再上传。"
            )


def _refuse_merged(sheet: Sheet, rows: Sequence[SheetRow], name: int, value: int) -> None:
    """Refuse figures that share one cell or were drawn into the cell before: nobody can say whose they are."""
    numbers = {row.number for row in rows}
    for each in sheet.merged:
        left, top, right, bottom = corners(each)
        shared = name < left <= value <= right and (top != bottom or left < value)
        if shared and not numbers.isdisjoint(range(top, bottom + 1)):
            raise UnreadableSheet(f"单元格 {each} 合并了，分不清是哪一项的数。请取消合并，每项各填一格，再上传。")


def _has_our_head(sheet: Sheet) -> bool:
    return any({"代码", "指标"} <= {normal(cell) for cell in row.cells} for row in sheet.rows[:10])


def _guessed_columns(sheet: Sheet) -> tuple[int, int]:
    """The column with most names, and the one right of it with most figures."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    columns = [[row.cells[n] for row in sheet.rows if n < len(row.cells)] for n in range(width)]
    names = [
        sum(isinstance(cell, str) and bool(re.search("[一-鿿]{2}", cell)) for cell in column) for column in columns
    ]
    figures = [sum(_is_figure(cell) for cell in column) for column in columns]
    if not names or not max(names):
        raise UnreadableSheet("表里没有找到指标名称。请下载本届的空表，填好后再上传。")
    name = names.index(max(names))
    right = range(name + 1, width)
    value = max(right, key=lambda place: figures[place], default=None)
    if value is None or not figures[value]:
        raise UnreadableSheet("表里没有找到填好的数字。请把数字填在指标右边的一列，再上传。")
    return name, value


def _is_figure(cell: CellValue) -> bool:
    if isinstance(cell, str):
        return bool(_FIGURE.fullmatch(unicodedata.normalize("NFKC", cell).strip()))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _match(rows: Sequence[_Named], items: Sequence[ItemText]) -> list[LaidRow]:
    by_code = {item.code: place for place, item in enumerate(items)}
    keys = [bare(item.name) for item in items]
    used: set[int] = set()
    last = -1
    laid: list[LaidRow] = []
    for row in rows:
        place, certain = _place_of(row, by_code, keys, used, last)
        if place is None:
            if re.search(r"\d", row.text):
                laid.append(LaidRow(row.number, row.label, row.text))
            continue
        used.add(place)
        last = place if certain else last
        coded = row.code == items[place].code
        laid.append(LaidRow(row.number, row.label, row.text, items[place].code, certain, coded))
    return laid


def _place_of(
    row: _Named, by_code: dict[str, int], keys: Sequence[str], used: set[int], last: int
) -> tuple[int | None, bool]:
    """Which indicator a row is, and whether that is certain."""
    name = bare(row.label)
    if row.code in by_code and by_code[row.code] not in used:
        place = by_code[row.code]
        return place, _alike(name, keys[place]) >= ALIKE
    if _CODE.fullmatch(row.code):
        return None, False
    same = [place for place, key in enumerate(keys) if key == name and place not in used]
    if same:
        return next((place for place in same if place > last), same[0]), True
    if not row.text:
        return None, False
    free = [place for place in range(len(keys)) if place not in used]
    best = max(free, key=lambda place: _alike(name, keys[place]), default=None)
    return (best, False) if best is not None and _alike(name, keys[best]) >= ALIKE else (None, False)


def bare(name: str) -> str:
    """A name as names are compared: half width, without numbering, 其中, remarks in brackets and blanks."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
    while (shorter := _NUMBERING.sub("", text)) != text:
        text = shorter
    return re.sub(r"\(.*?\)|[、,，/]", "", text) or text


def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
