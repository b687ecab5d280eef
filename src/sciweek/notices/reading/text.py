"""The lines of a notice's text: where a new item begins, and where a web page's own furniture does."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from sciweek.core.text import even

__all__ = ["Joined", "Line", "even", "is_one_piece", "lines", "own_lines", "squeezed"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its blanks at both ends, and where it starts in the text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


class Joined:
    """Lines that follow one another, read as one: a title or a list of names may run over line ends."""

    def __init__(self, rows: Sequence[Line]) -> None:
        self.text = "".join(row.text for row in rows)
        self._begins = [0, *accumulate(len(row.text) for row in rows[:-1])]
        self._rows = rows

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the joined text stands in the whole."""
        first, last = (bisect_right(self._begins, place) - 1 for place in (start, max(start, end - 1)))
        return (
            self._rows[first].start + start - self._begins[first],
            self._rows[last].start + end - self._begins[last],
        )


def lines(text: str) -> list[Line]:
    """The lines that say something."""
    return list(_lines(text))


# Copies on web pages often run everything into one line: a new item begins where numbering or a label of official
# writing follows the end of a sentence, and the addressees end with a colon.
_ITEM = re.compile(
    r"(?<=[。;:,.!\s])(?=(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))\s*[^\s,。、])"
    r"|(?<=[^\s、,和及与])(?=[二三四五六七八九十]{1,2}、(?:活动|主办|组织|比赛|大赛|参赛|参加|报名|工作|有关|相关|具体|联系|时间|地点|主题|内容|要求|奖))"
    r"|(?<=[^(“《])(?=(?:联\s*系\s*人|附\s*件)\s*:)"
    r"|(?<=[》。\s])(?=[一-鿿()]{3,26}(?:局|厅|委|部|室|会|协|心|学|院|府|司|处|所)(?:\s+[一-鿿()]{3,26}?){0,3}\s*(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
    r"|(?<=\d日)(?=\(?联系)"
    r"|(?<=[。;)\s])(?=(?:(?:主|承|协)\s*办(?:单位|方)?|联系方式|联系电话|活动(?:主题|时间|地点))\s*:)"
)
# In such a copy title, number, what the page says, and addressees stand one behind the other too.
_HEAD = re.compile(
    r"(?<=通知|公告|公示)\s+(?=[一-鿿(各])|(?:(?<=\d号)|(?<=\d\s号))\)?\s+(?=[一-鿿])|\s(?=(?:各|有关)[^。:\s]{1,60}:)"
    r"|(?<=通知|公告|公示)(?=各(?:有关|相关|市|县|区|省|镇|乡|街道|学院|部门|单位)[^。:]{0,80}:)"
)
HEAD_WITHIN = 300
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
    r"^(?:为您推荐|猜你喜欢|热门推荐|相关(?:推荐|阅读|文章|链接|新闻|政策)|免责声明|版权声明|上一[篇条]|下一[篇条]|返回顶部"
    r"|分享(?:到|至|:)|【?(?:打印|关闭)(?:本页|窗口)?】?(?:\s|$)|扫一扫|责任编辑:|网站地图|版权所有)"
)


def own_lines(text: str) -> list[Line]:
    """The lines that say something, up to where a web page's own furniture begins."""
    rows = lines(text)
    return rows[: next((n for n, row in enumerate(rows) if n > 2 and _BEHIND.match(row.text)), len(rows))]


def is_one_piece(text: str) -> bool:
    """Whether the text lost its line breaks in copying."""
    return len(text) > 200 and text.count("\n") * LONG * 2 < len(text)


def squeezed(text: str) -> str:
    """Text without blanks: how values are compared."""
    return re.sub(r"\s+", "", text)
