"""A form's definition as a workbook of four sheets: 封面, 指标, 审核公式, 衔接; out, and in with the cell of each fault.

A sheet's head, yes and no, kinds and grades are official Chinese whatever language its reader chose: they are read back.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import override

from sciweek.core.errors import BadInput
from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.columns import Columns, Wanted, find_columns, normal
from sciweek.documents.sheets.reading import Sheet, SheetRow, address, merged_in_rows
from sciweek.documents.sheets.writing import SheetOut
from sciweek.returns.definition.written import PlacedFault, Written
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.faults import Path
from sciweek.returns.template import FormText, as_data

COVER, ITEMS, CHECKS, LINKS = "封面", "指标", "审核公式", "衔接"
YES, NO = "是", "否"
COVER_ROWS = {
    "title": "表名",
    "number": "表号",
    "agency": "制定机关",
    "authority": "批准文号",
    "valid_until": "有效期至",
    "notes": "填报说明",
    "head_approves": "由单位负责人确认后上报",
    "scan_required": "上报时附盖章扫描件",
}
FLAGS = ("head_approves", "scan_required", "required")
COLUMNS = {
    COVER: {"key": "项目", "value": "内容"},
    ITEMS: {
        "letter": "分组",
        "code": "代码",
        "name": "名称",
        "unit": "计量单位",
        "kind": "类型",
        "parent": "其中",
        "required": "必填",
        "options": "选项",
        "definition": "解释",
    },
    CHECKS: {"code": "编号", "grade": "等级", "formula": "公式", "sentence": "说明", "parameters": "参数"},
    LINKS: {"before": "旧代码", "after": "新代码", "kind": "关系", "note": "说明"},
}
WIDTHS = {
    COVER: (26, 60),
    ITEMS: (8, 10, 32, 10, 22, 10, 8, 24, 60),
    CHECKS: (8, 12, 50, 50, 30),
    LINKS: (10, 10, 12, 60),
}
NOTES = {
    ITEMS: ("“分组”一列写了编号的行是分组：名称是组名，解释是组的说明。“其中”写总项的代码。选项用分号隔开。",),
    CHECKS: ("参数写成 名称=数，几个参数用分号隔开，如 幅度=100%；下限=10。",),
    LINKS: ("没有衔接：同一代码就是同一指标。关系：改名、拆分、合并、口径变化（不作比较）。",),
}
_PARTS = re.compile(r"[；;\n]+")


def kind_words() -> dict[str, str]:
    """How a sheet writes each kind of value."""
    with override("zh-hans"):
        return {kind.value: str(kind.label) for kind in ValueKind}


def link_words() -> dict[str, str]:
    """How a sheet writes each kind of link."""
    with override("zh-hans"):
        return {kind.value: str(kind.label) for kind in LinkKind}


def sheets_of(form: FormText) -> list[SheetOut]:
    """The form as sheets; `written_in_sheets` reads them back."""
    data, kinds, relations = as_data(form), kind_words(), link_words()
    cover = [[title, _shown(data.get(key, key not in FLAGS and ""))] for key, title in COVER_ROWS.items()]
    items: list[list[str]] = []
    for group in data["groups"]:
        items.append(_cells(ITEMS, {"letter": group["letter"], "name": group["name"], "definition": group["note"]}))
        for item in group["items"]:
            shown = {"kind": kinds[item["kind"]], "options": "；".join(item.get("options", ()))}
            items.append(_cells(ITEMS, {**item, **shown, "required": _shown(item.get("required", True))}))
    checks = [_cells(CHECKS, {**row, "parameters": _joined(row)}) for row in data.get("checks", ())]
    links = [_cells(LINKS, {**row, "kind": relations[row["kind"]]}) for row in data.get("links", ())]
    rows = {COVER: cover, ITEMS: items, CHECKS: checks, LINKS: links}
    return [
        SheetOut(name, list(COLUMNS[name].values()), rows[name], notes=NOTES.get(name, ()), widths=WIDTHS[name])
        for name in COLUMNS
    ]


def _shown(value: object) -> str:
    return (YES if value else NO) if isinstance(value, bool) else str(value)


def _joined(check: Mapping[str, Any]) -> str:
    return "；".join(f"{name}={value}" for name, value in check.get("parameters", {}).items())


def _cells(sheet: str, row: Mapping[str, Any]) -> list[str]:
    return [str(row.get(key, "")) for key in COLUMNS[sheet]]


def written_in_sheets(sheets: Sequence[Sheet]) -> Written:
    """A form's data as it stands in a workbook.

    Raises:
        BadInput: a sheet of the four is missing; names it.
    """
    by_name = {normal(sheet.name): sheet for sheet in sheets}
    if missing := [name for name in COLUMNS if name not in by_name]:
        hidden = sorted({name for sheet in sheets for name in sheet.hidden})
        said = f"隐藏的工作表不读：{'、'.join(hidden)}。" if hidden else ""
        raise BadInput(
            f"没有找到工作表：{'、'.join(missing)}。{said}请下载表式文件再改，四张工作表都要保留，没有内容的可以只留表头。"
        )
    reading = _Reading()
    tables = {name: reading.table(name, by_name[name]) for name in COLUMNS}
    data = reading.cover(tables[COVER]) | {
        "groups": reading.groups(tables[ITEMS]),
        "checks": [reading.check(n, row) for n, row in enumerate(tables[CHECKS])],
        "links": [reading.link(n, row) for n, row in enumerate(tables[LINKS])],
    }
    return Written(data, reading.place, reading.faults)


class _Row:
    """A row of one of the sheets: its texts by key, and where each stands."""

    def __init__(self, sheet: str, row: SheetRow, columns: Columns, refuse: Callable[[str, str], None]) -> None:
        self.sheet, self.row, self.places = sheet, row, columns.places
        self.texts: dict[str, str] = {}
        for key in COLUMNS[sheet]:
            try:
                self.texts[key] = columns.text(row, key)
            except UnreadableSheet as refusal:
                refuse(self.place(key), refusal.sentence)
                self.texts[key] = ""

    def place(self, key: str = "") -> str:
        """Sheet, row and, where the key is known, column and cell."""
        at = f"工作表“{self.sheet}”第 {self.row.number} 行"
        if key not in self.places:
            return at
        return f"{at}“{COLUMNS[self.sheet][key]}”列（{address(self.row, self.places[key])}）"


class _Reading:
    def __init__(self) -> None:
        self.faults: list[PlacedFault] = []
        self.rows: dict[Path, tuple[_Row, str]] = {}

    def refuse(self, place: str, sentence: str) -> None:
        self.faults.append(PlacedFault(place, sentence))

    def place(self, path: Path) -> str:
        """What the data's path is called in the workbook: the nearest row that it lies in."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.rows:
                row, key = self.rows[path[:length]]
                return row.place(key or (str(path[length]) if length < len(path) else ""))
        sheets = {"groups": ITEMS, "checks": CHECKS, "links": LINKS}
        return f"工作表“{sheets.get(str(path[0]) if path else '', COVER)}”"

    def table(self, name: str, sheet: Sheet) -> list[_Row]:
        wanted = [Wanted(key, (title,), required=True) for key, title in COLUMNS[name].items()]
        try:
            columns = find_columns(sheet, wanted)
        except UnreadableSheet as refusal:
            self.refuse(f"工作表“{name}”", refusal.sentence)
            return []
        if merged := merged_in_rows(sheet, [row.number for row in columns.rows]):
            self.refuse(f"工作表“{name}”", f"有合并单元格（{merged[0]}）。请取消合并，每行各写各的，再上传。")
        return [_Row(name, row, columns, self.refuse) for row in columns.rows]

    def cover(self, rows: Sequence[_Row]) -> dict[str, Any]:
        keys = {normal(title): key for key, title in COVER_ROWS.items()}
        data: dict[str, Any] = {}
        for row in rows:
            key = keys.get(normal(row.texts["key"]), "")
            if not key:
                names = "、".join(COVER_ROWS.values())
                self.refuse(row.place("key"), f"不认识“{row.texts['key'][:20]}”，封面的项目有：{names}。")
            elif key in data:
                self.refuse(row.place("key"), f"“{COVER_ROWS[key]}”写了两次，请删去一行。")
            else:
                self.rows[key,] = row, "value"
                value = row.texts["value"]
                data[key] = self.flag(row, "value", default=False) if key in FLAGS else value
        return data

    def flag(self, row: _Row, key: str, *, default: bool) -> bool:
        text = row.texts[key]
        if text not in (YES, NO, ""):
            self.refuse(row.place(key), f"“{text[:20]}”应写“{YES}”或“{NO}”。")
        return default if text not in (YES, NO) else text == YES

    def groups(self, rows: Sequence[_Row]) -> list[dict[str, Any]]:
        groups: list[dict[str, Any]] = []
        for row in rows:
            letter, code = row.texts["letter"], row.texts["code"]
            if letter and not code:
                self.rows["groups", len(groups)] = row, ""
                note = row.texts["definition"]
                groups.append({"letter": letter, "name": row.texts["name"], "note": note, "items": []})
                for key in ("unit", "kind", "parent", "required", "options"):
                    if row.texts[key]:
                        said = "这一行写了分组而没有代码，是分组行，这一格应空着。若是指标，请填代码。"
                        self.refuse(row.place(key), said)
            elif not groups:
                self.refuse(row.place("letter"), "第一行应是分组：在“分组”列写编号，如 A，代码空着，名称写组名。")
                break
            else:
                if letter and letter != groups[-1]["letter"]:
                    said = f"这项指标排在分组 {groups[-1]['letter']} 下面，却写着 {letter}。请移到 {letter} 组，或把这一格清空。"
                    self.refuse(row.place("letter"), said)
                items = groups[-1]["items"]
                self.rows["groups", len(groups) - 1, "items", len(items)] = row, ""
                items.append(self.item(row))
        return groups

    def item(self, row: _Row) -> dict[str, Any]:
        texts = {key: row.texts[key] for key in ("code", "name", "unit", "parent", "definition")}
        options = [part for part in _PARTS.split(row.texts["options"]) if part.strip()]
        kind = _value_of(row.texts["kind"], kind_words())
        return {**texts, "kind": kind, "options": options, "required": self.flag(row, "required", default=True)}

    def check(self, number: int, row: _Row) -> dict[str, Any]:
        self.rows["checks", number] = row, ""
        parameters: dict[str, str] = {}
        for part in filter(str.strip, _PARTS.split(row.texts["parameters"])):
            name, sign, value = (each.strip() for each in re.split(r"([=＝])", f"{part}=", maxsplit=1))
            value = value.removesuffix("=").strip()
            if not sign or not value:
                self.refuse(row.place("parameters"), f"参数“{part.strip()[:20]}”应写成 名称=数，如 幅度=100%。")
            elif name in parameters:
                self.refuse(row.place("parameters"), f"参数“{name[:20]}”写了两次，请删去一个。")
            parameters[name] = value
        return {**row.texts, "parameters": parameters}

    def link(self, number: int, row: _Row) -> dict[str, Any]:
        self.rows["links", number] = row, ""
        return {**row.texts, "kind": _value_of(row.texts["kind"], link_words())}


def _value_of(text: str, words: Mapping[str, str]) -> str:
    """The value that a word stands for; a remark in brackets may be left out. What is unknown stays, to be refused."""
    by_word = {normal(word): value for value, word in words.items()}
    return by_word.get(normal(text), text)
