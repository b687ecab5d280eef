"""版记 of a docx: who gets a copy, who printed it and when (GB/T 9704-2012, 7.4)."""

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm

from sciweek.documents.papers.blocks import Imprint
from sciweek.documents.papers.borders import ruled
from sciweek.documents.papers.days import day
from sciweek.documents.papers.paper import FANG, FOOT_SIZE, TEXT_WIDTH, Paper


def add_imprint(paper: Paper, block: Imprint) -> None:
    """Put it after the text: 4号, one character in, lines of 0.35 mm around and 0.25 mm between."""
    paper.line("")
    printed = f"{block.office}\t{day(block.day)}印发"
    for text, above, below in ((block.copied, 8, 6), (printed, 0, 8)):
        paragraph = paper.line(text, FANG, FOOT_SIZE)
        look = paragraph.paragraph_format
        look.left_indent = look.right_indent = FOOT_SIZE
        look.keep_with_next = bool(above)
        if "\t" in text:
            look.tab_stops.add_tab_stop(Mm(TEXT_WIDTH) - FOOT_SIZE, WD_TAB_ALIGNMENT.RIGHT)
        ruled(paragraph, above=above, below=below)
