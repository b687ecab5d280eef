"""An official paper as docx: page, grid, faces, levels, tables and page numbers of GB/T 9704-2012.

Faces are written by their official names; a machine that lacks them shows its own instead, and the grid may shift there.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from sciweek.documents.papers.chart import add_bar_chart

SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"
BODY_SIZE, TITLE_SIZE, TABLE_SIZE, FOOT_SIZE = Pt(16), Pt(22), Pt(10.5), Pt(14)
# 22 lines in 225 mm, 28 characters of 16 pt in 156 mm (GB/T 9704-2012, 5.2.3).
LINES, CHARACTERS = 22, 28
LINE_PITCH = 580
HAN = "一二三四五六七八九十"
LONGEST_TITLE_LINE = 19


class Paper:
    """Builds one paper from top to bottom; `save` writes it."""

    def __init__(self) -> None:
        self.document = Document()
        self.counts = [0, 0, 0, 0]
        self.tables = 0
        self._page()

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(35 - 7 - 5)
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)
        for name, value in (("type", "linesAndChars"), ("linePitch", str(LINE_PITCH)), ("charSpace", "-849")):
            grid.set(qn(f"w:{name}"), value)
        normal = self.document.styles["Normal"]
        normal.font.size = BODY_SIZE
        _faces(normal.element.get_or_add_rPr(), FANG)
        self.document.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        self._page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

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
        _dress(paragraph.add_run(text), face, size)
        return paragraph

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
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (len(self.counts) - level)
        number = self.counts[level - 1]
        label = (f"{han(number)}、", f"（{han(number)}）", f"{number}.", f"（{number}）")[level - 1]
        paragraph = self._paragraph(label + text, (HEI, KAI, FANG, FANG)[level - 1])
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        """A paragraph of the body, indented by two characters."""
        if text:
            self._paragraph(text)

    def table(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A table with its caption above; the head is repeated on each page, figures stand right. `widths` in millimetres."""
        self.tables += 1
        above = self._paragraph(f"表{self.tables}　{caption}", HEI, Pt(12), indent=False)
        above.alignment = WD_ALIGN_PARAGRAPH.CENTER
        above.paragraph_format.keep_with_next = True
        made = self.document.add_table(rows=1, cols=len(head))
        made.style = "Table Grid"
        made.autofit = False
        self._row(made.rows[0], head, widths, head=True)
        header = OxmlElement("w:tblHeader")
        header.set(qn("w:val"), "true")
        made.rows[0]._tr.get_or_add_trPr().append(header)
        for row in rows:
            self._row(made.add_row(), row, widths, head=False)
        self._paragraph("", indent=False)

    def _row(self, row: object, values: Sequence[str], widths: Sequence[int], *, head: bool) -> None:
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):  # type: ignore[attr-defined]
            cell.width = Mm(widths[place])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if head:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            elif place and value.replace(",", "").replace(".", "").replace("%", "").lstrip("+-–").isdigit():
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _dress(paragraph.add_run(value), HEI if head else FANG, TABLE_SIZE)

    def chart(self, caption: str, names: Sequence[str], values: Sequence[int], series: str) -> None:
        """A bar chart that Word draws itself, with its caption below."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_bar_chart(self.document.part, paragraph, names, values, series)
        below = self._paragraph(caption, HEI, Pt(12), indent=False)
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def attachments(self, names: Sequence[str]) -> None:
        """The note on attachments: one blank line, two characters in, Arabic numbers, no punctuation at the end (7.3.4)."""
        self._paragraph("", indent=False)
        for number, name in enumerate(names, 1):
            if len(names) == 1:
                label = "附件："
            else:
                label = f"附件：{number}. " if number == 1 else f"　　　{number}. "
            self._paragraph(label + name)

    def signature(self, office: str, day: date) -> None:
        """Issuer and date without a seal: the date two characters right of the issuer's first (7.3.5.2)."""
        self._paragraph("", indent=False)
        for text, characters in ((office, 2), (f"{day.year}年{day.month}月{day.day}日", 2)):
            paragraph = self._paragraph(text, indent=False)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = BODY_SIZE * characters

    def attachment_page(self, number: int, title: str) -> None:
        """A new page with 附件 in 黑体 on its first line and the title on its third (7.3.7)."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        self._paragraph(f"附件{number}", HEI, indent=False)
        self.counts = [0, 0, 0, 0]
        self.title(title)

    def save(self, out: BinaryIO) -> None:
        """Write the docx."""
        self.document.save(out)


def han(number: int) -> str:
    """A number up to 99 in Han numerals."""
    if number <= 10:
        return HAN[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else HAN[tens - 1]) + "十" + (HAN[ones - 1] if ones else "")


BREAKS = ("关于", "的报告", "的通知", "的函", "情况", "科技活动周", "举办", "报送")


def broken(text: str) -> list[str]:
    """A title in lines of at most 19 characters, broken before or behind whole words; one line where it fits."""
    if len(text) <= LONGEST_TITLE_LINE:
        return [text]
    count = -(-len(text) // LONGEST_TITLE_LINE)
    wanted = len(text) / count
    places = {text.index(word) + shift for word in BREAKS if word in text for shift in (0, len(word))}
    usable = sorted(place for place in places if 2 < place < len(text) - 2 and not text[place:].startswith("的"))
    if not usable:
        size = -(-len(text) // count)
        return [text[start : start + size] for start in range(0, len(text), size)]
    best = min(usable, key=lambda place: abs(place - wanted))
    return [text[:best], *broken(text[best:])]


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


def _field(kind: str, name: str) -> Any:
    if kind == "instr":
        made = OxmlElement("w:instrText")
        made.set(qn("xml:space"), "preserve")
        made.text = name
        return made
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made
