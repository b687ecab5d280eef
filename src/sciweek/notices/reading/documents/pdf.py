"""PDF with text: lines joined to paragraphs over line ends and pages, page numbers and running heads left out."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sciweek.core.limited import Unfinished, run_limited
from sciweek.notices.reading.documents.document import UnreadableDocument
from sciweek.notices.reading.documents.readers import reader

LEAST_HAN_A_PAGE = 20
# The share of a page's height, at its top and bottom, in which running heads and page numbers stand.
EDGE = 0.1
PAGE_NUMBER = re.compile(r"^[-—–\s·]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[,，/]?\s*共?\s*\d{1,3}\s*页?)?[-—–\s·]*$")
# Printing programs set figures a little apart from the signs beside them: 2023 年 5 月.
_COUNTS = "[年月日号时点分届期次个名项人份张条]"
SET_APART = re.compile(rf"(?<=\d)\s+(?={_COUNTS})|(?<=[一-鿿〔〕（）《》])\s+(?=\d{{1,4}}\s*{_COUNTS})")
BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s*[.．、](?!\d)|附\s*件\s*[:：\d]|联\s*系|抄\s*送"
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: its text, where it begins and ends, its height, and how far down the page it stands (0 to 1)."""

    text: str
    left: float
    right: float
    height: float
    depth: float


def pdf_text(data: bytes, name: str) -> str:
    """The text of a PDF.

    Raises:
        UnreadableDocument: locked by a password, damaged, too long, or a scan without text.
    """
    try:
        said = json.loads(run_limited(reader("pdf"), data))
    except Unfinished as failure:
        if "password" in str(failure).lower():
            raise UnreadableDocument(f"“{name}”设有打开密码。请取消密码后另存，再上传。") from failure
        raise UnreadableDocument(f"“{name}”已损坏或太复杂，打不开。请重新导出 PDF，或换成 Word 文档。") from failure
    if said["left_out"]:
        raise UnreadableDocument(f"“{name}”超过 200 页。通知正文不会这么长，请只保留通知本身。")
    pages = [list(lines_of(page["stretches"], page["height"])) for page in said["pages"]]
    text = "\n".join(paragraphs(without_furniture(pages)))
    if len(re.findall(r"[一-鿿]", text)) < LEAST_HAN_A_PAGE * len(pages):
        raise UnreadableDocument(
            f"“{name}”是扫描件，里面只有图像，没有文字。请换成 Word 或可复制文字的 PDF，或者把正文粘贴到文本框。"
        )
    return text


Stretch = Sequence[float | str]


def lines_of(stretches: Sequence[Stretch], page_height: float) -> Iterator[PrintedLine]:
    """The lines of a page from its stretches of text (left, bottom, right, top, text), from top to bottom."""
    boxes = [
        (float(each[0]), float(each[1]), float(each[2]), float(each[3]), str(each[4]).strip("\r\n"))
        for each in stretches
    ]
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for box in sorted((box for box in boxes if box[4].strip()), key=lambda box: -(box[1] + box[3])):
        row = rows[-1] if rows else None
        if row and (box[1] + box[3]) / 2 > min(each[1] for each in row):
            row.append(box)
        else:
            rows.append([box])
    for row in rows:
        row.sort()
        height = median(box[3] - box[1] for box in row)
        text, at = "", row[0][0]
        for left, _, right, _, said in row:
            text += (" " if text and left - at > height * 0.6 else "") + said
            at = right
        middle = median((box[1] + box[3]) / 2 for box in row)
        yield PrintedLine(
            SET_APART.sub("", text.strip()), row[0][0], at, height, 1 - middle / page_height if page_height else 0
        )


def without_furniture(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """The pages without page numbers, and without what repeats at the edge of several pages."""
    edges = [{_masked(line) for line in page if _at_edge(line)} for page in pages]
    often = Counter(said for edge in edges for said in edge)
    least = max(2, len(pages) // 2)
    return [
        [
            line
            for line in page
            if not _at_edge(line) or not (PAGE_NUMBER.match(line.text) or often[_masked(line)] >= least)
        ]
        for page in pages
    ]


def _at_edge(line: PrintedLine) -> bool:
    return line.depth < EDGE or line.depth > 1 - EDGE


def _masked(line: PrintedLine) -> str:
    return re.sub(r"\d+", "0", line.text)


def paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[str]:
    """Lines joined where the paper ended them: a line that reaches the right margin goes on in one that is not indented."""
    rows = [line for page in pages for line in page]
    if not rows:
        return
    left, right = min(line.left for line in rows), max(line.right for line in rows)
    held = rows[0].text
    for above, line in pairwise(rows):
        full = above.right > right - 1.6 * above.height
        begins = line.left > left + 1.2 * line.height or BEGINS.match(line.text)
        if full and not begins and not above.text.endswith(("：", ":")):
            held += line.text
        else:
            yield held
            held = line.text
    yield held
