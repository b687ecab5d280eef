"""版头 of a docx: the issuer in red, the document's number, the red line (GB/T 9704-2012, 7.2)."""

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from sciweek.documents.papers.blocks import RedHead
from sciweek.documents.papers.borders import ruled
from sciweek.documents.papers.paper import TEXT_WIDTH, TITLE, Paper

RED = RGBColor(0xFF, 0x00, 0x00)
# The issuer stands 35 mm under the upper edge of the text, as large as one line holds, at most 22 mm high.
DOWN, LARGEST = 35, 48
# The line stands 4 mm under the number, as long as the text is wide; width in eighths of a point, space in points.
LINE, SPACE = 12, 11


def size_of_issuer(issuer: str) -> float:
    """Points in which the issuer's name goes on one line."""
    return min(LARGEST, TEXT_WIDTH / 25.4 * 72 / max(1, len(issuer)))


def add_red_head(paper: Paper, head: RedHead) -> None:
    """Put the head at the top of the first page; a paper without a number has its line all the same."""
    size = Pt(size_of_issuer(head.issuer))
    issuer = paper.line(head.issuer, TITLE, size)
    issuer.runs[0].font.color.rgb = RED
    look = issuer.paragraph_format
    look.space_before, look.line_spacing = Mm(DOWN), size
    paper.line("")
    number = paper.line(head.number)
    ruled(number, below=LINE, space=SPACE, colour=str(RED))
    for each in (issuer, number):
        each.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.line("")
