"""Lists of media reports as people upload them."""

import io
from collections.abc import Sequence

from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.materials.importing import blank_columns

ROW = ("科技活动周走进校园", "测试日报", "县区级", "原创", "2023-05-21", "https://news.example.cn/1.html", "")


def row(**changes: str) -> list[str]:
    """A row that is right, with some cells changed by the name of their column."""
    return list({**dict(zip(blank_columns(), ROW, strict=True)), **changes}.values())


def book(*rows: Sequence[str]) -> bytes:
    """A filled list as a workbook."""
    out = io.BytesIO()
    write_xlsx([SheetOut("媒体报道", blank_columns(), rows)], out)
    return out.getvalue()
