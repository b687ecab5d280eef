"""A form as text: groups, indicators, and what must hold between them. Read from TOML; pure."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sciweek.core.errors import BadInput
from sciweek.returns.enums import ValueKind

SHIPPED = "activity_week"
GRADES = ("强制性", "提示性")
CODE = re.compile(r"[A-Z0-9]{1,12}")
LONGEST = {"name": 60, "unit": 20}


@dataclass(frozen=True, slots=True)
class ItemText:
    """An indicator as a form asks for it."""

    code: str
    name: str
    unit: str
    kind: ValueKind
    definition: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class GroupText:
    """A section of a form."""

    letter: str
    name: str
    note: str
    items: Sequence[ItemText]


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold. `sum`: whole = parts; `at_most`: part ≤ whole; `together`: both are 0 or neither is."""

    kind: str
    grade: str
    whole: str
    parts: Sequence[str]
    sentence: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators that the check covers."""
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class FormText:
    """A whole form."""

    title: str
    number: str
    agency: str
    notes: str
    groups: Sequence[GroupText]
    checks: Sequence[Check]

    @property
    def items(self) -> list[ItemText]:
        """All indicators in order."""
        return [item for group in self.groups for item in group.items]


def read_template(text: str) -> FormText:
    """A form from TOML.

    Raises:
        BadInput: no TOML, a field missing or too long, a code twice, a parent that does not stand before its part, or a
            check over codes that are not there or not of one kind.
    """
    try:
        data = tomllib.loads(text)
        groups = [
            GroupText(each["letter"], each["name"], each.get("note", ""), [_item(item) for item in each["items"]])
            for each in data["groups"]
        ]
        checks = [_check(each) for each in data.get("checks", [])]
        form = FormText(
            data["title"], data.get("number", ""), data.get("agency", ""), data.get("notes", ""), groups, checks
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise BadInput(f"表式文件读不出来：{error}。请对照随平台提供的表式检查。") from error
    _refuse_crooked(form)
    return form


def _refuse_crooked(form: FormText) -> None:
    """Refuse a form that could be read but not used."""
    kinds: dict[str, ValueKind] = {}
    for item in form.items:
        if not CODE.fullmatch(item.code):
            raise BadInput(f"代码“{item.code[:20]}”不对，只能用大写字母和数字，最多 12 位，如 A01。")
        if item.code in kinds:
            raise BadInput(f"代码重复：{item.code}。每个指标的代码只能出现一次。")
        if item.parent and item.parent not in kinds:
            raise BadInput(f"{item.code} 的总项 {item.parent} 应当排在它前面，请核对代码和次序。")
        for name, longest in LONGEST.items():
            if len(getattr(item, name)) > longest:
                raise BadInput(f"{item.code[:12]} 的 {name} 超过 {longest} 个字，请缩短。")
        kinds[item.code] = item.kind
    for check in form.checks:
        if unknown := set(check.codes) - set(kinds):
            raise BadInput(f"审核关系“{check.sentence}”引用了表中没有的代码：{'、'.join(sorted(unknown))}。")
        if check.kind != "together" and len({kinds[code] for code in check.codes}) > 1:
            raise BadInput(f"审核关系“{check.sentence}”里的指标类型不同，不能相加或比较。")


def _item(data: Mapping[str, Any]) -> ItemText:
    return ItemText(
        data["code"],
        data["name"],
        data.get("unit", ""),
        ValueKind(data["kind"]),
        data.get("definition", ""),
        data.get("parent", ""),
    )


def _check(data: Mapping[str, Any]) -> Check:
    kind = data["kind"]
    if kind not in {"sum", "at_most", "together"}:
        raise ValueError(f"检查种类 {kind} 不认识")
    if data["grade"] not in GRADES:
        raise ValueError(f"审核等级 {data['grade']} 不认识，应为 {'、'.join(GRADES)}")
    parts = data["parts"] if kind == "sum" else [data["part"]]
    return Check(kind, data["grade"], data["whole"], parts, data["sentence"])


@lru_cache(maxsize=1)
def shipped() -> FormText:
    """The form that ships: 科技活动周情况统计表."""
    return read_template((files("sciweek.returns.shipped") / f"{SHIPPED}.toml").read_text(encoding="utf-8"))
