"""The one list: search, filters, sort, paging, bulk acts and exports, with the whole state in the address.

A room declares a `ListPage` and calls `list_response` with a scoped queryset. Whatever the address says, a list answers:
what it cannot understand is left out. A list costs the same number of queries however long it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.db.models import Choices, Model, Q, QuerySet
from django.db.models.enums import ChoicesType
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import conditional_escape, escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.core.errors import Refused
from sciweek.documents.sheets.writing import Value
from sciweek.pages.fragments import is_fragment
from sciweek.pages.list_files import FORMATS, list_file
from sciweek.pages.templatetags.sciweek import datetime_cn

SIZES = (25, 50, 100)
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: how its value is got from a row, shown, linked (not where the link is empty), sorted by and exported."""

    key: str
    label: str
    value: Callable[[Any], Value]
    show: Callable[[Any], SafeString | str] | None = None
    link: Callable[[Any], str] | None = None
    sort: tuple[str, ...] = ()
    numeric: bool = False
    narrow_hides: bool = False
    export: bool = True

    @classmethod
    def of(
        cls,
        path: str,
        label: str,
        *,
        key: str = "",
        sorts: bool = True,
        link: Callable[[Any], str] | None = None,
        numeric: bool = False,
        narrow_hides: bool = False,
    ) -> "Column":
        """The usual column: what stands at a path from the row (`placement__unit_name`), which also sorts it.

        A choice is given by its word, a moment in local time, and nothing where the way there breaks off. The key is
        the last name of the path unless said.
        """
        *way, name = path.split("__")
        return cls(
            key=key or name,
            label=label,
            value=lambda row: _word_at(row, way, name),
            sort=(path,) if sorts else (),
            link=link,
            numeric=numeric,
            narrow_hides=narrow_hides,
        )


def _word_at(row: Any, way: Sequence[str], name: str) -> Value:
    for each in way:
        row = getattr(row, each)
        if row is None:
            return ""
    word = getattr(row, f"get_{name}_display", None)
    value: Value = word() if word else getattr(row, name)
    return value.astimezone() if isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice that narrows the list. `choices` gives value and label; `apply` narrows."""

    key: str
    label: str
    choices: Callable[[], Sequence[tuple[str, str]]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]

    @classmethod
    def among(
        cls,
        key: str,
        label: str,
        offered: type[Choices] | Iterable[tuple[object, object]],
        *,
        field: str = "",
        apply: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None,
    ) -> "Filter":
        """The usual filter: the row's field, named as the key unless said, holds one of these values.

        With `apply` the value is no field's and is asked for in another way.
        """
        pairs = list(offered.choices if isinstance(offered, ChoicesType) else offered)
        return cls(
            key=key,
            label=label,
            choices=lambda: [(str(value), str(word)) for value, word in pairs],
            apply=apply or (lambda rows, chosen: rows.filter(**{field or key: chosen})),
        )

    @classmethod
    def either(cls, key: str, label: str, *, yes: str, no: str) -> "Filter":
        """The rows whose field of that name is true, or those where it is false."""
        return cls(
            key=key,
            label=label,
            choices=lambda: [("1", yes), ("0", no)],
            apply=lambda rows, chosen: rows.filter(**{key: chosen == "1"}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """An act on the chosen rows; `run` gets the request and a queryset and answers with a sentence."""

    key: str
    label: str
    run: Callable[[HttpRequest, QuerySet[Any]], str]


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where a list would be: why there is nothing, and the nearest way out."""

    title: str
    text: str = ""
    action: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A list as a room declares it. `kept` are parameters beside the list's own that say of what it is a list.

    A `personal` one names people: as a file it is given with a reason only, which goes into the audit trail.
    """

    title: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    search_label: str = ""
    order: Sequence[str] = ("pk",)
    bulk: Sequence[Bulk] = ()
    empty: Empty = field(default_factory=lambda: Empty(_("还没有内容")))
    file_name: str = "list"
    note: str = ""
    kept: Sequence[str] = ()
    personal: bool = False


@dataclass(slots=True)
class ListState:
    """What the address asks for, made safe against the declared list."""

    q: str = ""
    sort: str = ""
    descending: bool = False
    chosen: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    page: int = 1
    size: int = 50
    pages: int = 1
    total: int = 0
    first: int = 0
    last: int = 0

    @classmethod
    def of(cls, page: ListPage, params: Mapping[str, str]) -> "ListState":
        """Read the parameters; unknown sorts, filters and numbers are left out."""
        sort = params.get("sort", "").replace("\x00", "")[:60]
        sortable = {column.key for column in page.columns if column.sort}
        state = cls(q=params.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY])
        if sort.removeprefix("-") in sortable:
            state.sort, state.descending = sort.removeprefix("-"), sort.startswith("-")
        for declared in page.filters:
            offered = state.offered[declared.key] = list(declared.choices())
            value = params.get(declared.key, "")
            if value and value in {choice for choice, _label in offered}:
                state.chosen[declared.key] = value
        number, size = params.get("page", ""), params.get("size", "")
        state.page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
        state.size = int(size) if size in {str(each) for each in SIZES} else 50
        return state

    def cut(self, rows: QuerySet[Any]) -> list[Any]:
        """The rows of the page that is asked for, or of the last one there is. Two queries."""
        self.total = rows.count()
        self.pages = max(1, -(-self.total // self.size))
        self.page = min(max(1, self.page), self.pages)
        start = (self.page - 1) * self.size
        cut = list(rows[start : start + self.size])
        self.first, self.last = start + 1 if cut else 0, start + len(cut)
        return cut

    @property
    def narrowed(self) -> bool:
        """Whether anything is searched or filtered."""
        return bool(self.q or self.chosen)


def narrowed(page: ListPage, rows: QuerySet[Any], state: ListState) -> QuerySet[Any]:
    """The rows that match search and filters, in order."""
    for word in state.q.split():
        matches = Q()
        for name in page.search:
            matches |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(matches)
    for declared in page.filters:
        if declared.key in state.chosen:
            rows = declared.apply(rows, state.chosen[declared.key])
    column = next((column for column in page.columns if column.key == state.sort), None)
    order = column.sort if column else page.order
    if state.descending:
        order = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order]
    return rows.order_by(*order, "pk")


def list_response(
    request: HttpRequest,
    page: ListPage,
    rows: QuerySet[Any],
    *,
    template: str = "pages/list.html",
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The list as a page, as an HTMX part, or as a file (`?export=csv|xlsx`, see `list_files`); a POST runs a bulk act."""
    state = ListState.of(page, request.GET.dict())
    found = narrowed(page, rows, state)
    if request.GET.get("export") in FORMATS:
        return cast("HttpResponse", list_file(request, page, found, state))
    if request.method == "POST":
        return _run_bulk(request, page, found)
    shown = state.cut(found)
    kept = [(name, request.GET[name]) for name in page.kept if request.GET.get(name)]
    full = {
        "page": page,
        "kept": kept,
        "cleared": f"?{urlencode(kept)}" if kept else request.path,
        "state": state,
        "rows": [drawn(page, row) for row in shown],
        "filters": [(f, state.offered[f.key], state.chosen.get(f.key, "")) for f in page.filters],
        "chips": [
            (f, dict(state.offered[f.key])[state.chosen[f.key]], without(request, f.key, "page"))
            for f in page.filters
            if f.key in state.chosen
        ],
        "heads": heads(page, state),
        "numbers": page_numbers(state.page, state.pages),
        "sizes": SIZES,
        **(context or {}),
    }
    return render(request, "pages/_list.html" if is_fragment(request) else template, full)


def without(request: HttpRequest, *keys: str) -> str:
    """The address's parameters without some of them; always begins with `?`."""
    rest = request.GET.copy()
    for key in keys:
        rest.pop(key, None)
    return f"?{rest.urlencode()}"


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: the sort its link leads to, and how the list is sorted now."""

    column: Column
    target: str
    sorted: str


def heads(page: ListPage, state: ListState) -> list[Head]:
    """The heads with their sort links; a second click turns the order round."""
    made = []
    for column in page.columns:
        on = column.key == state.sort
        target = f"-{column.key}" if on and not state.descending else column.key
        sorted_as = ("descending" if state.descending else "ascending") if on else "none"
        made.append(Head(column, target if column.sort else "", sorted_as))
    return made


def drawn(page: ListPage, row: Model) -> tuple[int, SafeString]:
    """A row's key and its cells as HTML. Drawn here and not by template tags: a list has hundreds of cells."""
    cells = []
    for number, column in enumerate(page.columns):
        shown = column.show(row) if column.show else _text(column.value(row))
        inner: str = conditional_escape(shown)
        href = column.link(row) if column.link and shown else ""
        if href:
            inner = f'<a href="{escape(href)}">{inner}</a>'
        names = f"{'n' if column.numeric else ''} {'hide-s' if column.narrow_hides else ''}".strip()
        marks = f' class="{names}"' if names else ""
        if number == 0:
            cells.append(f'<th scope="row"{marks}>{inner}</th>')
        else:
            cells.append(f'<td{marks} data-l="{escape(column.label)}">{inner}</td>')
    return int(row.pk), SafeString("".join(cells))


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return datetime_cn(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def page_numbers(page: int, pages: int) -> list[int]:
    """Which page numbers to show: the first, the last, and those around the current one; 0 stands for a gap."""
    wanted = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    numbers: list[int] = []
    for each in wanted:
        if numbers and each - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(each)
    return numbers


def _run_bulk(request: HttpRequest, page: ListPage, found: QuerySet[Any]) -> HttpResponse:
    back = request.get_full_path()
    bulk = next((bulk for bulk in page.bulk if bulk.key == request.POST.get("do")), None)
    ids = [int(each) for each in request.POST.getlist("row") if each.isascii() and each.isdigit() and len(each) < 19]
    chosen = found if request.POST.get("all") == "1" else found.filter(pk__in=ids)
    if bulk is None or (not ids and request.POST.get("all") != "1"):
        messages.warning(request, _("没有选中任何一行。请先勾选，再选择要做的事。"))
        return HttpResponseRedirect(back)
    try:
        messages.success(request, bulk.run(request, chosen))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(back)
