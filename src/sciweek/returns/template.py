"""A form as text: groups, indicators, and what must hold between them. Read from TOML; pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sciweek.core.errors import BadInput
from sciweek.returns.enums import ValueKind

SHIPPED = "activity_week"


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
        BadInput: no TOML, a field missing, a code twice, or a parent or check that names a code which is not there.
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
    codes = [item.code for item in form.items]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise BadInput(f"代码重复：{'、'.join(sorted(twice))}。")
    named = {item.parent for item in form.items if item.parent} | {code for check in checks for code in check.codes}
    if unknown := named - set(codes):
        raise BadInput(f"引用了表中没有的代码：{'、'.join(sorted(unknown))}。")
    return form


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
    parts = data["parts"] if kind == "sum" else [data["part"]]
    return Check(kind, data["grade"], data["whole"], parts, data["sentence"])


@lru_cache(maxsize=1)
def shipped() -> FormText:
    """The form that ships: 科技活动周情况统计表."""
    return read_template((files("sciweek.returns.shipped") / f"{SHIPPED}.toml").read_text(encoding="utf-8"))
