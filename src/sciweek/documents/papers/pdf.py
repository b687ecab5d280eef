"""A paper as pdf (PDF/A-2b), from the same blocks and so with the same text as the docx.

typst sets the pages; blocks go to it as JSON, so that no text from people is ever read as markup. It sees no system fonts:
a paper looks the same wherever it is made.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import typst

from sciweek.documents.fonts.folders import Unprintable, folders, missing_in, with_geta
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.days import day
from sciweek.documents.papers.heads import size_of_issuer
from sciweek.documents.papers.paper import broken, fitted, is_figure, signature_lines
from sciweek.documents.papers.pictures import as_svg, fitted_in, for_print, size_of

LAYOUT = Path(__file__).with_name("paper.typ")
# An office's own fonts come first, under the names that they bear in Chinese and in English.
FACES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "Sciweek Title"),
    "fang": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "Sciweek Song"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "Sciweek Kai"),
    "hei": ("SimHei", "黑体", "Sciweek Hei"),
    "song": ("SimSun", "宋体", "Sciweek Song"),
}
# typst keeps state between runs of one compiler.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class About:
    """What a pdf says of itself besides its pages."""

    title: str
    author: str
    made_at: datetime


def write_pdf(paper: Iterable[b.Block], about: About, out: BinaryIO) -> None:
    """Write the pdf; the same blocks give the same bytes. A sign that no font has is printed as 〓."""
    made = _compiled(paper, about, "pdf")
    out.write(made[0])


def pages_as_png(paper: Iterable[b.Block], about: About) -> list[bytes]:
    """The pages as pictures, to look at."""
    return _compiled(paper, about, "png")


def unprintable(paper: Iterable[b.Block]) -> list[Unprintable]:
    """The signs of a paper that print as 〓."""
    return missing_in(b.all_texts(paper))


def _compiled(paper: Iterable[b.Block], about: About, form: Any) -> list[bytes]:
    blocks = list(paper)
    data = {
        "about": {"title": about.title, "author": about.author},
        "faces": FACES,
        "blocks": list(_as_data(blocks)),
    }
    words = {"paper": with_geta(json.dumps(data, ensure_ascii=False)), "pictures": json.dumps(_drawn(blocks))}
    standards: Any = ["a-2b"] if form == "pdf" else []
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            format=form,
            sys_inputs=words,
            pdf_standards=standards,
            timestamp=about.made_at.astimezone(UTC).replace(microsecond=0),
        )
    return made if isinstance(made, list) else [made or b""]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders()))
    return typst.Compiler(str(LAYOUT), font_paths=fonts, ignore_system_fonts=True)


def _as_data(paper: Iterable[b.Block]) -> Iterator[Mapping[str, object]]:
    """The blocks as the layout takes them, numbered as in the docx."""
    numbering = b.Numbering()
    for block in paper:
        match block:
            case b.RedHead(issuer, number):
                yield {"kind": "red_head", "text": issuer, "number": number, "size": size_of_issuer(issuer)}
            case b.CentredLine(text):
                yield {"kind": "centred", "text": text}
            case b.Title(text):
                yield {"kind": "title", "lines": broken(text)}
            case b.Recipients(text):
                yield {"kind": "recipients", "text": text.rstrip(":：") + "："}
            case b.Heading(text, level):
                yield {"kind": "heading", "level": level, "label": numbering.heading(level), "text": text}
            case b.Clause(head, text, level):
                label = numbering.heading(level)
                yield {"kind": "clause", "level": level, "label": label, "head": head, "text": text}
            case b.Text(text):
                yield {"kind": "text", "text": text}
            case b.Note(text):
                yield {"kind": "note", "text": text.strip("（）()")}
            case b.Remark(text):
                yield {"kind": "remark", "text": text}
            case b.Attachments(names):
                yield {"kind": "attachments", "names": [name.rstrip("。；;.") for name in names]}
            case b.Signature():
                lines = signature_lines(block.offices, day(block.day))
                yield {"kind": "signature", "signed": [{"text": text, "indent": indent} for text, indent in lines]}
            case b.Imprint(_, office):
                yield {"kind": "imprint", "text": block.copied, "office": office, "day": f"{day(block.day)}印发"}
            case b.AttachmentPage(number, title):
                numbering.begin_attachment()
                yield {"kind": "attachment_page", "number": str(number or ""), "lines": broken(title)}
            case b.Table():
                yield _table(block, numbering.table())
            case b.BarChart():
                yield _chart(block, numbering.chart())
            case b.Pictures(pictures):
                yield {"kind": "pictures", "captions": [each.caption for each in pictures]}


def _drawn(paper: Iterable[b.Block]) -> list[list[object]]:
    """Each picture in the order of the paper: how wide and high in millimetres, and itself."""
    pictures = [for_print(each) for block in paper if isinstance(block, b.Pictures) for each in block.pictures]
    return [[*fitted_in(*size_of(data)), as_svg(data)] for data in pictures]


def _table(block: b.Table, label: str) -> Mapping[str, object]:
    rows = [
        [{"text": value, "right": bool(place) and is_figure(value)} for place, value in enumerate(row)]
        for row in block.rows
    ]
    return {
        "kind": "table",
        "label": label,
        "caption": block.caption,
        "head": block.head,
        "rows": rows,
        "widths": fitted(block.widths),
    }


def _chart(block: b.BarChart, label: str) -> Mapping[str, object]:
    most = max([1, *(value for each in block.series for value in each.values)])
    bars = [
        [
            {
                "share": max(0, each.values[place]) / most,
                "text": f"{each.values[place] / 10**block.decimals:,.{block.decimals}f}",
            }
            for each in block.series
        ]
        for place in range(len(block.names))
    ]
    return {
        "kind": "chart",
        "label": label,
        "caption": block.caption,
        "names": block.names,
        "series": [each.name for each in block.series],
        "bars": bars,
    }
