"""A form as text: groups, indicators, and what must hold between them. Read from TOML; pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sciweek.core.errors import BadInput
from sciweek.returns.checks import CODE, Check, read_checks
from sciweek.returns.enums import ValueKind

SHIPPED = "activity_week"
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
class FormText:
    """A whole form. `head_approves`: a unit's head submits; `scan_required`: a sealed sheet goes with it."""

    title: str
    number: str
    agency: str
    notes: str
    groups: Sequence[GroupText]
    checks: Sequence[Check]
    head_approves: bool = False
    scan_required: bool = False

    @property
    def items(self) -> list[ItemText]:
        """All indicators in order."""
        return [item for group in self.groups for item in group.items]

    @property
    def kinds(self) -> dict[str, ValueKind]:
        """The kind of each indicator, in the form's order."""
        return {item.code: item.kind for item in self.items}


def read_template(text: str) -> FormText:
    """A form from TOML.

    Raises:
        BadInput: no TOML, a field missing or too long, a code twice, a parent that does not stand before its part, or a
            check that cannot be used (see `read_checks`).
    """
    try:
        data = tomllib.loads(text)
        groups = [
            GroupText(each["letter"], each["name"], each.get("note", ""), [_item(item) for item in each["items"]])
            for each in data["groups"]
        ]
        form = FormText(
            title=data["title"],
            number=data.get("number", ""),
            agency=data.get("agency", ""),
            notes=data.get("notes", ""),
            groups=groups,
            checks=(),
            head_approves=data.get("head_approves") is True,
            scan_required=data.get("scan_required") is True,
        )
        rows = [dict(row) for row in data.get("checks", [])]
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise BadInput(f"表式文件读不出来：{error}。请对照随平台提供的表式检查。") from error
    _refuse_crooked(form)
    return replace(form, checks=read_checks(rows, form.kinds))


def _refuse_crooked(form: FormText) -> None:
    """Refuse a form that could be read but not used."""
    kinds: dict[str, ValueKind] = {}
    for item in form.items:
        if not CODE.fullmatch(item.code):
            raise BadInput(f"代码“{item.code[:20]}”不对，要以大写字母开头，只能用大写字母和数字，最多 12 位，如 A01。")
        if item.code in kinds:
            raise BadInput(f"代码重复：{item.code}。每个指标的代码只能出现一次。")
        if item.parent and item.parent not in kinds:
            raise BadInput(f"{item.code} 的总项 {item.parent} 应当排在它前面，请核对代码和次序。")
        for name, longest in LONGEST.items():
            if len(getattr(item, name)) > longest:
                raise BadInput(f"{item.code[:12]} 的 {name} 超过 {longest} 个字，请缩短。")
        kinds[item.code] = item.kind


def _item(data: Mapping[str, Any]) -> ItemText:
    return ItemText(
        data["code"],
        data["name"],
        data.get("unit", ""),
        ValueKind(data["kind"]),
        data.get("definition", ""),
        data.get("parent", ""),
    )


@lru_cache(maxsize=1)
def shipped() -> FormText:
    """The form that ships: 科技活动周情况统计表."""
    return read_template((files("sciweek.returns.shipped") / f"{SHIPPED}.toml").read_text(encoding="utf-8"))
