"""Where the fonts of papers lie, and what they can print together. Read once a process."""

import logging
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sciweek.documents.fonts.coverage import UnreadableFont, characters_of

log = logging.getLogger(__name__)
OURS = Path(__file__).parent
ENDINGS = {".otf", ".ttf", ".ttc"}
# What stands for a sign that no font has (GB/T 2312, 01-94).
GETA = "〓"
# Signs that show nothing of their own: a missing glyph is no loss.
_SILENT = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A sign that no font has, and the first text that holds it."""

    sign: str
    text: str

    @property
    def code(self) -> str:
        """Its code point, to look for a font by."""
        return f"U+{ord(self.sign):04X}"


def font_files() -> list[Path]:
    """Every font file: the office's own before ours."""
    folders = [folder for folder in (settings.FONTS, OURS) if folder.is_dir()]
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix.lower() in ENDINGS]


def folders() -> list[str]:
    """The folders that hold them."""
    return [str(folder) for folder in (settings.FONTS, OURS) if folder.is_dir()]


@lru_cache(maxsize=1)
def printable() -> frozenset[int]:
    """The code points that some font has. A file that is no font is named in the log and left out."""
    found: set[int] = set()
    for path in font_files():
        try:
            found |= characters_of(path.read_bytes())
        except UnreadableFont:
            log.warning("%s is not a font that can be read", path.name)
    return frozenset(found)


def _is_missing(sign: str) -> bool:
    silent = unicodedata.category(sign) in _SILENT or any(ord(sign) in span for span in _VARIANTS)
    return ord(sign) not in printable() and not silent


def missing_in(texts: Iterable[str]) -> list[Unprintable]:
    """The signs that would print as 〓, each once, in the order of the texts."""
    found: dict[str, Unprintable] = {}
    for text in texts:
        for sign in text:
            if sign not in found and _is_missing(sign):
                found[sign] = Unprintable(sign, text)
    return list(found.values())


def with_geta(text: str) -> str:
    """The text with 〓 for each sign that no font has; silent signs without a glyph are left out."""
    if all(ord(sign) in printable() for sign in text):
        return text
    kept = (sign if ord(sign) in printable() or sign == "\n" else GETA if _is_missing(sign) else "" for sign in text)
    return "".join(kept)
