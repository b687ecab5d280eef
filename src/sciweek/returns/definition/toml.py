"""A form's definition as TOML, and where in such a text a fault stands. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sciweek.returns.definition.written import Written
from sciweek.returns.faults import Path
from sciweek.returns.template import FormText, as_data, read_toml

HEAD = (
    "# 统计表表式。[[groups]] 是分组，[[groups.items]] 是指标，[[checks]] 是审核公式，[[links]] 是与往年指标的衔接。\n"
    "# 代码终身不变；含义变了就用新代码，并写一条衔接。总项要排在其中项前面。\n"
)
_TABLES = ("groups", "items", "checks", "links")


def write_toml(form: FormText) -> str:
    """The form as TOML; `written_in_toml` reads it back."""
    data = as_data(form)
    groups, checks, links = (data.pop(name, []) for name in ("groups", "checks", "links"))
    if form.valid_until:
        data["valid_until"] = form.valid_until
    parts = [HEAD, *_table("", data)]
    for group in groups:
        items = group.pop("items")
        parts += _table("groups", group)
        for item in items:
            parts += _table("groups.items", item)
    for name, rows in (("checks", checks), ("links", links)):
        for row in rows:
            parts += _table(name, row)
    return "\n".join(parts) + ("\n" if groups else "\ngroups = []\n")


def _table(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    if name:
        yield f"\n[[{name}]]"
    for key, value in values.items():
        if value != "":
            yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_value(key)} = {_value(each)}' for key, each in value.items())} }}"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{text}"""' if "\n" in text else f'"{text}"'


def written_in_toml(text: str) -> Written:
    """A form's data as it stands in a TOML text.

    Raises:
        BadInput: no TOML; says near which line.
    """
    data = read_toml(text)
    lines = _lines(text, data)

    def place(path: Path) -> str:
        number = lines.get(path) or next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), 0)
        return (f"第 {number} 行，" if number else "") + _spelt(path)

    return Written(data, place)


def _spelt(path: Path) -> str:
    """A path in words: `groups 第 1 项的 items 第 3 项的 unit`."""
    words = ""
    for step in path:
        words += f" 第 {step + 1} 项" if isinstance(step, int) else f"{'的 ' if words else ''}{step}"
    return words or "整个文件"


def _lines(text: str, data: Mapping[str, Any]) -> dict[Path, int]:
    """The line of each table and key, as far as the file has its tables one below the other with a head each.

    A file that is written otherwise (tables in one line, heads inside of texts) has fewer or more heads than tables; then
    no line is told rather than a wrong one.
    """
    found: dict[Path, int] = {}
    path: Path = ()
    counts = dict.fromkeys(_TABLES, -1)
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        was_inside, inside = inside, inside ^ ((line.count('"""') + line.count("'''")) % 2 == 1)
        if was_inside:
            continue
        if head := re.match(r"\s*\[\[\s*([\w. ]+?)\s*\]\]", line):
            name = head[1].replace(" ", "").removeprefix("groups.")
            if name not in counts:
                return {}
            counts[name] += 1
            if name == "groups":
                counts["items"] = -1
            path = ("groups", counts["groups"], "items", counts["items"]) if name == "items" else (name, counts[name])
            found[path] = number
        elif key := re.match(r"""\s*["']?(\w+)["']?\s*=""", line):
            found.setdefault((*path, key[1]), number)
    return found if {p for p in found if isinstance(p[-1], int)} == set(_tables(data)) else {}


def _tables(data: Mapping[str, Any]) -> Iterator[Path]:
    for name in ("groups", "checks", "links"):
        rows = data.get(name, [])
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            yield (name, number)
            items = row.get("items", []) if name == "groups" and isinstance(row, Mapping) else []
            yield from (("groups", number, "items", n) for n in range(len(items) if isinstance(items, list) else 0))
