"""The numbers that Word counts by itself and does not keep in the text: 一、 （一） 1. （1） ①."""

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HAN = "一二三四五六七八九十"
DEEPEST = 9
ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered: kind of number, text around it, first number, and whether all in digits."""

    kind: str
    text: str
    start: int
    legal: bool


Key = tuple[str, int]


class Numbering:
    """Counts the lists of a document as Word does: lists made of one model count on, unless one starts anew."""

    def __init__(self, part: "etree._Element | None", styles: "etree._Element | None" = None) -> None:
        self.levels: dict[Key, Level] = {}
        self.models: dict[str, str] = {}
        self.restarts: dict[Key, int] = {}
        self.counts: dict[Key, int] = {}
        self.styles = dict(_styles(styles)) if styles is not None else {}
        if part is not None:
            self._read(part)

    def _read(self, part: "etree._Element") -> None:
        for model in part.iter(f"{W}abstractNum"):
            for level in model.iter(f"{W}lvl"):
                kind, text, start = (level.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start"))
                if kind is not None and text is not None:
                    first = _whole(_value(start)) if start is not None else 1
                    key = (model.get(f"{W}abstractNumId", ""), _whole(level.get(f"{W}ilvl", "0")))
                    legal = level.find(f"{W}isLgl") is not None
                    self.levels[key] = Level(_value(kind), _value(text), first, legal)
        for number in part.iter(f"{W}num"):
            target, own = number.find(f"{W}abstractNumId"), number.get(f"{W}numId", "")
            self.models[own] = _value(target) if target is not None else ""
            for change in number.iter(f"{W}lvlOverride"):
                start = change.find(f"{W}startOverride")
                if start is not None:
                    self.restarts[own, _whole(change.get(f"{W}ilvl", "0"))] = _whole(_value(start))

    def label(self, paragraph: "etree._Element") -> str:
        """The number that Word shows before a paragraph; empty for one that is not numbered."""
        list_id, depth = self._list_of(paragraph)
        model = self.models.get(list_id, "")
        level = self.levels.get((model, depth))
        if level is None:
            return ""
        if (list_id, depth) in self.restarts:
            self.counts[model, depth] = self.restarts.pop((list_id, depth)) - 1
        self.counts[model, depth] = self.counts.get((model, depth), level.start - 1) + 1
        for below in range(depth + 1, DEEPEST):
            self.counts.pop((model, below), None)
        if level.kind in {"bullet", "none"}:
            return ""
        return re.sub(r"%([1-9])", lambda found: self._shown(model, int(found[1]) - 1, level.legal), level.text)

    def _list_of(self, paragraph: "etree._Element") -> Key:
        """The list and level of a paragraph: its own, else its style's."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        by_style = self.styles.get(_value(style), ("", 0)) if style is not None else ("", 0)
        own = paragraph.find(f"{W}pPr/{W}numPr")
        return _numbered(own, by_style) if own is not None else by_style

    def _shown(self, model: str, depth: int, legal: bool) -> str:
        level = self.levels.get((model, depth))
        count = self.counts.get((model, depth), level.start if level else 1)
        return written(count, level.kind if level and not legal else "decimal")


def _value(element: "etree._Element") -> str:
    return str(element.get(f"{W}val", ""))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _numbered(properties: "etree._Element", otherwise: Key) -> Key:
    number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return (
        _value(number) if number is not None else otherwise[0],
        _whole(_value(level)) if level is not None else otherwise[1],
    )


def _styles(part: "etree._Element") -> "dict[str, Key]":
    """The list and level that each style of paragraphs carries, by itself or from the style that it is based on."""
    own: dict[str, Key] = {}
    based: dict[str, str] = {}
    for style in part.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        properties, base = style.find(f"{W}pPr/{W}numPr"), style.find(f"{W}basedOn")
        if properties is not None:
            own[name] = _numbered(properties, ("", 0))
        if base is not None:
            based[name] = _value(base)
    for name in based:
        above, steps = name, 0
        while above not in own and above in based and steps < DEEPEST:
            above, steps = based[above], steps + 1
        if above in own:
            own.setdefault(name, own[above])
    return own


def written(count: int, kind: str) -> str:
    """A number as its kind writes it."""
    if "hinese" in kind or "ideograph" in kind or "japaneseCounting" in kind:
        return han_count(count)
    if kind == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if kind in {"lowerLetter", "upperLetter"} and 1 <= count <= 26:
        return chr((0x61 if kind == "lowerLetter" else 0x41) + count - 1)
    if kind in {"lowerRoman", "upperRoman"} and 1 <= count <= 39:
        roman = _roman(count)
        return roman if kind == "lowerRoman" else roman.upper()
    return str(count)


def _roman(count: int) -> str:
    said = ""
    for sign, worth in ROMAN:
        said, count = said + sign * (count // worth), count % worth
    return said


def han_count(number: int) -> str:
    """A number up to 99 in Han numerals."""
    if not 1 <= number <= 99:
        return str(number)
    if number <= 10:
        return HAN[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else HAN[tens - 1]) + "十" + (HAN[ones - 1] if ones else "")
