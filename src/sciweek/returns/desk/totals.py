"""Totals by indicator and place, live from the cells, and what each figure opens into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.campaigns.models import Campaign
from sciweek.documents.sheets.writing import SheetOut, Value, write_csv
from sciweek.pages.lists import Column, Empty, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import Level
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.campaign import working_campaign
from sciweek.returns.desk.places import Names, level_below, names_around, own_name
from sciweek.returns.desk.rows import change_of, sheet_value
from sciweek.returns.desk.sheets import download
from sciweek.returns.enums import NUMERIC, CellState
from sciweek.returns.models import Cell
from sciweek.returns.queries import cells_behind, form_text, returns_in, roster_with_returns
from sciweek.returns.rollup import NOTHING, Counting, Total, counts, over_all, totals
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show, show_number

COUNTING_NAMES = {
    Counting.FIRST_OFFICE: gettext_lazy("首级主管部门已验收"),
    Counting.SUBMITTED: gettext_lazy("已上报"),
    Counting.ALL_OFFICES: gettext_lazy("各级全部验收"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """All totals of a page: by place, over everything, and of the campaign before."""

    form: FormText
    level: Level
    places: list[int]
    by_place: Mapping[tuple[int, str], Total]
    whole: Mapping[str, Total]
    before: Mapping[tuple[int, str], Total]

    def at(self, place: int, code: str) -> Total:
        """One place's total; nothing where nobody reported."""
        return self.by_place.get((place, code), NOTHING)

    def over_all(self, code: str) -> Total:
        """The total over all places."""
        return self.whole.get(code, NOTHING)

    def change(self, item: ItemText) -> str:
        """Against the campaign before."""
        return change_of(self.over_all(item.code).value, self.before.get((0, item.code)))


def table_of(request: DeskRequest, campaign: Campaign, counting: Counting) -> Table:
    """The totals inside the person's scope. Two queries, and those of the form."""
    level, scope = level_below(request), request.scope
    by_place = totals(scope, campaign, by=level, counting=counting)
    return Table(
        form=form_text(ensure_form(campaign)),
        level=level,
        places=sorted({place for place, _code in by_place}),
        by_place=by_place,
        whole=over_all(by_place),
        before=totals(scope, campaign.previous, counting=Counting.ALL_OFFICES) if campaign.previous else {},
    )


@allow(*READERS)
def totals_page(request: DeskRequest) -> HttpResponse:
    """Indicators by place, live from the cells; every figure opens into the returns behind it."""
    campaign, counting = working_campaign(request), _counting(request)
    table, names = table_of(request, campaign, counting), names_around(request.person.division_code)
    kind = request.GET.get("export")
    if kind == "xlsx":
        return download([SheetOut(_("汇总"), _head(table, names), _rows(table), widths=[8, 28])], "totals.xlsx")
    if kind == "csv":
        lines = b"".join(write_csv(_head(table, names), _rows(table)))
        answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="totals.csv"'
        return answer
    context = {
        "title": _("汇总"),
        "campaign": campaign,
        "rows": _shown(table, counting),
        "places": [own_name(place, table.level, names) for place in table.places],
        "counting": counting.value,
        "countings": [(each.value, name) for each, name in COUNTING_NAMES.items()],
        "counted": returns_in(request.scope, campaign).filter(counts(counting, "track")).count(),
        "expected": roster_with_returns(request.scope, campaign).count(),
    }
    return render(request, "returns/totals.html", context)


def _counting(request: DeskRequest) -> Counting:
    asked = request.GET.get("counting", "")
    return Counting(asked) if asked in set(Counting) else Counting.FIRST_OFFICE


@dataclass(frozen=True, slots=True)
class TotalRow:
    """An indicator's row: each figure as it is shown, with the address that it opens into. `cells` are HTML."""

    item: ItemText
    shown: str
    href: str
    change: str
    cells: SafeString
    answered: int
    none: int


def _shown(table: Table, counting: Counting) -> list[tuple[str, str, list[TotalRow]]]:
    """The form's groups with their rows. Cells are drawn here and not by template tags: a table has some 450 of them."""
    drill_at = reverse("returns:drill", args=["0"]).removesuffix("0/")
    asked = f"?counting={counting.value}"
    groups = []
    for group in table.form.groups:
        rows = []
        for item in group.items:
            if item.kind not in NUMERIC:
                continue
            total, href = table.over_all(item.code), f"{drill_at}{item.code}/{asked}"
            cells = SafeString("".join(_cell(table, item, place, escape(href)) for place in table.places))
            shown = show_number(total.value, item.kind)
            rows.append(TotalRow(item, shown, href, table.change(item), cells, total.answered, total.none))
        groups.append((group.letter, group.name, rows))
    return groups


def _cell(table: Table, item: ItemText, place: int, href: str) -> str:
    shown = show_number(table.at(place, item.code).value, item.kind)
    at = f"{href}&amp;at={place}&amp;by={table.level.value}"
    return f'<td class="n"><a class="quiet" href="{at}">{shown}</a></td>'


def _head(table: Table, names: Names) -> list[str]:
    places = [own_name(place, table.level, names) for place in table.places]
    return [_("代码"), _("指标"), _("单位"), _("合计"), _("填报数"), _("不存在"), *places]


def _rows(table: Table) -> Iterator[list[Value]]:
    def value(total: Total, item: ItemText) -> Value:
        return sheet_value(CellContent(CellState.VALUE, total.value), item)

    for item in table.form.items:
        if item.kind in NUMERIC:
            total = table.over_all(item.code)
            yield [
                *(item.code, item.name, item.unit, value(total, item), total.answered, total.none),
                *[value(table.at(place, item.code), item) for place in table.places],
            ]


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
    return list_response(request, _behind(item, note, names), rows)


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
