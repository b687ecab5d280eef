"""A form as text: cover, groups, indicators, what must hold between them, what they go on from. Read from data; pure."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sciweek.core.errors import BadInput
from sciweek.returns.checks import CODE, MOST_CHECKS, BadCheck, Check, read_check
from sciweek.returns.enums import LinkKind, ValueKind
from sciweek.returns.faults import Fault, Faulty, Given, Path
from sciweek.returns.links import Link

SHIPPED = "activity_week"
MOST_GROUPS, MOST_ITEMS, MOST_LINKS, MOST_OPTIONS = 30, 300, 300, 60
LONGEST_DEFINITION, LONGEST_NOTES, LONGEST_OPTION = 1_000, 4_000, 60
MONEY_UNIT = "万元"
# What parts options in one cell of a sheet.
PARTS_OPTIONS = "；;"


@dataclass(frozen=True, slots=True)
class ItemText:
    """An indicator as a form asks for it."""

    code: str
    name: str
    unit: str
    kind: ValueKind
    definition: str = ""
    parent: str = ""
    required: bool = True
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupText:
    """A section of a form."""

    letter: str
    name: str
    note: str
    items: Sequence[ItemText]


@dataclass(frozen=True, slots=True)
class FormText:
    """A whole form. `head_approves`: a unit's head submits; `scan_required`: a sealed sheet goes with it.

    `links` say what its indicators go on from, in the order of the indicators.
    """

    title: str
    number: str
    agency: str
    notes: str
    groups: Sequence[GroupText]
    checks: Sequence[Check]
    head_approves: bool = False
    scan_required: bool = False
    authority: str = ""
    valid_until: date | None = None
    links: Sequence[Link] = ()

    @property
    def items(self) -> list[ItemText]:
        """All indicators in order."""
        return [item for group in self.groups for item in group.items]

    @property
    def cover_lines(self) -> list[str]:
        """What makes the form official, as it is printed on filled ones: at most two lines, of what is set."""
        until = self.valid_until
        day = f"{until.year}年{until.month}月{until.day}日" if until else ""
        lines = (
            (("表号", self.number), ("制定机关", self.agency)),
            (("批准文号", self.authority), ("有效期至", day)),
        )
        shown = ("　".join(f"{label}：{value}" for label, value in line if value) for line in lines)
        return [line for line in shown if line]

    @property
    def kinds(self) -> dict[str, ValueKind]:
        """The kind of each indicator, in the form's order."""
        return {item.code: item.kind for item in self.items}


def as_data(form: FormText) -> dict[str, Any]:
    """The form as plain lists and mappings, as TOML and JSON have them; `read_form` reads it back. Defaults are left out."""
    cover = {name: getattr(form, name) for name in ("title", "number", "agency", "authority")}
    cover["valid_until"] = form.valid_until.isoformat() if form.valid_until else ""
    cover |= {"head_approves": form.head_approves, "scan_required": form.scan_required, "notes": form.notes}
    groups = [
        {"letter": group.letter, "name": group.name, "note": group.note, "items": [_item_data(i) for i in group.items]}
        for group in form.groups
    ]
    links = [{"before": k.before, "after": k.after, "kind": k.kind.value, "note": k.note} for k in form.links]
    data = {**cover, "groups": groups, "checks": [check.as_data() for check in form.checks], "links": links}
    return {name: value for name, value in data.items() if value or name in ("title", "groups")}


def _item_data(item: ItemText) -> dict[str, Any]:
    data = {"code": item.code, "name": item.name, "unit": item.unit, "kind": item.kind.value}
    more = {"definition": item.definition, "parent": item.parent, "options": list(item.options)}
    return (
        data | {name: value for name, value in more.items() if value} | ({} if item.required else {"required": False})
    )


def read_form(data: object) -> FormText:
    """A form from data as `as_data` makes it.

    Raises:
        Faulty: something is missing, too long, unknown or contradicts another part; names all places.
    """
    faults: list[Fault] = []
    form = _Reading(faults).form(data)
    if form is None or faults:
        raise Faulty(faults)
    return form


def read_template(text: str) -> FormText:
    """A form from TOML.

    Raises:
        BadInput: no TOML; Faulty: as `read_form`.
    """
    return read_form(read_toml(text))


def read_toml(text: str) -> dict[str, Any]:
    """TOML as data.

    Raises:
        BadInput: no TOML; says near which line.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        end = "文件末尾" if "end of document" in str(error) else "文件里有地方"
        where = f"第 {found[1]} 行第 {found[2]} 个字附近" if found else end
        raise BadInput(
            f"表式文件读不出来：{where}不合 TOML 的写法，常见的是引号、方括号没有成对，或同一名称写了两次。"
            "请更正，或从平台下载表式文件再改。"
        ) from error


class _Reading:
    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def form(self, data: object) -> FormText | None:
        given = Given(data, (), self.faults, "表式")
        cover: dict[str, Any] = {
            "title": given.text("title", "表名", 120, needed=True),
            "number": given.text("number", "表号", 40),
            "agency": given.text("agency", "制定机关", 120),
            "authority": given.text("authority", "批准文号", 60),
            "valid_until": given.day("valid_until", "有效期至"),
            "notes": given.text("notes", "填报说明", LONGEST_NOTES, block=True),
            "head_approves": given.flag("head_approves", "由单位负责人确认后上报", default=False),
            "scan_required": given.flag("scan_required", "上报时附盖章扫描件", default=False),
        }
        groups = [self.group(each, n) for n, each in enumerate(given.rows("groups", "分组", MOST_GROUPS))]
        rows, links = given.rows("checks", "审核公式", MOST_CHECKS), given.rows("links", "衔接", MOST_LINKS)
        given.done()
        self.refuse_crooked(groups)
        kinds = {item.code: item.kind for group in groups for item in group.items}
        checks = self.checks(rows, kinds)
        linked = self.links(links, list(kinds))
        return FormText(groups=groups, checks=checks, links=linked, **cover) if not self.faults else None

    def group(self, data: object, number: int) -> GroupText:
        path: Path = ("groups", number)
        given = Given(data, path, self.faults, f"第 {number + 1} 个分组")
        letter = given.text("letter", "编号", 2, needed=True)
        name, note = given.text("name", "名称", 40, needed=True), given.text("note", "说明", 200)
        rows = given.rows("items", "指标", MOST_ITEMS)
        given.done()
        return GroupText(letter, name, note, tuple(self.item(row, (*path, "items", n)) for n, row in enumerate(rows)))

    def item(self, data: object, path: Path) -> ItemText:
        code = data.get("code", "") if isinstance(data, Mapping) else ""
        given = Given(data, path, self.faults, f"指标 {str(code)[:12]} " if code else "指标")
        code = given.text("code", "代码", 200, needed=True)
        if code and not CODE.fullmatch(code):
            given.refuse("code", f"代码“{code[:20]}”不对，要以大写字母开头，只能用大写字母和数字，最多 12 位，如 A01。")
        name, unit = given.text("name", "名称", 60, needed=True), given.text("unit", "计量单位", 20)
        kind = self.kind(given)
        definition = given.text("definition", "解释", LONGEST_DEFINITION, block=True)
        parent = given.text("parent", "总项", 12)
        required = given.flag("required", "必填", default=True)
        options = given.words("options", "选项", LONGEST_OPTION, MOST_OPTIONS)
        given.done()
        if kind == ValueKind.MONEY and unit != MONEY_UNIT:
            given.refuse("unit", f"指标 {code[:12]} 是金额，以万元填报，计量单位应为“{MONEY_UNIT}”。")
        self.refuse_options(given, kind, options, code)
        return ItemText(code, name, unit, kind, definition, parent, required, options)

    def kind(self, given: Given) -> ValueKind:
        written = given.text("kind", "类型", 20, needed=True)
        if written and written not in ValueKind.values:
            given.refuse("kind", f"{given.what}的类型“{written}”不认识，应为 {'、'.join(ValueKind.values)} 之一。")
        return ValueKind(written) if written in ValueKind.values else ValueKind.INTEGER

    def refuse_options(self, given: Given, kind: ValueKind, options: tuple[str, ...], code: str) -> None:
        if kind != ValueKind.CHOICE and options:
            given.refuse("options", f"指标 {code[:12]} 不是“选项”类型，不应有选项。请删去选项，或改为“选项”类型。")
        if kind == ValueKind.CHOICE and len(options) < 2:
            given.refuse("options", f"指标 {code[:12]} 是“选项”类型，至少要有两个选项。")
        if len(set(options)) < len(options):
            given.refuse("options", f"指标 {code[:12]} 有相同的选项，请删去一个。")
        if any(sign in option for option in options for sign in PARTS_OPTIONS):
            given.refuse("options", f"指标 {code[:12]} 的选项里不能有分号，分号用来分开选项。")

    def refuse_crooked(self, groups: Sequence[GroupText]) -> None:
        """Letters and codes twice, totals that do not stand before their parts, too many indicators."""
        letters: set[str] = set()
        codes: set[str] = set()
        for number, group in enumerate(groups):
            if group.letter in letters:
                self.fault(("groups", number, "letter"), f"分组的编号重复：{group.letter}。每个分组用自己的编号。")
            letters.add(group.letter)
            for place, item in enumerate(group.items):
                path: Path = ("groups", number, "items", place)
                if item.code in codes:
                    self.fault((*path, "code"), f"代码重复：{item.code}。每个指标的代码只能出现一次。")
                elif item.parent and item.parent not in codes:
                    said = f"{item.code} 的总项 {item.parent} 应当排在它前面，请核对代码和次序。"
                    self.fault((*path, "parent"), said)
                codes.add(item.code)
        if len(codes) > MOST_ITEMS:
            self.fault(("groups",), f"一张表最多 {MOST_ITEMS} 项指标，现有 {len(codes)} 项，请精简。")

    def fault(self, path: Path, sentence: str) -> None:
        self.faults.append(Fault(path, sentence))

    def checks(self, rows: Sequence[Any], kinds: Mapping[str, ValueKind]) -> tuple[Check, ...]:
        checks: list[Check] = []
        seen: set[str] = set()
        for number, row in enumerate(rows):
            path: Path = ("checks", number)
            given = Given(row, path, self.faults, f"第 {number + 1} 条审核公式")
            given.done(("code", "grade", "formula", "sentence", "parameters"))
            try:
                check = read_check(given.data, kinds)
            except BadCheck as refusal:
                self.fault((*path, refusal.field), refusal.sentence)
                continue
            if check.code in seen:
                self.fault((*path, "code"), f"审核公式的编号重复：{check.code}。每条用自己的编号。")
            seen.add(check.code)
            checks.append(check)
        return tuple(checks)

    def links(self, rows: Sequence[Any], codes: Sequence[str]) -> tuple[Link, ...]:
        links = [self.link(row, n, codes) for n, row in enumerate(rows)]
        for number, link in enumerate(links):
            path: Path = ("links", number)
            others = [other for other in links[:number] if link.after == other.after or link.before == other.before]
            for other in others:
                if (other.before, other.after) == (link.before, link.after):
                    self.fault(path, f"衔接重复：{link.before} → {link.after} 写了两次，请删去一条。")
                elif other.after == link.after and {other.kind, link.kind} != {LinkKind.MERGED}:
                    said = f"{link.after} 由几个旧指标延续而来，每一条的关系都应是“合并”。"
                    self.fault((*path, "kind"), said)
                elif other.before == link.before and {other.kind, link.kind} != {LinkKind.SPLIT}:
                    said = f"旧指标 {link.before} 延续为几个新指标，每一条的关系都应是“拆分”。"
                    self.fault((*path, "kind"), said)
        places = {code: place for place, code in enumerate(codes)}
        return tuple(sorted(links, key=lambda link: (places.get(link.after, 0), link.before)))

    def link(self, data: object, number: int, codes: Sequence[str]) -> Link:
        given = Given(data, ("links", number), self.faults, f"第 {number + 1} 条衔接")
        before, after = given.text("before", "旧代码", 200, needed=True), given.text("after", "新代码", 12, needed=True)
        written, note = given.text("kind", "关系", 20, needed=True), given.text("note", "说明", 200)
        given.done()
        if before and not CODE.fullmatch(before):
            given.refuse("before", f"旧代码“{before[:20]}”不对，要以大写字母开头，只用大写字母和数字，如 A01。")
        if before in codes:
            given.refuse(
                "before",
                f"{before} 还在表上，就还是原来的指标，不能又延续为 {after}。请移除 {before}，或删去这条衔接。",
            )
        if after and after not in codes:
            given.refuse("after", f"表上没有代码 {after}。请把它加到表上，或删去这条衔接。")
        if written and written not in LinkKind.values:
            given.refuse("kind", f"衔接的关系“{written}”不认识，应为 {'、'.join(LinkKind.values)} 之一。")
        kind = LinkKind(written) if written in LinkKind.values else LinkKind.REDEFINED
        return Link(before, after, kind, note)


@lru_cache(maxsize=1)
def shipped() -> FormText:
    """The form that ships: 科技活动周情况统计表."""
    return read_template((files("sciweek.returns.shipped") / f"{SHIPPED}.toml").read_text(encoding="utf-8"))
