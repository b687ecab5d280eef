"""State of the room, a file a noun."""

from sciweek.returns.models.forms import Form, FormChange, FormGroup, FormItem, Indicator, IndicatorLink
from sciweek.returns.models.importing import ImportBatch, ImportFile
from sciweek.returns.models.returns import Cell, CellChange, Return, ReturnVersion, Subtotal
from sciweek.returns.models.summaries import Summary
from sciweek.returns.models.views import SavedView
from sciweek.returns.models.words import Chase, DisputeWord, Exemption, Explanation, ReturnPaper

__all__ = [
    "Cell",
    "CellChange",
    "Chase",
    "DisputeWord",
    "Exemption",
    "Explanation",
    "Form",
    "FormChange",
    "FormGroup",
    "FormItem",
    "ImportBatch",
    "ImportFile",
    "Indicator",
    "IndicatorLink",
    "Return",
    "ReturnPaper",
    "ReturnVersion",
    "SavedView",
    "Subtotal",
    "Summary",
]
