"""Pictures in a paper: two in a row, each as large as its box lets it be, with its caption below."""

import io
from base64 import b64encode
from collections.abc import Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell
from PIL import Image

from sciweek.core.images import drawn
from sciweek.documents.papers.blocks import Picture
from sciweek.documents.papers.paper import TEXT_WIDTH, Paper

ACROSS = 2
# Three rows of them with captions of three lines go on the page that an attachment begins.
BOX_WIDTH, BOX_HEIGHT = 75, 39
# 300 to the inch.
PIXELS = 886


def add_pictures(paper: Paper, pictures: Sequence[Picture]) -> None:
    """Put the pictures into a table without lines; a row stays on one page."""
    table = paper.document.add_table(rows=0, cols=ACROSS)
    table.autofit = False
    for first in range(0, len(pictures), ACROSS):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, picture in zip(row.cells, pictures[first : first + ACROSS], strict=False):
            cell.width = Mm(TEXT_WIDTH // ACROSS)
            _fill(paper, cell, picture)
    paper.remark("")


def _fill(paper: Paper, cell: _Cell, picture: Picture) -> None:
    data = for_print(picture)
    width, height = fitted_in(*size_of(data))
    above = cell.paragraphs[0]
    above.alignment = WD_ALIGN_PARAGRAPH.CENTER
    above.paragraph_format.space_after = Pt(2)
    shape = above.add_run().add_picture(io.BytesIO(data), width=Mm(width), height=Mm(height))
    shape._inline.docPr.set("descr", picture.caption)
    below = cell.add_paragraph()
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.small(below, picture.caption)


def for_print(picture: Picture) -> bytes:
    """The picture with as many pixels as its box prints well, so that a paper stays small enough to be mailed."""
    return drawn(picture.read(), PIXELS).sizes[0]


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG in pixels."""
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        return image.size


def fitted_in(width: int, height: int) -> tuple[float, float]:
    """Millimetres that a picture of so many pixels takes, whole inside its box."""
    scale = min(BOX_WIDTH / width, BOX_HEIGHT / height)
    return width * scale, height * scale


def as_svg(data: bytes) -> str:
    """The JPEG inside an SVG: as text it goes to typst without a file, and into the pdf byte for byte."""
    width, height = size_of(data)
    address = f"data:image/jpeg;base64,{b64encode(data).decode()}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width}" height="{height}"><image width="{width}" height="{height}" xlink:href="{address}"/></svg>'
    )
