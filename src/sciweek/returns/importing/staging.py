"""A layout as it is kept between the dry run and the saving. Pure."""

from typing import Any

from sciweek.returns.layout import LaidRow, Layout


def kept(layout: Layout) -> dict[str, Any]:
    """The layout as JSON."""
    return {
        "rows": [[row.number, row.label, row.text, row.code, row.certain, row.coded] for row in layout.rows],
        "missing": list(layout.missing),
        "unit": layout.unit,
        "campaign": layout.campaign,
        "hidden": list(layout.hidden),
        "strange": list(layout.strange),
    }


def layout_of(data: dict[str, Any]) -> Layout:
    """The layout that `kept` made this of."""
    return Layout(**{**data, "rows": [LaidRow(*row) for row in data["rows"]]})
