"""Totals by indicator and place, live from the cells, and what each figure opens into."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.documents.sheets.writing import SheetOut, write_csv
from sciweek.pages.lists import Column, Empty, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import Level
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.desk.charts import PlaceChart, chart_by_place
from sciweek.returns.desk.places import Names, level_below, names_around, own_name
from sciweek.returns.desk.sheets import download
from sciweek.returns.enums import NUMERIC, CellState
from sciweek.returns.models import Cell
from sciweek.returns.queries.cells import cells_behind
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.returns import returns_in
from sciweek.returns.queries.roster import roster_with_returns
from sciweek.returns.rollup import Counting, counts
from sciweek.returns.tables import Table, by_indicator, sheet_value, table_of
from sciweek.returns.template import ItemText
from sciweek.returns.values import CellContent, show, show_number

COUNTING_NAMES = {
    Counting.FIRST_OFFICE: gettext_lazy("首级主管部门已验收"),
    Counting.SUBMITTED: gettext_lazy("已上报"),
    Counting.ALL_OFFICES: gettext_lazy("各级全部验收"),
}


@allow(*READERS)
def totals_page(request: DeskRequest) -> HttpResponse:
    """Indicators by place, live from the cells; every figure opens into the returns behind it."""
    campaign, counting = working_campaign(request), _counting(request)
    names, level = names_around(request.person.division_code), level_below(request)
    table = table_of(request.scope, campaign, by=level, counting=counting)

    def name(place: int) -> str:
        return own_name(place, level, names)

    kind = request.GET.get("export")
    if kind in {"xlsx", "csv"}:
        return _sheet(table, name, kind)
    context = {
        "title": _("汇总"),
        "campaign": campaign,
        "rows": _shown(table, counting),
        "places": [name(place) for place in table.places],
        "counting": counting.value,
        "countings": [(each.value, name) for each, name in COUNTING_NAMES.items()],
        "counted": returns_in(request.scope, campaign).filter(counts(counting, "track")).count(),
        "expected": roster_with_returns(request.scope, campaign).count(),
    }
    return render(request, "returns/totals.html", context)


def _sheet(table: Table, name: Callable[[int], str], kind: str) -> HttpResponse:
    head, rows = by_indicator(table, name)
    if kind == "xlsx":
        return download([SheetOut(_("汇总"), head, rows, widths=[8, 28])], "totals.xlsx")
    answer = HttpResponse(b"".join(write_csv(head, rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="totals.csv"'
    return answer


def _counting(request: DeskRequest) -> Counting:
    asked = request.GET.get("counting", "")
    return Counting(asked) if asked in set(Counting) else Counting.FIRST_OFFICE


def _shown(table: Table, counting: Counting) -> list[tuple[str, str, list[SafeString]]]:
    """The form's groups with their rows as HTML. Drawn here and not by template tags: a table has some 600 cells."""
    drill_at = reverse("returns:drill", args=["0"]).removesuffix("0/")
    return [
        (
            group.letter,
            group.name,
            [
                _row(table, item, f"{drill_at}{item.code}/?counting={counting.value}")
                for item in group.items
                if item.kind in NUMERIC
            ],
        )
        for group in table.form.groups
    ]


def _row(table: Table, item: ItemText, href: str) -> SafeString:
    total = table.over_all(item.code)
    head = format_html('<th scope="row">{} {} <small class="faint">{}</small></th>', item.code, item.name, item.unit)
    cells = [
        f'<td class="n"><a href="{href}"><b>{show_number(total.value, item.kind)}</b></a></td>',
        f'<td class="n muted">{table.change(item)}</td>',
        *[_cell(table, item, place, href) for place in table.places],
        f'<td class="n muted">{total.answered}</td><td class="n muted">{total.none}</td>',
    ]
    return SafeString(head + "".join(cells))


def _cell(table: Table, item: ItemText, place: int, href: str) -> str:
    shown = show_number(table.at(place, item.code).value, item.kind)
    at = f"{href}&amp;at={place}&amp;by={table.level.value}"
    return f'<td class="n"><a class="quiet" href="{at}">{shown}</a></td>'


@allow(*READERS)
def drill(request: DeskRequest, code: str) -> HttpResponse:
    """The cells behind a total."""
    campaign, counting = working_campaign(request), _counting(request)
    item = next((item for item in form_text(ensure_form(campaign)).items if item.code == code), None)
    if item is None or item.kind not in NUMERIC:
        raise Http404
    names = names_around(request.person.division_code)
    place, by = _asked_place(request)
    rows = cells_behind(request.scope, campaign, code=code, counting=counting, place=place, by=by)
    note = _("计入口径：%(name)s") % {"name": COUNTING_NAMES[counting]}
    if place is not None and by is not None:
        note = f"{note} · {own_name(place, by, names)}"

    def chart() -> PlaceChart | None:
        """Drawn only when the whole page is: its parts and files do without."""
        level = level_below(request)
        return chart_by_place(request.scope, campaign, item, by=level, counting=counting, names=names)

    context = {"item": item, "chart": chart if place is None else None}
    return list_response(request, _behind(item, note, names), rows, template="returns/behind.html", context=context)


def _asked_place(request: DeskRequest) -> tuple[int | None, Level | None]:
    """The place and level of the table that the figure stood in; neither when the address says none."""
    at, by = request.GET.get("at", ""), request.GET.get("by", "")
    if not (at.isascii() and at.isdigit() and len(at) == 6) or by not in {str(level.value) for level in Level}:
        return None, None
    return (int(at), Level(int(by))) if 110000 <= int(at) <= 829999 else (None, None)


def _behind(item: ItemText, note: str, names: Names) -> ListPage:
    return ListPage(
        title=f"{item.code} {item.name}",
        note=note,
        file_name=f"cells-{item.code}",
        search=("ret__unit__name",),
        search_label=_("单位名称"),
        order=("-value",),
        columns=(
            Column(
                key="unit",
                label=_("单位"),
                value=lambda c: c.ret.unit.name,
                sort=("ret__unit__name",),
                link=lambda c: reverse("returns:cell", args=[c.ret_id, item.code]),
            ),
            Column(
                key="place",
                label=_("地区"),
                value=lambda c: names[c.ret.placement.division_code],
                sort=("ret__placement__division_code",),
            ),
            Column(
                key="value",
                label=_("填报数（%(unit)s）") % {"unit": item.unit},
                value=lambda c: sheet_value(_content(c), item),
                show=lambda c: show(_content(c), item.kind),
                sort=("value",),
                numeric=True,
            ),
            Column(key="stage", label=_("状态"), value=lambda c: c.ret.track.get_stage_display()),
        ),
        empty=Empty(_("这个数没有来源"), _("还没有计入的报表填了这一项。")),
    )


def _content(cell: Cell) -> CellContent:
    return CellContent(CellState(cell.state), cell.value, cell.text)
