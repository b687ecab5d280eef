"""Completeness, totals and what they open into; the form itself; sheets of all of it."""

import io
from collections.abc import Iterator, Mapping
from itertools import islice

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.core.scope import Scope
from sciweek.documents.sheets.writing import SheetOut, Value, write_xlsx
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.pages.templatetags.sciweek import datetime_cn
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import OFFICERS, Level, UnitKind
from sciweek.places.codes import level_of, range_of
from sciweek.places.queries import name_of, subtree_of
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.campaign import working_campaign
from sciweek.returns.desk.rows import sheet_value
from sciweek.returns.enums import NUMERIC, CellState
from sciweek.returns.models import Cell, Return
from sciweek.returns.queries import cells_behind, form_text, returns_in, roster_with_returns
from sciweek.returns.rollup import NOTHING, Counting, Total, completeness, counts, totals
from sciweek.returns.rules import may_make_form
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, show, show_number
from sciweek.review.models import StageChoice

Sums = Mapping[tuple[int, str], Total]
STAGES = {**dict(StageChoice.choices), "": "未报"}


def own_name(code: int, level: Level) -> str:
    """A place in a table of places: one that stands above the table's level is its own offices (本级)."""
    return _("%(place)s本级") % {"place": name_of(code)} if level_of(code) < level else name_of(code)


def level_below(request: DeskRequest) -> Level:
    """By which level a person's tables are broken down: one below the person's own place."""
    return {Level.PROVINCE: Level.PREFECTURE}.get(request.person.level, Level.COUNTY)


@allow(*READERS)
def completeness_page(request: DeskRequest) -> HttpResponse:
    """How far each place is, with who is missing one click away."""
    campaign = working_campaign(request)
    level = level_below(request)
    within = _within(request)
    scope = Scope(ranges=(range_of(within),)) if within else request.scope
    by = Level.COUNTY if within else level
    rows = completeness(scope, campaign, by=by) if campaign.called_at else []
    whole = completeness(scope, campaign)
    context = {
        "title": _("上报进度"),
        "campaign": campaign,
        "rows": [
            (own_name(row.place, by), row, level_of(row.place) == Level.PREFECTURE and not within) for row in rows
        ],
        "whole": whole[0] if whole else None,
        "within": name_of(within) if within else "",
    }
    return render(request, "returns/completeness.html", context)


def _within(request: DeskRequest) -> int | None:
    """The place that the address narrows to, if it is a prefecture inside the person's ranges."""
    asked = request.GET.get("place", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == 6):
        return None
    code = int(asked)
    inside = any(low <= code <= high for low, high in request.scope.ranges)
    return code if inside and 110000 <= code <= 829999 and level_of(code) == Level.PREFECTURE else None


@allow(*READERS)
def roster(request: DeskRequest) -> HttpResponse:
    """Everybody who is expected to report, and how each stands: who is missing."""
    campaign = working_campaign(request)
    places = [
        (str(d.code), d.short_name) for d in subtree_of(request.person.division_code) if d.level <= Level.PREFECTURE
    ]
    page = ListPage(
        title=_("应报单位"),
        file_name="roster",
        search=("unit_name",),
        search_label=_("单位名称"),
        order=("level", "division_code", "unit_name"),
        columns=(
            Column(
                key="unit",
                label=_("单位"),
                value=lambda p: p.unit_name,
                sort=("unit_name",),
                link=lambda p: (
                    reverse("returns:review", args=[p.return_id])
                    if p.return_id
                    else reverse("people:unit", args=[p.unit_id])
                ),
            ),
            Column(key="place", label=_("地区"), value=lambda p: name_of(p.division_code), sort=("division_code",)),
            Column(key="kind", label=_("类型"), value=lambda p: p.get_kind_display(), narrow_hides=True),
            Column(
                key="stage", label=_("状态"), value=lambda p: str(STAGES.get(p.stage or "", p.stage)), sort=("stage",)
            ),
            Column(
                key="submitted",
                label=_("上报时间"),
                value=lambda p: p.submitted_at.astimezone() if p.submitted_at else None,
                show=lambda p: datetime_cn(p.submitted_at),
                sort=("submitted_at",),
                narrow_hides=True,
            ),
            Column(
                key="due",
                label=_("截止"),
                value=lambda p: p.due_at.astimezone() if p.due_at else None,
                show=lambda p: datetime_cn(p.due_at),
                sort=("due_at",),
            ),
        ),
        filters=(
            Filter(
                key="stage",
                label=_("状态"),
                choices=lambda: [
                    ("missing", _("未报")),
                    *[(v, str(label)) for v, label in StageChoice.choices if v != "draft"],
                ],
                apply=lambda rows, stage: (
                    rows.exclude(stage__in=["submitted", "accepted"]).exclude(stage="sent_back")
                    if stage == "missing"
                    else rows.filter(stage=stage)
                ),
            ),
            Filter(
                key="place",
                label=_("地区"),
                choices=lambda: places,
                apply=lambda rows, code: rows.filter(division_code__range=range_of(int(code))),
            ),
            Filter(
                key="kind",
                label=_("类型"),
                choices=lambda: [(v, str(label)) for v, label in UnitKind.choices],
                apply=lambda rows, kind: rows.filter(kind=kind),
            ),
        ),
        empty=Empty(_("还没有应报单位"), _("活动周部署后，名单会出现在这里。")),
    )
    return list_response(request, page, roster_with_returns(request.scope, campaign))


def _counting(request: DeskRequest) -> Counting:
    asked = request.GET.get("counting", "")
    return Counting(asked) if asked in set(Counting) else Counting.FIRST_OFFICE


COUNTING_NAMES = {
    Counting.FIRST_OFFICE: "本级主管部门已验收",
    Counting.SUBMITTED: "已上报",
    Counting.ALL_OFFICES: "各级全部验收",
}


@allow(*READERS)
def totals_page(request: DeskRequest) -> HttpResponse:
    """Indicators by place, live from the cells; every figure opens into the returns behind it."""
    campaign, counting = working_campaign(request), _counting(request)
    text = form_text(ensure_form(campaign))
    level = level_below(request)
    by_place = totals(request.scope, campaign, by=level, counting=counting)
    whole = totals(request.scope, campaign, counting=counting)
    before = totals(request.scope, campaign.previous, counting=Counting.ALL_OFFICES) if campaign.previous else {}
    places = sorted({place for place, _code in by_place})
    if request.GET.get("export") == "xlsx":
        return _totals_sheet(text, places, level, by_place, whole)
    rows = [
        (
            group,
            [
                (
                    item,
                    whole.get((0, item.code), NOTHING),
                    show_number(whole.get((0, item.code), NOTHING).value, item.kind),
                    _change(item, whole.get((0, item.code), NOTHING).value, before.get((0, item.code), NOTHING).value),
                    [
                        (place, show_number(by_place.get((place, item.code), NOTHING).value, item.kind))
                        for place in places
                    ],
                )
                for item in group.items
                if item.kind in NUMERIC
            ],
        )
        for group in text.groups
    ]
    counted = returns_in(request.scope, campaign).filter(counts(counting, "track")).count()
    context = {
        "title": _("汇总"),
        "campaign": campaign,
        "rows": rows,
        "places": [(place, own_name(place, level)) for place in places],
        "counting": counting.value,
        "countings": [(each.value, _(name)) for each, name in COUNTING_NAMES.items()],
        "counted": counted,
        "expected": roster_with_returns(request.scope, campaign).count(),
    }
    return render(request, "returns/totals.html", context)


def _change(item: ItemText, now: int, before: int) -> str:
    if not before:
        return "–"
    share = (now - before) * 100 / before
    return f"{share:+.1f}%"


def _totals_sheet(text: FormText, places: list[int], level: Level, cells: Sums, sums: Sums) -> FileResponse:
    def value(total: Total, item: ItemText) -> Value:
        return sheet_value(CellContent(CellState.VALUE, total.value), item)

    def rows() -> Iterator[list[Value]]:
        for item in text.items:
            if item.kind in NUMERIC:
                total = sums.get((0, item.code), NOTHING)
                yield [
                    *(item.code, item.name, item.unit, value(total, item), total.answered, total.none),
                    *[value(cells.get((place, item.code), NOTHING), item) for place in places],
                ]

    head = [_("代码"), _("指标"), _("单位"), _("合计"), _("填报数"), _("不存在"), *[own_name(p, level) for p in places]]
    return _download([SheetOut(_("汇总"), head, rows(), widths=[8, 28])], "totals.xlsx")


def _download(sheets: list[SheetOut], name: str) -> FileResponse:
    out = io.BytesIO()
    write_xlsx(sheets, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name)


@allow(*READERS)
def drill(request: DeskRequest, code: str) -> HttpResponse:
    """The cells behind a total."""
    campaign, counting, place = working_campaign(request), _counting(request), request.GET.get("at", "")
    item = next((item for item in form_text(ensure_form(campaign)).items if item.code == code), None)
    if item is None or item.kind not in NUMERIC:
        raise Http404
    kind = item.kind
    at = int(place) if place.isascii() and place.isdigit() and len(place) == 6 else None
    rows = cells_behind(request.scope, campaign, code=code, place=at, counting=counting)
    page = ListPage(
        title=f"{item.code} {item.name}",
        note=_("计入口径：%(name)s。%(place)s")
        % {"name": _(COUNTING_NAMES[counting]), "place": name_of(at) if at else ""},
        file_name=f"cells-{code}",
        search=("ret__unit__name",),
        search_label=_("单位名称"),
        order=("-value",),
        columns=(
            Column(
                key="unit",
                label=_("单位"),
                value=lambda c: c.ret.unit.name,
                sort=("ret__unit__name",),
                link=lambda c: reverse("returns:cell", args=[c.ret_id, code]),
            ),
            Column(
                key="place",
                label=_("地区"),
                value=lambda c: name_of(c.ret.placement.division_code),
                sort=("ret__placement__division_code",),
            ),
            Column(
                key="value",
                label=_("填报数（%(unit)s）") % {"unit": item.unit},
                value=lambda c: sheet_value(_content(c), item),
                show=lambda c: show(_content(c), kind),
                sort=("value",),
                numeric=True,
            ),
            Column(key="stage", label=_("状态"), value=lambda c: c.ret.track.get_stage_display()),
        ),
        empty=Empty(_("这个数没有来源"), _("还没有计入的报表填了这一项。")),
    )
    return list_response(request, page, rows)


def _content(cell: Cell) -> CellContent:
    return CellContent(CellState(cell.state), cell.value, cell.text)


@allow(*READERS)
def form(request: DeskRequest) -> HttpResponse:
    """The form itself with its definitions."""
    campaign = working_campaign(request)
    text = form_text(ensure_form(campaign))
    context = {
        "title": _("统计表式"),
        "form": text,
        "campaign": campaign,
        "draft": may_make_form(request.person, campaign),
    }
    return render(request, "returns/form.html", context)


@allow(*READERS)
def blank(request: DeskRequest) -> FileResponse:
    """The blank form as a sheet."""
    campaign = working_campaign(request)
    text = form_text(ensure_form(campaign))
    rows = [
        [item.code, ("　" if item.parent else "") + item.name, item.unit, "", item.definition] for item in text.items
    ]
    head = [_("代码"), _("指标"), _("单位"), _("本年"), _("指标解释")]
    notes = [f"{text.title}　{text.number}", f"{campaign.name}", *text.notes.splitlines()]
    return _download([SheetOut(text.title, head, rows, notes=notes, widths=[8, 30, 10, 14, 60])], "form.xlsx")


@allow(*OFFICERS)
def transcript(request: DeskRequest) -> FileResponse:
    """The transcript (过录表): one row a return, one column an indicator, of everything that has been submitted."""
    campaign = working_campaign(request)
    text = form_text(ensure_form(campaign))
    rows = returns_in(request.scope, campaign).filter(counts(Counting.SUBMITTED, "track"))
    rows = rows.select_related("unit", "placement", "track").order_by("placement__division_code", "unit__name")
    head = [_("单位"), _("地区"), _("类型"), _("状态"), *[f"{item.code} {item.name}" for item in text.items]]
    return _download(
        [SheetOut(_("过录表"), head, transcript_rows(rows, text), widths=[30, 12, 14, 10])], "transcript.xlsx"
    )


def transcript_rows(rows: QuerySet[Return], text: FormText) -> Iterator[list[Value]]:
    """The rows of the transcript, 200 returns at a time, so that memory does not grow with them."""
    items = {item.code: item for item in text.items}
    each = rows.iterator(chunk_size=200)
    while chunk := list(islice(each, 200)):
        cells: dict[int, dict[str, CellContent]] = {}
        found = Cell.objects.filter(ret__in=[ret.pk for ret in chunk])
        for ret_id, code, state, value, words in found.values_list(
            "ret_id", "indicator__code", "state", "value", "text"
        ):
            cells.setdefault(ret_id, {})[code] = CellContent(CellState(state), value, words)
        for ret in chunk:
            own = cells.get(ret.pk, {})
            yield [
                *(ret.unit.name, name_of(ret.placement.division_code), ret.placement.get_kind_display()),
                ret.track.get_stage_display(),
                *[sheet_value(own.get(code), item) for code, item in items.items()],
            ]
