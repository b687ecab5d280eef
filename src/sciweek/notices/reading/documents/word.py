"""Word documents (docx)."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from sciweek.notices.reading.documents.document import UnreadableDocument
from sciweek.notices.reading.documents.numbering import Numbering, W

MOST_UNPACKED, MOST_ENTRIES, MOST_RATIO = 100 * 1024 * 1024, 2_000, 300
# Word keeps a text box twice: for readers that know the new drawing, and for those that do not.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
HOLDERS = {f"{W}{name}" for name in ("body", "tbl", "tc", "sdt", "sdtContent", "ins", "customXml", "smartTag")}
LONGEST_CELL = 80


def word_text(data: bytes, name: str) -> str:
    """The text of a docx: paragraphs, tables and text boxes, with the numbers that Word counts by itself.

    Raises:
        UnreadableDocument: a bomb, macros, no Word document, damaged, or with declarations of its own.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(data):
                raise UnreadableDocument(f"“{name}”解压后过大，已拒收。请另存一份只含正文的文档。")
            if "word/document.xml" not in names:
                raise UnreadableDocument(f"“{name}”不是 Word 文档。请换成 docx、doc、pdf、txt 或网页文件。")
            if any("vbaProject" in entry for entry in names):
                raise UnreadableDocument(f"“{name}”带有宏，已拒收。请另存为不带宏的 docx。")
            body, numbering, styles = (
                _part(archive, f"word/{each}.xml") for each in ("document", "numbering", "styles")
            )
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, RuntimeError, EOFError) as error:
        raise UnreadableDocument(f"“{name}”已损坏，打不开。请重新导出后再上传。") from error
    counters = Numbering(numbering, styles)
    return "\n".join(_lines(body, counters)) if body is not None else ""


def _part(archive: zipfile.ZipFile, name: str) -> "etree._Element | None":
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(archive.read(name), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument("文档里夹有外部定义，已拒收。请用 Word 打开后另存为 docx，再上传。")
    return root


def _lines(element: "etree._Element", counters: Numbering) -> Iterator[str]:
    """The lines of what the element holds, in the order of the document; a text box comes behind its paragraph."""
    for child in element.iterchildren():
        if child.tag == f"{W}p":
            if line := counters.label(child) + paragraph_text(child):
                yield line
            for box in child.iter(f"{W}txbxContent"):
                if next(box.iterancestors(f"{W}p")) is child and not any(True for _ in box.iterancestors(FALLBACK)):
                    yield from _lines(box, counters)
        elif child.tag == f"{W}tr":
            yield from _row(child, counters)
        elif child.tag in HOLDERS:
            yield from _lines(child, counters)


def _row(row: "etree._Element", counters: Numbering) -> Iterator[str]:
    """A row of a table: one line with tabs between short cells; a cell that holds paragraphs keeps its lines."""
    cells = [list(_lines(cell, counters)) for cell in row.iter(f"{W}tc") if _row_of(cell) is row]
    if all(len(cell) <= 1 and len("".join(cell)) <= LONGEST_CELL for cell in cells):
        line = "\t".join("".join(cell) for cell in cells).strip()
        yield from [line] if line else []
    else:
        yield from (line for cell in cells for line in cell)


def _row_of(cell: "etree._Element") -> "etree._Element":
    return next(cell.iterancestors(f"{W}tr"))


def paragraph_text(paragraph: "etree._Element") -> str:
    """A paragraph's own text: insertions kept, deletions dropped, text of boxes left to their own paragraphs."""
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        nearest = next(each for each in node.iterancestors(f"{W}p"))
        if nearest is paragraph and not any(True for _ in node.iterancestors(f"{W}moveFrom", f"{W}del")):
            parts.append(node.text or "" if node.tag == f"{W}t" else " " if node.tag == f"{W}tab" else "\n")
    return "".join(parts).strip()
