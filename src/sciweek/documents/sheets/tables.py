"""The tables of whatever file people fill in: a workbook, a csv, a Word document."""

from sciweek.core.files import OFFICE_PARTS, true_type
from sciweek.documents.sheets.reading import MOST_CELLS, Sheet, read_workbook
from sciweek.documents.sheets.word_tables import read_word_tables


def read_tables(data: bytes, name: str, *, most_cells: int = MOST_CELLS) -> tuple[Sheet, ...]:
    """All tables of an upload; what it is, is decided by its content. `most_cells` holds for each sheet of a workbook.

    Raises:
        UnreadableSheet: see `read_workbook` and `read_word_tables`.
    """
    word = true_type(data) == OFFICE_PARTS["word/document.xml"]
    return read_word_tables(data, name) if word else read_workbook(data, name, most_cells=most_cells)
