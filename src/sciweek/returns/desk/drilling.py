"""What a figure opens into: the cells that it sums, each leading to its unit's return and to who changed it."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.core.scope import Scope
from sciweek.pages.lists import Column, Empty, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import Level, UnitKind
from sciweek.places.lists import place_column
from sciweek.returns.actions.forms import both_forms
from sciweek.returns.addresses import FigureReading, Offered, read_figure
from sciweek.returns.choice import Choice
from sciweek.returns.crosstable import Reporters
from sciweek.returns.desk.charts import Chart, chart_of
from sciweek.returns.desk.controls import COUNTING_NAMES, offered_to
from sciweek.returns.desk.crosstable import figure_text
from sciweek.returns.desk.places import Names, level_below, names_around, own_name
from sciweek.returns.enums import NUMERIC, CellState, Dimension
from sciweek.returns.models import Cell
from sciweek.returns.queries.cells import cells_behind, total_of
from sciweek.returns.queries.totals import Question, anchors_of, cross_table, line_names, question_of, reporters
from sciweek.returns.queries.years import Forms, basis_of
from sciweek.returns.rollup import Total
from sciweek.returns.tables import sheet_value
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show

# What an address of a figure has besides the figure itself: what the list of its cells takes.
BESIDE = frozenset({"q", "sort", "page", "size", "export"})
# What says which figure it is: searching and sorting the list keep it.
KEPT = ("counting", "place", "line", "kind", "level", "at", "by")


@allow(*READERS)
def drill(request: DeskRequest, code: str) -> HttpResponse:
    """The cells behind a total, with what they sum to."""
    campaign = working_campaign(request)
    forms = both_forms(campaign)
    item = summed_item(forms.text, code)
    offered = offered_to(request.person, forms.text, level_below(request))
    reading = read_figure(dict(request.GET.lists()), offered, beside=BESIDE)
    question = Question(
        scope=request.scope,
        campaign=campaign,
        counting=reading.counting,
        anchors=anchors_of(request.person, campaign),
        narrowing=reading.narrowing,
    )
    cells = behind(question, [code])
    names = names_around(request.person.division_code)

    def chart() -> Chart | None:
        return _chart(question, forms, item, level_below(request), names)

    # Only the whole page asks for chart and figure; its parts and files do without.
    context = {
        "item": item,
        "left_out": reading.left_out,
        "chart": None if reading.at else chart,
        "figure": figure_maker(question, cells, item),
    }
    note = note_of(question, reading, offered, names)
    return list_response(
        request, cell_list([item], note, names), cells, template="returns/behind.html", context=context
    )


def summed_item(form: FormText, code: str) -> ItemText:
    """The indicator of the form with this code, if it can be summed; else 404."""
    item = next((item for item in form.items if item.code == code and item.kind in NUMERIC), None)
    if item is None:
        raise Http404
    return item


def behind(question: Question, codes: list[str]) -> QuerySet[Cell]:
    """The cells that a question's total of these indicators sums."""
    return cells_behind(
        question.scope,
        question.campaign,
        codes=codes,
        counting=question.counting,
        narrowing=question.narrowing,
        anchors=question.anchors,
    )


def figure_maker(
    question: Question, cells: QuerySet[Cell], item: ItemText
) -> Callable[[], tuple[str, Total, Reporters]]:
    """Asked for when it is shown: the figure, its numbers of answers, and how many units are expected. Two queries."""

    def figure() -> tuple[str, Total, Reporters]:
        total = total_of(cells)
        return figure_text(total, item), total, reporters(question)[()]

    return figure


def _chart(question: Question, forms: Forms, item: ItemText, by: Level, names: Names) -> Chart | None:
    """The figure by place."""
    choice = Choice(
        rows=Dimension.PLACE,
        columns=None,
        by=by,
        narrowing=question.narrowing,
        shown=(item.code,),
        counting=question.counting,
    )
    asked = question_of(choice, question.scope, question.campaign, question.anchors)
    basis = basis_of(asked, choice, [item], forms.comparisons())
    return chart_of(cross_table(asked, choice, forms.text, names, basis.rows), basis, question.campaign.name)


def note_of(question: Question, reading: FigureReading, offered: Offered, names: Names) -> str:
    """In words, whose figure it is. Two queries where it is a line's, else none."""
    narrowing = reading.narrowing
    words = [_("计入口径：%(name)s") % {"name": COUNTING_NAMES[reading.counting]}]
    if narrowing.place:
        words.append(offered.places[narrowing.place])
    if reading.at:
        words.append(own_name(*reading.at, names))
    if narrowing.line is not None:
        # Named only where somebody inside the scope stands on it.
        named = line_names([narrowing.line]) if reporters(question)[()].expected else {}
        words.append(_("条线：%(name)s") % {"name": named.get(narrowing.line, narrowing.line)})
    if narrowing.kind:
        words.append(str(UnitKind(narrowing.kind).label))
    if narrowing.level is not None:
        words.append(str(narrowing.level.label))
    return " · ".join(dict.fromkeys(words))


def cell_list(
    items: Sequence[ItemText], note: str, names: Names, *, kept: Sequence[str] = KEPT, scope: Scope | None = None
) -> ListPage:
    """A list of cells of these indicators, which are all in one unit. With a `scope`, units outside it have no link."""
    by_code = {item.code: item for item in items}
    indicator = Column(key="indicator", label=_("指标"), value=lambda c: c.indicator.code, sort=("indicator__code",))
    return ListPage(
        title=" + ".join(f"{item.code} {item.name}" for item in items),
        note=note,
        file_name=f"cells-{items[0].code}",
        kept=kept,
        search=("ret__unit__name",),
        search_label=_("单位名称"),
        order=("-value",),
        columns=(
            Column.of("ret__unit__name", _("单位"), key="unit", link=linked(scope)),
            place_column(names, field="ret__placement__division_code"),
            *([indicator] if len(items) > 1 else ()),
            Column(
                key="value",
                label=_("填报数（%(unit)s）") % {"unit": items[0].unit},
                value=lambda c: sheet_value(content_of(c), by_code[c.indicator.code]),
                show=lambda c: show(content_of(c), by_code[c.indicator.code].kind),
                sort=("value",),
                numeric=True,
            ),
            Column.of("ret__track__stage", _("状态"), sorts=False),
        ),
        empty=Empty(_("这个数没有来源"), _("还没有计入的报表填了这一项。")),
    )


def linked(scope: Scope | None) -> Callable[[Cell], str]:
    """Where a cell's page is; nowhere for one outside the `scope`, when there is one."""
    # Reversed once and not for each of up to a hundred rows.
    page_of = reverse("returns:cell", args=[0, "0"]).removesuffix("0/cells/0/")

    def link(cell: Cell) -> str:
        place = cell.ret.placement
        if scope and not scope.holds(code=place.division_code, unit=place.unit_id, line=place.line):
            return ""
        return f"{page_of}{cell.ret_id}/cells/{cell.indicator.code}/"

    return link


def content_of(cell: Cell) -> CellContent:
    """What the cell holds."""
    return CellContent(CellState(cell.state), cell.value, cell.text)
