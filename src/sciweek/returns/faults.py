"""What is wrong with a form that somebody wrote, and where; and the reading of its fields. Pure.

A place is a path into the form as data (`template.as_data`): `("groups", 0, "items", 3, "unit")`. Whoever read the data
from a file or a page says what a path is called there.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sciweek.core.dates import read_date
from sciweek.core.errors import BadInput

Path = tuple[str | int, ...]
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: at which place, and a sentence that stands by itself."""

    path: Path
    sentence: str


class Faulty(BadInput):
    """A form cannot be used. Holds all faults that were found; `fields` names those of the last key of each path."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        more = f"（共 {len(faults)} 处问题）" if len(faults) > 1 else ""
        fields = {str(fault.path[-1]): fault.sentence for fault in reversed(faults) if fault.path}
        super().__init__(faults[0].sentence + more, fields)
        self.faults = tuple(faults)


def clean_line(text: str) -> str:
    """Text for one line: half-width blanks between words, no control characters, no line ends."""
    return " ".join("".join(" " if _is_control(sign) else sign for sign in text).split())


def clean_block(text: str) -> str:
    """Text of several lines: each without blanks at its end, no control characters, no empty lines around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(" " if _is_control(sign) else sign for sign in line).rstrip() for line in lines)
    return "\n".join(kept).strip()


def _is_control(sign: str) -> bool:
    # Surrogates and the two last code points of the plane are no characters, and no file format takes them.
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in "\ufffe\uffff"


class Given:
    """A mapping that somebody wrote, read key by key; what is wrong is added to `faults`, and reading goes on."""

    def __init__(self, data: object, path: Path, faults: list[Fault], what: str) -> None:
        self.path, self.faults, self.what = path, faults, what
        self.seen: set[str] = set()
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.refuse("", f"{what}应写成若干“名称 = 内容”。")

    def refuse(self, key: str, sentence: str) -> None:
        """Add a fault at one of the keys, or at the whole."""
        self.faults.append(Fault((*self.path, key) if key else self.path, sentence))

    def _take(self, key: str, default: object) -> Any:
        self.seen.add(key)
        return self.data.get(key, default)

    def text(self, key: str, title: str, longest: int, *, needed: bool = False, block: bool = False) -> str:
        """Text of at most `longest` characters; empty when it is missing or wrong."""
        value = self._take(key, "")
        if not isinstance(value, str):
            self.refuse(key, f"{self.what}的“{title}”应是文字。")
            return ""
        text = clean_block(value) if block else clean_line(value)
        if needed and not text:
            self.refuse(key, f"{self.what}缺少“{title}”，请填写。")
        if len(text) > longest:
            self.refuse(key, f"{self.what}的“{title}”有 {len(text)} 个字，最多 {longest} 个字，请缩短。")
        return text

    def flag(self, key: str, title: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.refuse(key, f"{self.what}的“{title}”应为 true 或 false，不带引号。")
            return default
        return value

    def day(self, key: str, title: str) -> date | None:
        """A day, as a date or as text that is one."""
        value = self._take(key, None)
        if value is None or value == "":
            return None
        # A moment is a date too, but says more than a day.
        found = value if type(value) is date else read_date(value) if isinstance(value, str) else None
        if found is None:
            self.refuse(key, f"{self.what}的“{title}”不是日期，请写成 2023-05-20 这样的形式。")
        return found

    def rows(self, key: str, title: str, most: int) -> list[Any]:
        """A list of at most `most` rows."""
        value = self._take(key, [])
        if not isinstance(value, list):
            self.refuse(key, f"{self.what}的“{title}”应是一列。")
            return []
        if len(value) > most:
            self.refuse(key, f"{self.what}的“{title}”最多 {most} 条，现有 {len(value)} 条，请精简。")
        return value[:most]

    def words(self, key: str, title: str, longest: int, most: int) -> tuple[str, ...]:
        """A list of short texts."""
        value = self.rows(key, title, most)
        if not all(isinstance(each, str) for each in value):
            self.refuse(key, f"{self.what}的“{title}”里每一条都应是文字。")
            return ()
        texts = tuple(text for each in value if (text := clean_line(each)))
        for text in texts:
            if len(text) > longest:
                self.refuse(key, f"{self.what}的“{title}”里“{text[:12]}…”超过 {longest} 个字，请缩短。")
        return texts

    def done(self, also: Collection[str] = ()) -> None:
        """Refuse keys that nobody asked for: a slip of the pen would otherwise be lost without a word."""
        known = self.seen | set(also)
        for key in self.data:
            if key not in known:
                names = "、".join(sorted(known))
                self.refuse(str(key), f"{self.what}里不认识“{str(key)[:20]}”，可用的有：{names}。")
