"""A notice's text in the form that rules read: same length, so that every offset holds in the original."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_SAME = {
    "　": " ",
    "\xa0": " ",
    "﹝": "〔",
    "﹞": "〕",
    "［": "[",
    "］": "]",
    "—": "-",
    "–": "-",
    "－": "-",
    "―": "-",
    "～": "~",
    "：": ":",
    "﹕": ":",
}


def even(text: str) -> str:
    """The text with half-width punctuation and digits, sign for sign."""
    return "".join(_even_sign(sign) for sign in text)


def _even_sign(sign: str) -> str:
    if sign in _SAME:
        return _SAME[sign]
    if sign in "。、《》“”‘’〔〕【】":
        return sign
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its blanks at both ends, and where it starts in the text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def lines(text: str) -> list[Line]:
    """The lines that say something."""
    return list(_lines(text))


# Copies on web pages often run everything into one line: a new item begins where numbering follows the end of a sentence.
_ITEM = re.compile(r"(?<=[。;:.\s])(?=(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))\s*[^\s,。、])")
# In such a copy title, number and addressees stand one behind the other too.
_HEAD = re.compile(r"(?<=通知|公告|公示)\s+(?=[一-鿿(各])|(?<=\d号)\)?\s+(?=[一-鿿])")
HEAD_WITHIN = 200
LONG = 90


def _cuts(row: str) -> list[int]:
    head = [cut.end() for cut in _HEAD.finditer(row[:HEAD_WITHIN])] if "关于" in row[:HEAD_WITHIN] else []
    return sorted({0, *head, *[cut.start() for cut in _ITEM.finditer(row)], len(row)})


def _lines(text: str) -> Iterator[Line]:
    for found in re.finditer(r"[^\n\r]+", text):
        cuts = _cuts(found[0]) if len(found[0]) > LONG else [0, len(found[0])]
        for begin, end in pairwise(cuts):
            part = found[0][begin:end]
            stripped = part.strip()
            if stripped:
                yield Line(found.start() + begin + part.index(stripped[0]), stripped)


# What republishing sites put behind a text; their own phones, mails and teasers are no part of the notice.
_BEHIND = re.compile(
    r"^(?:为您推荐|猜你喜欢|相关(?:推荐|阅读|文章|链接|新闻)|免责声明|版权声明|上一篇|下一篇|返回顶部)"
)


def own_lines(text: str) -> list[Line]:
    """The lines that say something, up to where a web page's own furniture begins."""
    rows = lines(text)
    return rows[: next((n for n, row in enumerate(rows) if n > 2 and _BEHIND.match(row.text)), len(rows))]


def squeezed(text: str) -> str:
    """Text without blanks: how values are compared."""
    return re.sub(r"\s+", "", text)
