"""One filled form read from a file: the same for a unit's own upload, for many files at once and for the command."""

from django.utils.translation import gettext as _

from sciweek.core.errors import BadInput
from sciweek.core.files import MEGABYTE, OFFICE_PARTS, Limits, refuse_secrecy_marks, true_type, type_within
from sciweek.core.text import comparable
from sciweek.documents.sheets.tables import read_tables
from sciweek.returns.importing.matching import is_name_of
from sciweek.returns.layout import Layout, read_layout
from sciweek.returns.template import FormText

LIMITS = Limits({*OFFICE_PARTS.values(), "text/plain"}, 3 * MEGABYTE)
OLD_OR_LOCKED = "application/x-ole-storage"
# Far more than any form has; each row is two fields of the page that confirms.
MOST_ROWS = 400
# A form has some hundreds of cells; a file with more than these costs time for nothing.
MOST_CELLS = 200_000


def read_filled(data: bytes, name: str, form: FormText) -> Layout:
    """What a file says, row by row.

    Raises:
        BadInput: too large, of another type, with a password, damaged, with macros, formulas, merged or shifted cells, a
            secrecy mark, or no form of this campaign; the sentence says where and how to mend it.
    """
    # An old or protected workbook is let through to the reader, which says how to mend it.
    if true_type(data) != OLD_OR_LOCKED:
        type_within(data, name, LIMITS)
    sheets = read_tables(data, name, most_cells=MOST_CELLS)
    for sheet in sheets:
        refuse_secrecy_marks("\n".join(str(cell) for row in sheet.rows for cell in row.cells))
    layout = read_layout(sheets, form)
    if len(layout.rows) > MOST_ROWS:
        raise BadInput(
            _("“%(name)s”有 %(count)s 行数字，统计表没有这么多。请核对文件。")
            % {"name": name, "count": len(layout.rows)}
        )
    return layout


def refuse_other_campaign(layout: Layout, campaign: str) -> None:
    """Refuse the form of another campaign; one that does not say for which it is, is taken.

    Raises:
        BadInput: says of which campaign it is.
    """
    if layout.campaign and comparable(layout.campaign) != comparable(campaign):
        raise BadInput(
            _("这是“%(name)s”的表，不是本届的。请下载本届的空表，填好后再上传。") % {"name": layout.campaign}
        )


def refuse_other_unit(layout: Layout, name: str, short_name: str) -> None:
    """Refuse the form of another unit; one that does not say whose it is, is taken.

    Raises:
        BadInput: says whose it is.
    """
    if layout.unit and not is_name_of(layout.unit, name, short_name):
        raise BadInput(_("这是“%(name)s”的表，不是本单位的。请核对文件。") % {"name": layout.unit})
