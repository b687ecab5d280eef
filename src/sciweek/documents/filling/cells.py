"""Marks in the cells of an xlsx. A cell that is one mark becomes a number, so that the layout's own formulas add it up."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sciweek.documents.filling.marks import Lookup, filled, only_mark, spans
from sciweek.documents.filling.opening import UnusableLayout, parsed, refuse_active, serialized

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORKBOOK, STRINGS, RELATIONS = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
_RUNS_ALONE = re.compile(r"auto_(?:open|close)", re.IGNORECASE)
# What a double holds exactly; a longer number is written as text.
MOST_DIGITS = 15


class Book:
    """The parts of an xlsx that hold cells."""

    def __init__(self, parts: Mapping[str, bytes], file: str) -> None:
        self.file = file
        self.workbook = parsed(parts[WORKBOOK], file)
        if any(_RUNS_ALONE.search(each.get("name", "")) for each in self.workbook.iter(f"{_S}definedName")):
            raise UnusableLayout(f"“{file}”里有自动运行的宏，已拒收。请另存为不带宏的文件后再上传。")
        strings = parsed(parts[STRINGS], file) if STRINGS in parts else None
        self.strings = [_text(each) for each in strings.iterchildren(f"{_S}si")] if strings is not None else []
        self.sheets = {part: (name, parsed(parts[part], file)) for name, part in self._sheets(parts)}
        formulas = (each.text or "" for _name, tree in self.sheets.values() for each in tree.iter(f"{_S}f"))
        refuse_active(formulas, file, formulas=True)

    def _sheets(self, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
        """Name and part of each sheet that can be read as cells."""
        relations = {
            each.get("Id"): each.get("Target", "")
            for each in parsed(parts[RELATIONS], self.file).iter(f"{_P}Relationship")
        }
        for sheet in self.workbook.iter(f"{_S}sheet"):
            target = relations.get(sheet.get(f"{_R}id"), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in parts and "worksheets/" in part:
                yield sheet.get("name", ""), part

    def text(self) -> str:
        """Everything that is written in cells."""
        return "\n".join(
            text for _name, tree in self.sheets.values() for cell in _cells(tree) if (text := self._said(cell))
        )

    def _said(self, cell: Any) -> str:
        kind = cell.get("t")
        if cell.find(f"{_S}f") is not None:
            return ""
        if kind == "inlineStr":
            inline = cell.find(f"{_S}is")
            return _text(inline) if inline is not None else ""
        value = cell.findtext(f"{_S}v") or ""
        if kind != "s" or not value.isdigit() or int(value) >= len(self.strings):
            return ""
        return self.strings[int(value)]

    def marks(self) -> Iterator[tuple[str, str]]:
        """Each mark with its place."""
        for name, tree in self.sheets.values():
            for cell in _cells(tree):
                for span in spans(self._said(cell)):
                    yield span.mark, f"工作表“{name}”{cell.get('r', '')}"
            for place in _margins(tree):
                for span in spans(place.text or ""):
                    yield span.mark, f"工作表“{name}”页眉页脚"

    def filled(self, lookup: Lookup) -> dict[str, bytes]:
        """The changed parts, with values in place of the marks; whoever opens the book computes its formulas anew."""
        made = {}
        for part, (_name, tree) in self.sheets.items():
            for cell in _cells(tree):
                text = self._said(cell)
                if any(spans(text)):
                    _set(cell, text, lookup)
            for place in _margins(tree):
                # An ampersand begins a code there.
                place.text = filled(place.text or "", lambda mark: _safe(lookup(mark)))
            made[part] = serialized(tree)
        self._compute_anew()
        return made | {WORKBOOK: serialized(self.workbook)}

    def _compute_anew(self) -> None:
        compute = self.workbook.find(f"{_S}calcPr")
        if compute is None:
            compute = self.workbook.makeelement(f"{_S}calcPr", {})
            after = [f"{_S}{name}" for name in ("sheets", "functionGroups", "externalReferences", "definedNames")]
            places = [number for number, each in enumerate(self.workbook) if each.tag in after]
            self.workbook.insert(places[-1] + 1 if places else len(self.workbook), compute)
        compute.set("fullCalcOnLoad", "1")


def _safe(value: Any) -> Any:
    return value.replace("&", "&&") if isinstance(value, str) else value


def _cells(tree: Any) -> Iterator[Any]:
    return iter(tree.iter(f"{_S}c"))


def _margins(tree: Any) -> Iterator[Any]:
    for holder in tree.iter(f"{_S}headerFooter"):
        yield from holder


def _text(holder: Any) -> str:
    """A string's text in all its runs, without the reading aids of Japanese."""
    aids = f"{_S}rPh"
    return "".join(each.text or "" for each in holder.iter(f"{_S}t") if each.getparent().tag != aids)


def _set(cell: Any, text: str, lookup: Lookup) -> None:
    mark = only_mark(text)
    value = lookup(mark) if mark is not None else None
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value == "":
        return
    if isinstance(value, int | Decimal) and len(str(value)) <= MOST_DIGITS:
        number = cell.makeelement(f"{_S}v", {})
        number.text = str(value)
        cell.append(number)
        return
    cell.set("t", "inlineStr")
    holder = cell.makeelement(f"{_S}is", {})
    said = holder.makeelement(f"{_S}t", {_SPACE: "preserve"})
    said.text = filled(text, lookup)
    holder.append(said)
    cell.append(holder)
