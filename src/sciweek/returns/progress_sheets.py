"""The tables of progress as sheets: a row a place, kind of unit or line, with the numbers of each of the four."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from sciweek.documents.sheets.writing import SheetOut, Value
from sciweek.returns.progress import Progress

Named = Sequence[tuple[str, Progress]]


def progress_sheet(title: str, head: str, lines: Named, whole: Progress, notes: Sequence[str]) -> SheetOut:
    """One table; the last row is the whole."""
    rows = (_row(name, row) for name, row in (*lines, (_("合计"), whole)))
    return SheetOut(title, [head, *_heads(whole)], rows, notes=notes, widths=[28])


def _heads(whole: Progress) -> Iterator[str]:
    yield from (_("应报"), _("部署时应报"))
    for kind in whole.four:
        name = str(kind.label)
        yield from (f"{name} {word}" for word in (_("已报"), _("按时"), _("未报"), _("退回未复")))
    yield from (_("统计表本级已验收"), _("统计表各级全部验收"), _("全部报齐"), _("没报齐"))


def _row(name: str, row: Progress) -> list[Value]:
    cells: list[Value] = [name, row.expected, row.frozen]
    for handed in row.four.values():
        cells += [handed.handed_in, handed.on_time, handed.missing, handed.sent_back]
    return [*cells, row.counted, row.accepted, row.complete, row.incomplete]
