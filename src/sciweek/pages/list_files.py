"""A list as a file (`?export=csv|xlsx`): at once, or made by a worker where it is long or names people.

A worker has no page to look at. It opens the list's own address once more as the person who asked, by the view itself, so
that role and scope are asked again as they are then: every list that uses `list_response` can be made so, and none is
entered anywhere. The view answers a worker with the list (`WholeList`) instead of a page.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.core.errors import BadInput
from sciweek.core.exports.actions import LONGEST_REASON, ask_export
from sciweek.documents.sheets.writing import SheetOut, Value, write_csv, write_xlsx
from sciweek.pages.forms import SciweekForm

if TYPE_CHECKING:
    from sciweek.pages.lists import ListPage, ListState

# The kinds of export that a room which knows people enters; see `people.list_exports`.
LIST, LIST_OF_PEOPLE = "pages.list", "pages.list_of_people"
FORMATS = {"xlsx": "Excel", "csv": "CSV"}
AT_ONCE = 5_000
BATCH = 500

Follow = Callable[[Iterable[Sequence[Value]], int], Iterable[Sequence[Value]]]

_BESIDE: dict[str, Callable[[HttpRequest], object]] = {}


def lists_depend_on(key: str, read: Callable[[HttpRequest], object]) -> None:
    """Enter what lists depend on beside their address and the person: a key of the session, and how it is read from a
    request whose view has used it; None where the view has not."""
    _BESIDE[key] = read


def beside(request: HttpRequest) -> dict[str, object]:
    """What the view of this request has used of that."""
    return {key: value for key, read in _BESIDE.items() if (value := read(request)) is not None}


class WholeList(HttpResponse):
    """What a view answers a worker: the list, narrowed and in order, and what it is a list of."""

    def __init__(self, page: "ListPage", rows: QuerySet[Any], state: "ListState") -> None:
        super().__init__(status=204)
        self.page, self.rows = page, rows
        self.subject = subject_of(page, state)


def subject_of(page: "ListPage", state: "ListState") -> list[object]:
    """What a list is a list of: an address whose filter or place is out of reach now reads as one without it."""
    return [str(page.title), str(page.note), state.chosen]


class ReasonForm(SciweekForm):
    """What a list of people is wanted for."""

    reason = forms.CharField(
        label=gettext_lazy("用途"),
        help_text=gettext_lazy("名单含个人信息。谁、何时、为什么导出，都会记入审计。"),
        widget=forms.Textarea(attrs={"rows": "3"}),
        max_length=LONGEST_REASON,
    )


def list_file(request: HttpRequest, page: "ListPage", rows: QuerySet[Any], state: "ListState") -> HttpResponseBase:
    """The matching rows as a file; for a long workbook, and for whatever names people, a page that lets a worker make it.

    csv is streamed whatever its length.
    """
    if getattr(request, "for_worker", False):
        return WholeList(page, rows, state)
    kind = request.GET["export"]
    count = rows.count() if page.personal or kind == "xlsx" else 0
    if not page.personal and count <= AT_ONCE:
        return _at_once(page, rows, kind)
    form = ReasonForm(request.POST if request.method == "POST" else None) if page.personal else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _ask(request, page, state, kind, form.cleaned_data["reason"] if form else "")
        except BadInput as refusal:
            if form is None:
                raise
            form.take(refusal)
        else:
            messages.success(request, _("已排队生成。生成好之后，可以在本页下载。"))
            return HttpResponseRedirect(reverse("desk:exports"))
    rest = request.GET.copy()
    del rest["export"]
    context = {
        "title": _("导出“%(title)s”") % {"title": page.title},
        "page": page,
        "count": count,
        "kind": kind,
        "kind_name": FORMATS[kind],
        "form": form,
        "back": f"{request.path}?{rest.urlencode()}" if rest else request.path,
    }
    return render(request, "pages/list_file.html", context, status=400 if request.method == "POST" else 200)


def _ask(request: HttpRequest, page: "ListPage", state: "ListState", kind: str, reason: str) -> None:
    ask_export(
        actor=request.person,  # type: ignore[attr-defined]
        kind=LIST_OF_PEOPLE if page.personal else LIST,
        arguments={
            "path": request.path_info,
            "query": request.GET.urlencode(),
            "format": kind,
            "beside": beside(request),
            "subject": subject_of(page, state),
        },
        # What was searched for may be somebody's name, and what stands in the trail stands there for good.
        traced={"path": request.path_info, "format": kind},
        title=f"{page.title} {FORMATS[kind]}",
        file_name=f"{page.file_name}.{kind}",
        reason=reason,
    )


def _at_once(page: "ListPage", rows: QuerySet[Any], kind: str) -> HttpResponseBase:
    head, columns = _head(page), [column for column in page.columns if column.export]
    lines = ([column.value(row) for column in columns] for row in rows.iterator(chunk_size=BATCH))
    if kind == "csv":
        answer = StreamingHttpResponse(write_csv(head, lines), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{page.file_name}.csv"'
        return answer
    out = io.BytesIO()
    write_xlsx([SheetOut(page.title, head, lines)], out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{page.file_name}.xlsx")


def _head(page: "ListPage") -> list[str]:
    return [str(column.label) for column in page.columns if column.export]


def write_list(found: WholeList, kind: str, out: BinaryIO, follow: Follow) -> None:
    """Write a list of any length; `follow` watches the rows on their way, of so many in all."""
    ids = list(found.rows.values_list("pk", flat=True))
    lines = follow(_lines(found, ids), len(ids))
    if kind == "csv":
        out.writelines(write_csv(_head(found.page), lines))
        return
    folder = Path(settings.EXPORTS)
    folder.mkdir(parents=True, exist_ok=True)
    write_xlsx([SheetOut(found.page.title, _head(found.page), lines, long=True)], out, folder)


def _lines(found: WholeList, ids: Sequence[int]) -> Iterator[list[Value]]:
    """The rows in their order, each as it stands now; one that is gone since the ids were read is left out.

    They are read in whole batches: while a reading goes on, SQLite would refuse to write how far it is.
    """
    columns = [column for column in found.page.columns if column.export]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows: Mapping[int, Any] = {row.pk: row for row in found.rows.filter(pk__in=batch).order_by()}
        yield from ([column.value(rows[pk]) for column in columns] for pk in batch if pk in rows)
