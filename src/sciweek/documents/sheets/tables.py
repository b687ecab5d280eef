"""The tables of whatever file people fill in: a workbook, a csv, a Word document."""

import io
import zipfile

from sciweek.documents.sheets.reading import Sheet, read_workbook
from sciweek.documents.sheets.word_tables import read_word_tables


def read_tables(data: bytes, name: str) -> tuple[Sheet, ...]:
    """All tables of an upload; what it is, is decided by its content.

    Raises:
        UnreadableSheet: see `read_workbook` and `read_word_tables`.
    """
    return read_word_tables(data, name) if _is_word(data) else read_workbook(data, name)


def _is_word(data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False
