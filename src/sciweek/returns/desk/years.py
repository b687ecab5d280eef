"""This campaign beside the one before: three honest numbers of each figure, and the cells behind every one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.models import Campaign
from sciweek.documents.sheets.writing import SheetOut, write_csv
from sciweek.pages.lists import list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.returns.actions.forms import both_forms
from sciweek.returns.addresses import Offered, Reading, read_choice, read_figure
from sciweek.returns.desk.controls import COUNTING_NAMES, chips, main_controls, more_controls, offered_to
from sciweek.returns.desk.crosstable import figure_text
from sciweek.returns.desk.drilling import BESIDE, KEPT, cell_list, note_of
from sciweek.returns.desk.places import level_below, names_around
from sciweek.returns.desk.sheets import download
from sciweek.returns.enums import NUMERIC
from sciweek.returns.queries.cells import total_of
from sciweek.returns.queries.compared import Years, before, cells_compared, three_numbers
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.totals import Question, anchors_of, lines_to_choose, question_of
from sciweek.returns.queries.years import Forms
from sciweek.returns.rollup import Total
from sciweek.returns.sheets import OVER_NAMES, told_kind, year_lines
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.years import Line, Over, lines_between, shown_change


def _summed(form: FormText) -> list[ItemText]:
    return [item for item in form.items if item.kind in NUMERIC]


def lines_of_forms(forms: Forms) -> tuple[list[Line], list[ItemText]]:
    """What each figure of the form is compared with, and the figures of the one before that it asks for no more."""
    items, old = _summed(forms.text), _summed(form_text(forms.before)) if forms.before else []
    found = forms.comparisons()
    lines = lines_between(items, old, found)
    gone_on = {code for each in found.values() for code in each.before}
    return lines, [item for item in old if item.code not in gone_on]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an address asks for, read and answered."""

    reading: Reading
    offered: Offered
    question: Question
    years: Years
    dropped: list[ItemText]


def _shown(request: DeskRequest, campaign: Campaign, past: Campaign) -> _Shown:
    forms = both_forms(campaign)
    offered = offered_to(request.person, forms.text, level_below(request))
    reading = read_choice(dict(request.GET.lists()), offered, beside={"export"})
    question = question_of(reading.choice, request.scope, campaign, anchors_of(request.person, campaign))
    question = replace(question, axes=())
    lines, dropped = lines_of_forms(forms)
    wanted = {item.code for item in reading.choice.items(offered.form)}
    lines = [line for line in lines if wanted & {*line.codes}]
    return _Shown(reading, offered, question, three_numbers(question, past, lines), dropped)


@allow(*READERS)
def years_page(request: DeskRequest) -> HttpResponseBase:
    """Every figure by three honest numbers, as a page or a file."""
    campaign = working_campaign(request)
    past = campaign.previous
    context: dict[str, object] = {"title": _("与上届对比"), "campaign": campaign, "past": past}
    if past is None:
        return render(request, "returns/years.html", context)
    shown = _shown(request, campaign, past)
    kind = request.GET.get("export")
    if kind in {"xlsx", "csv"}:
        return _file(shown.years, kind)
    context |= _controls(request, shown)
    context |= {
        "overs": [str(name) for name in OVER_NAMES.values()],
        "bodies": _bodies(shown),
        "years": shown.years,
        "dropped": "、".join(f"{item.code} {item.name}" for item in shown.dropped),
        "divided": [_told_divided(each.old, each.old_name, each.code, request) for each in shown.years.divided],
    }
    return render(request, "returns/years.html", context)


def _told_divided(old: int, old_name: str, code: int, request: DeskRequest) -> str:
    names = names_around(request.person.division_code)
    words = _("%(name)s（%(code)s）已分设，分不清属于哪一部分，计入%(place)s本级。")
    return words % {"name": old_name or names[old], "code": old, "place": names[code]}


def _controls(request: DeskRequest, shown: _Shown) -> dict[str, object]:
    choice, offered = shown.reading.choice, shown.offered
    lines = lines_to_choose(request.scope, shown.question.anchors[0])
    kept = [(name, value) for name, value in choice.pairs() if name in {"rows", "columns", "by", "counting"}]
    return {
        "choice": choice,
        "left_out": shown.reading.left_out,
        "controls": [each for each in main_controls(choice, offered) if each.name in {"show", "place"}],
        "more": [each for each in more_controls(choice, offered, lines) if each.name != "by"],
        "more_open": not choice.narrowing.by_place_only,
        "kept": kept,
        "chips": chips(choice, offered, lines.get(choice.narrowing.line or 0, "")),
        "countings": [
            (str(name), replace(choice, counting=each).address, each == choice.counting)
            for each, name in COUNTING_NAMES.items()
        ],
    }


def _file(years: Years, kind: str) -> HttpResponseBase:
    head, lines = year_lines(years)
    if kind == "xlsx":
        return download([SheetOut(_("与上届对比"), head, lines, widths=[10, 28])], "years.xlsx")
    answer = StreamingHttpResponse(write_csv(head, lines), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="years.csv"'
    return answer


def _bodies(shown: _Shown) -> Iterator[SafeString]:
    """The rows as table bodies, one a group of the form. Drawn here and not by template tags: there are some 500 figures."""
    base = reverse("returns:compared", args=["0"]).removesuffix("0/")
    pairs = [("counting", shown.reading.choice.counting.value), *shown.reading.choice.narrowing.pairs()]
    rest = escape(f"?{urlencode(pairs)}")
    by_code = {line.code: line for line in shown.years.lines}
    for group in shown.offered.form.groups:
        own = [by_code[item.code] for item in group.items if item.code in by_code]
        if own:
            name = escape(f"{group.letter} {group.name}")
            head = f'<tr class="total"><th scope="rowgroup">{name}</th><td colspan="9"></td></tr>'
            yield SafeString(head + "".join(_row(shown.years, line, f"{base}{line.code}/{rest}") for line in own))


def _row(years: Years, line: Line, href: str) -> str:
    # What is counted below a figure: units, or answers where several figures are looked at together.
    counted = _("家") if len(line.items) == len(line.before) == 1 or not line.allowed else _("项")
    names = " + ".join(escape(f"{item.code} {item.name}") for item in line.items)
    kind = f'<small class="block muted">{escape(told_kind(line))}</small>' if line.kind != "same" else ""
    note = f'<small class="block muted">{escape(line.note)}</small>' if line.note else ""
    unit = f' <small class="faint">{escape(line.items[0].unit)}</small>'
    cells = [f'<th scope="row">{names}{unit}{kind}{note}</th>']
    for over in Over:
        pair, at = years.pair(line, over), f"{href}&amp;over={over}"
        cells.append(
            _figure(pair.before, line.before[0], f"{at}&amp;side=before", counted) if line.before else "<td></td>"
        )
        cells.append(_figure(pair.now, line.items[0], f"{at}&amp;side=now", counted))
        word = _("口径变化") if line.kind == "redefined" else shown_change(pair.change if line.allowed else None)
        cells.append(f'<td class="n change">{word}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _figure(total: Total, item: ItemText, href: str, counted: str) -> str:
    text = figure_text(total, item)
    if not text:
        return '<td class="n"></td>'
    return f'<td class="n"><a class="quiet" href="{href}">{text}</a><small>{total.answered:,} {counted}</small></td>'


@allow(*READERS)
def compared(request: DeskRequest, code: str) -> HttpResponse:
    """The cells behind one side of one number."""
    campaign = working_campaign(request)
    past, forms = campaign.previous, both_forms(campaign)
    line = next((line for line in lines_of_forms(forms)[0] if line.code == code), None)
    over, side = request.GET.get("over", Over.ALL.value), request.GET.get("side", "now")
    if past is None or line is None or over not in set(Over) or side not in {"now", "before"}:
        raise Http404
    if side == "before" and not line.before:
        raise Http404
    offered = offered_to(request.person, forms.text, level_below(request))
    reading = read_figure(dict(request.GET.lists()), offered, beside=BESIDE | {"over", "side"})
    question = Question(
        scope=request.scope,
        campaign=campaign,
        counting=reading.counting,
        anchors=anchors_of(request.person, campaign),
        narrowing=reading.narrowing,
    )
    cells = cells_compared(question, past, line, Over(over), now=side == "now")
    items = line.items if side == "now" else line.before
    asked, names = question if side == "now" else before(question, past), names_around(request.person.division_code)
    reading = replace(reading, counting=asked.counting)
    note = f"{asked.campaign.name} · {OVER_NAMES[Over(over)]} · {note_of(asked, reading, offered, names)}"

    def figure() -> tuple[str, Total, None]:
        total = total_of(cells)
        return figure_text(total, items[0]), total, None

    context = {
        "item": items[0],
        "left_out": reading.left_out,
        "figure": figure,
        "back": reverse("returns:years"),
        "back_name": _("与上届对比"),
    }
    listed = cell_list(items, note, names, kept=(*KEPT, "over", "side"), scope=request.scope)
    return list_response(request, listed, cells, template="returns/behind.html", context=context)
