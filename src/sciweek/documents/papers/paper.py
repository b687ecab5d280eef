"""An official paper as docx: page, grid, faces, levels, tables and page numbers of GB/T 9704-2012.

Faces are written by their official names; a machine that lacks them shows its own instead, and the grid may shift there.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, BinaryIO

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from sciweek.documents.papers.blocks import BarChart, Numbering, attachment_lines
from sciweek.documents.papers.chart import add_bar_chart
from sciweek.documents.papers.days import day as written

SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"
BODY_SIZE, TITLE_SIZE, TABLE_SIZE, FOOT_SIZE = Pt(16), Pt(22), Pt(10.5), Pt(14)
# 22 lines in 225 mm, 28 characters of 16 pt in 156 mm (GB/T 9704-2012, 5.2.3).
LINES, CHARACTERS = 22, 28
# Twentieths of a point. Of 580 only 21 lines go into the 12,756 twentieths between the margins.
LINE_PITCH = 579
# 28 characters of 16 pt are 2 mm wider than the text: each is set closer, by twentieths of a point.
CLOSER = -6
LONGEST_TITLE_LINE, SHORTEST_TITLE_LINE = 19, 3
TEXT_WIDTH = 156
# No line ends behind an opening mark, nor behind 关于 right inside it.
_OPENING = re.compile("[《〈“（](?:关于)?$")
# What XML cannot hold; python-docx refuses it with an error that means nothing to the person.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FIGURE = re.compile(r"[+\-−–]?[0-9][0-9,]*(?:\.[0-9]+)?%?|[\-–—]")


class Paper:
    """Builds one paper from top to bottom; `save` writes it."""

    def __init__(self) -> None:
        self.document = Document()
        self.numbering = Numbering()
        self._page()

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(35 - 7 - 5)
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = _element("w:docGrid")
            section._sectPr.append(grid)
        for name, value in (("type", "linesAndChars"), ("linePitch", str(LINE_PITCH)), ("charSpace", "-849")):
            grid.set(qn(f"w:{name}"), value)
        normal = self.document.styles["Normal"]
        normal.font.size = BODY_SIZE
        _faces(normal.element.get_or_add_rPr(), FANG)
        self._off_grid()
        self.document.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        self._page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    def _off_grid(self) -> None:
        """Lines and characters by exact measures; the grid only declares them.

        LibreOffice gives a character that is wider than the grid's cell two cells: half as many would stand in a line.
        """
        normal = self.document.styles["Normal"].element
        normal.get_or_add_pPr().insert(0, _element("w:snapToGrid", val="0"))
        look = normal.get_or_add_rPr()
        look.insert(look.index(look.find(qn("w:sz"))), _element("w:spacing", val=str(CLOSER)))
        look.append(_element("w:lang", val="en-US", eastAsia="zh-CN"))

    def _page_number(self, paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
        """A dash on each side, 4号 Song; odd pages right, even pages left, one character in (7.5)."""
        paragraph.alignment = side
        indent = paragraph.paragraph_format
        if side == WD_ALIGN_PARAGRAPH.RIGHT:
            indent.right_indent = FOOT_SIZE
        else:
            indent.left_indent = FOOT_SIZE
        for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
            run = paragraph.add_run(text)
            _dress(run, SONG, FOOT_SIZE)
            for kind in ("begin", "instr", "end") if field else ():
                run._r.append(_field(kind, field))

    def _paragraph(self, text: str, face: str = FANG, size: Pt = BODY_SIZE, *, indent: bool = True) -> Paragraph:
        paragraph = self.document.add_paragraph()
        look = paragraph.paragraph_format
        look.space_before = look.space_after = Pt(0)
        look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PITCH / 20)
        if indent:
            _first_line(paragraph, 200)
        _dress(paragraph.add_run(_printable(text)), face, size)
        return paragraph

    def line(self, text: str, face: str = FANG, size: Pt = BODY_SIZE) -> Paragraph:
        """A line without an indent, for parts that set the rest of it themselves."""
        return self._paragraph(text, face, size, indent=False)

    def centred(self, text: str) -> None:
        """A line in the middle, as 发文字号 stands (7.2.5)."""
        self._paragraph(text, indent=False).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def title(self, text: str) -> None:
        """2号 小标宋, centred, broken between words into lines that shrink or grow (7.3.1)."""
        self._paragraph("", indent=False)
        for line in broken(text):
            paragraph = self._paragraph(line, TITLE, TITLE_SIZE, indent=False)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = Pt(36)
        self._paragraph("", indent=False)

    def recipients(self, text: str) -> None:
        """Flush left, with a full-width colon (7.3.2)."""
        self._paragraph(text.rstrip(":：") + "：", indent=False)

    def heading(self, text: str, level: int = 1) -> None:
        """一、 黑体, （一） 楷体, 1. and （1） 仿宋; numbered here (7.3.3)."""
        paragraph = self._paragraph(self.numbering.heading(level) + text, (HEI, KAI, FANG, FANG)[level - 1])
        paragraph.paragraph_format.keep_with_next = True

    def clause(self, head: str, text: str, level: int = 2) -> None:
        """A numbered heading and its text in one paragraph, each in its own face (7.3.3)."""
        paragraph = self._paragraph(self.numbering.heading(level) + head, (HEI, KAI, FANG, FANG)[level - 1])
        _dress(paragraph.add_run(_printable(text)), FANG, BODY_SIZE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def text(self, text: str) -> None:
        """A paragraph of the body, indented by two characters."""
        if text:
            self._paragraph(text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def table(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A table with its caption above; the head is repeated on each page, figures stand right.

        `widths` in millimetres; wider than the text in all, they are narrowed in proportion.
        """
        above = self._paragraph(self.numbering.table() + caption, HEI, Pt(12), indent=False)
        above.alignment = WD_ALIGN_PARAGRAPH.CENTER
        above.paragraph_format.keep_with_next = True
        made = self.document.add_table(rows=1, cols=len(head))
        made.style = "Table Grid"
        made.autofit = False
        made._tbl.tblPr.find(qn("w:tblLook")).addprevious(_narrow_margins())
        widths = fitted(widths)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        self._row(made.rows[0], head, widths, head=True)
        made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
        if rows:
            self._row(made.add_row(), rows[0], widths, head=False)
        for row in rows[1:]:
            made._tbl.append(_row_like(made.rows[1]._tr, row))
        # Word needs a paragraph behind a table; a whole line would begin a new page where the table ends one.
        self._paragraph("", indent=False).paragraph_format.line_spacing = Pt(8)

    def _row(self, row: object, values: Sequence[str], widths: Sequence[int], *, head: bool) -> None:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # type: ignore[attr-defined]
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):  # type: ignore[attr-defined]
            cell.width = Mm(widths[place])
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if head:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif place and is_figure(value):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _dress(paragraph.add_run(_printable(value)), HEI if head else FANG, TABLE_SIZE)

    def chart(self, block: BarChart) -> None:
        """A bar chart that Word draws itself, with its caption below."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        add_bar_chart(self.document.part, paragraph, block)
        below = self._paragraph(self.numbering.chart() + block.caption, HEI, Pt(12), indent=False)
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def remark(self, text: str) -> None:
        """Small print, flush left."""
        paragraph = self._paragraph(text, FANG, TABLE_SIZE, indent=False)
        paragraph.paragraph_format.line_spacing = Pt(16)

    def small(self, paragraph: Paragraph, text: str) -> None:
        """Small print in a paragraph that stands already, as under a picture."""
        look = paragraph.paragraph_format
        look.space_after, look.line_spacing = Pt(4), Pt(13)
        _dress(paragraph.add_run(_printable(text)), FANG, TABLE_SIZE)

    def attachments(self, names: Sequence[str]) -> None:
        """The note on attachments: one blank line, two characters in, Arabic numbers, no punctuation at the end.

        A wrapped line begins under the first character of the name (7.3.4).
        """
        self._paragraph("", indent=False)
        for at, line in enumerate(attachment_lines(names)):
            paragraph = self._paragraph(line, indent=False)
            # "附件：" is three characters wide, a number with its dot and blank is one.
            _hanging(paragraph, name_at=5 + (len(names) > 1), back=3 * (not at) + (len(names) > 1))

    def signature(self, offices: Sequence[str], day: date) -> None:
        """Issuers and date without a seal (7.3.5.2): who leads comes first, the others below it.

        The longer of issuer and date stands two characters in from the right; the date begins two characters right of
        the longest issuer.
        """
        self._paragraph("", indent=False)
        lines = signature_lines(offices, written(day))
        for number, (text, indent) in enumerate(lines, 1):
            paragraph = self._paragraph(text, indent=False)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = int(BODY_SIZE * indent)
            paragraph.paragraph_format.keep_with_next = number < len(lines)
            # The gap that Word leaves between figures and Han would shift the date by a character.
            look = paragraph._p.get_or_add_pPr()
            before = next(place for place, child in enumerate(look) if child.tag == qn("w:spacing"))
            look[before:before] = [_element(tag, val="0") for tag in ("w:autoSpaceDE", "w:autoSpaceDN")]

    def note(self, text: str) -> None:
        """附注, as （此件公开发布）: the line under the date, two characters in, in brackets (7.3.6)."""
        self._paragraph(f"（{text.strip('（）()')}）")

    def attachment_page(self, number: int | None, title: str) -> None:
        """A new page with 附件 in 黑体 on its first line and the title on its third (7.3.7)."""
        label = self._paragraph(f"附件{number or ''}", HEI, indent=False)
        label.paragraph_format.page_break_before = True
        self.numbering.begin_attachment()
        self.title(title)

    def save(self, out: BinaryIO) -> None:
        """Write the docx."""
        self.document.save(out)


def characters(text: str) -> float:
    """How many body characters wide a text is: a digit or letter takes half of one."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, or a dash in place of one."""
    return _FIGURE.fullmatch(text) is not None


def signature_lines(offices: Sequence[str], dated: str) -> list[tuple[str, float]]:
    """Each line of a signature with how many characters it stands in from the right: issuers amid each other, then the date."""
    longest = max(offices, key=characters)
    edge, date_edge = signature_indents(longest, dated)
    lines = [(office, edge + (characters(longest) - characters(office)) / 2) for office in offices]
    return [*lines, (dated, date_edge)]


def signature_indents(office: str, dated: str) -> tuple[float, float]:
    """How many characters issuer and date stand in from the right; see `Paper.signature`."""
    issuer, date_width = characters(office), characters(dated)
    if issuer >= CHARACTERS - 2:
        return 2.0, 4.0
    return (2.0, issuer - date_width) if issuer >= date_width + 2 else (date_width + 4 - issuer, 2.0)


def fitted(widths: Sequence[int]) -> list[int]:
    """Widths in millimetres, narrowed in proportion where together they are wider than the text."""
    total = sum(widths)
    return [width * TEXT_WIDTH // total for width in widths] if total > TEXT_WIDTH else list(widths)


BREAKS = ("　", "关于", "转发", "的报告", "的通知", "的函", "情况", "科技活动周", "举办", "报送")
# A title is never broken inside these: a number with its unit, a foreign word, a name in quotes, a book's title.
_WHOLE = tuple(map(re.compile, (r"[0-9]+[年月日届个]?", r"[A-Za-z]+", r"“[^”]*”", r"《[^》]*》")))


def broken(text: str) -> list[str]:
    """A title in lines of at most 19 characters, broken before or behind whole words; one line where it fits.

    A full-width blank parts joint issuers: a line may end there.
    """
    lines = _lines(text, _WHOLE)
    # A title in book-title marks is broken rather than a word behind it be torn off.
    return lines if len(lines) == 1 or len(lines[-1]) > SHORTEST_TITLE_LINE else _lines(text, _WHOLE[:-1])


def _lines(text: str, whole: Sequence[re.Pattern[str]]) -> list[str]:
    if len(text) <= LONGEST_TITLE_LINE:
        return [text]
    count = -(-len(text) // LONGEST_TITLE_LINE)
    wanted = len(text) / count
    starts = {(found.start(), found.end()) for word in BREAKS for found in re.finditer(word, text)}
    usable = _usable(text, {place for span in starts for place in span}, whole) or _usable(
        text, range(len(text)), whole
    )
    best = min(usable or [LONGEST_TITLE_LINE], key=lambda place: abs(place - wanted))
    return [text[:best].strip("　"), *_lines(text[best:].strip("　"), whole)]


def _usable(text: str, places: Iterable[int], wholes: Sequence[re.Pattern[str]]) -> list[int]:
    """The places where a line may end: not too near an end, within the longest line, not inside what belongs together."""
    spans = [found.span() for whole in wholes for found in whole.finditer(text)]
    inside = {n for first, end in spans if end - first <= LONGEST_TITLE_LINE for n in range(first + 1, end)}
    reachable = [place for place in places if 2 < place < len(text) - 2 and place <= LONGEST_TITLE_LINE]
    kept = [place for place in reachable if text[place] not in "的、，。）》〉”" and place not in inside]
    return [place for place in kept if not _OPENING.search(text[:place])]


def _dress(run: Run, face: str, size: Pt) -> None:
    run.font.size = size
    _faces(run._r.get_or_add_rPr(), face)


def _faces(properties: object, face: str) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), face)
    for name in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{name}"), "Times New Roman")


def _first_line(paragraph: Paragraph, hundredths: int) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(hundredths))
    indent.set(qn("w:firstLine"), str(int(hundredths / 100 * 16 * 20)))


def _hanging(paragraph: Paragraph, *, name_at: int, back: int) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, count in (("left", name_at), ("hanging", back)):
        indent.set(qn(f"w:{name}Chars"), str(count * 100))
        indent.set(qn(f"w:{name}"), str(count * 16 * 20))


def _element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _row_like(pattern: Any, values: Sequence[str]) -> Any:
    """A row that looks as another with other values; putting a row together anew takes five times as long."""
    made = deepcopy(pattern)
    for place, (cell, value) in enumerate(zip(made.tc_lst, values, strict=True)):
        paragraph = cell.p_lst[0]
        text = _printable(value)
        paragraph.r_lst[0].text = text
        paragraph.get_or_add_pPr().jc_val = WD_ALIGN_PARAGRAPH.RIGHT if place and is_figure(text) else None
    return made


def _narrow_margins() -> Any:
    """A millimetre left and right in each cell: Word's own two break figures over lines."""
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="57", type="dxa"))
    return margins


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _field(kind: str, name: str) -> Any:
    if kind == "instr":
        made = OxmlElement("w:instrText")
        made.set(qn("xml:space"), "preserve")
        made.text = name
        return made
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made
