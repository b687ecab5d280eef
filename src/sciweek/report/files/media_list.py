"""The list of picked pictures and of media reports (xlsx)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from sciweek.documents.sheets.writing import SheetOut, Value, write_xlsx
from sciweek.report.content import Content
from sciweek.report.lists import Lists, MediaRow
from sciweek.report.pictures import ChosenPicture

PICTURE_HEAD = ("序号", "文件", "说明", "单位", "所在地", "SHA-256")
MEDIA_HEAD = (
    *("序号", "标题", "媒体名称", "媒体级别", "原创或转载", "发布日期", "网址", "单位", "所在地"),
    *("有无截图或扫描件", "可能联合"),
)
NO_PICTURES, NO_MEDIA = "没有选用图片。", "没有已上报的媒体报道。"
JOINT = "“可能联合”表示另有单位登记了同一网址，计算篇数时请只算一次。"


def write_media_list(content: Content, lists: Lists, out: BinaryIO) -> None:
    """Write the workbook; an empty list says so."""
    pictures = content.pictures
    sheets = [
        SheetOut(
            "图片目录",
            PICTURE_HEAD,
            _pictures(pictures),
            notes=() if pictures else (NO_PICTURES,),
            widths=[7, 34, 44, 30, 18, 66],
        ),
        SheetOut(
            "媒体报道清单",
            MEDIA_HEAD,
            _media(lists.media()),
            notes=(JOINT if content.media else NO_MEDIA,),
            widths=[7, 44, 18, 10, 10, 12, 44, 30, 18, 17, 10],
            long=True,
        ),
    ]
    write_xlsx(sheets, out)


def _pictures(pictures: Sequence[ChosenPicture]) -> Iterator[Sequence[Value]]:
    for each in pictures:
        yield each.number, each.name, each.caption, each.unit, each.place, each.sha256


def _media(rows: Iterable[MediaRow]) -> Iterator[Sequence[Value]]:
    for number, row in enumerate(rows, 1):
        yield (
            *(number, row.title, row.medium, row.level, row.origin, row.published_on, row.url, row.unit, row.place),
            *("有" if row.has_proof else "无", "是" if row.joint else ""),
        )
