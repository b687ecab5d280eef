"""Lines across the text of a docx, as paragraphs bear them."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def ruled(paragraph: Paragraph, *, above: int = 0, below: int = 0, space: int = 1, colour: str = "000000") -> None:
    """Draw lines above and below a paragraph, in eighths of a point; none where 0. `space` to the text is in points.

    The paragraph has a line pitch already: what Word reads of it has a fixed order, and borders stand before that.
    """
    borders = OxmlElement("w:pBdr")
    for side, size in (("top", above), ("bottom", below)):
        if size:
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", colour)):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    next(child for child in properties if child.tag in {qn("w:tabs"), qn("w:spacing")}).addprevious(borders)
