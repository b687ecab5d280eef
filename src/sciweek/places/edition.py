"""The shipped divisions as rows, and what a new edition would change. Pure."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from sciweek.core.errors import BadInput
from sciweek.places.codes import checked, level_of, parent_of

DATA = files("sciweek.places") / "data"


class Change(StrEnum):
    """What an edition does to one code."""

    ADDED = "新增"
    RENAMED = "更名"
    CLOSED = "停用"


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One difference between the divisions on record and an edition."""

    change: Change
    code: int
    old_name: str
    new_name: str


def shipped(name: str) -> list[dict[str, str]]:
    """The rows of a shipped csv (`divisions`, `aliases`, `changes`)."""
    with (DATA / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def read_edition(rows: Iterable[Mapping[str, str]]) -> dict[int, str]:
    """Code to name from csv rows with the columns `code` and `name`.

    Raises:
        BadInput: a missing column, a code that is none, a code twice, or one whose parent is missing; names the row.
    """
    edition: dict[int, str] = {}
    for number, row in enumerate(rows, 2):
        if "code" not in row or "name" not in row:
            raise BadInput("缺少 code 或 name 列。请按说明准备两列：code（6 位代码）和 name（名称）。")
        code_text, name = (row["code"] or "").strip(), (row["name"] or "").strip()
        if not re.fullmatch(r"[0-9]{6}", code_text) or not name or len(name) > 40:
            raise BadInput(f"第 {number} 行：代码“{code_text[:20]}”或名称“{name[:20]}”不对，请改正后重新上传。")
        try:
            code = checked(int(code_text))
        except BadInput as refusal:
            raise BadInput(f"第 {number} 行：{refusal.sentence}") from refusal
        if code in edition:
            raise BadInput(f"第 {number} 行：代码 {code} 重复，请删去一行。")
        edition[code] = name
    for code, name in edition.items():
        parent = parent_of(code)
        if parent is not None and parent not in edition:
            raise BadInput(f"代码 {code}（{name}）的上级 {parent} 不在表中，请补上这一行。")
    return edition


def compare(current: Mapping[int, str], edition: Mapping[int, str]) -> list[EditionChange]:
    """What `edition` changes. A code is closed only where the edition lists other codes of its level in its province.

    Raises:
        BadInput: the edition leaves out a division while others under it stay.
    """
    levels = {(level_of(code), code // 10000) for code in edition}
    changes = [
        EditionChange(Change.RENAMED if code in current else Change.ADDED, code, current.get(code, ""), name)
        for code, name in edition.items()
        if current.get(code) != name
    ]
    closed = {
        code: name
        for code, name in current.items()
        if code not in edition and (level_of(code), code // 10000) in levels
    }
    for code, name in current.items():
        parent = parent_of(code)
        if parent in closed and code not in closed:
            raise BadInput(
                f"表中没有 {parent}（{closed[parent]}），而它下面的 {code}（{name}）仍在使用。"
                "请补上这一行，或同时列全下级。"
            )
    changes += [EditionChange(Change.CLOSED, code, name, "") for code, name in closed.items()]
    return sorted(changes, key=lambda change: change.code)
