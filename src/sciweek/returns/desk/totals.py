"""Totals by rows and columns that the person chooses, live; every figure opens into the cells behind it."""

from dataclasses import dataclass, replace

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core.scope import Scope
from sciweek.documents.sheets.writing import write_csv
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.returns.actions.forms import both_forms
from sciweek.returns.addresses import Offered, Reading, read_choice
from sciweek.returns.crosstable import CrossTable
from sciweek.returns.desk.charts import chart_of
from sciweek.returns.desk.controls import COUNTING_NAMES, boxes, chips, main_controls, more_controls, offered_to, told
from sciweek.returns.desk.crosstable import bodies, heads
from sciweek.returns.desk.places import level_below, names_around
from sciweek.returns.desk.sheets import download
from sciweek.returns.queries.totals import (
    Question,
    anchors_of,
    cross_table,
    line_names,
    lines_to_choose,
    question_of,
)
from sciweek.returns.queries.years import basis_of
from sciweek.returns.sheets import lines_of, sheets_of
from sciweek.returns.years import Basis


@dataclass(frozen=True, slots=True)
class Shown:
    """What an address asks for, read and answered."""

    reading: Reading
    offered: Offered
    question: Question
    table: CrossTable
    basis: Basis


def shown_for(request: DeskRequest, campaign: Campaign) -> Shown:
    """The table that the address asks for, with what the campaign before had."""
    forms = both_forms(campaign)
    offered = offered_to(request.person, forms.text, level_below(request))
    reading = read_choice(dict(request.GET.lists()), offered, beside={"export"})
    choice = reading.choice
    question = question_of(choice, request.scope, campaign, anchors_of(request.person, campaign))
    basis = basis_of(question, choice, choice.items(offered.form), forms.comparisons())
    names = names_around(request.person.division_code)
    return Shown(reading, offered, question, cross_table(question, choice, offered.form, names, basis.rows), basis)


@allow(*READERS)
def totals_page(request: DeskRequest) -> HttpResponseBase:
    """The table that the address asks for, as a page or a file."""
    campaign = working_campaign(request)
    shown = shown_for(request, campaign)
    kind = request.GET.get("export")
    if kind in {"xlsx", "csv"}:
        return _file(shown.table, shown.basis, kind)
    context = {
        "title": _("汇总"),
        "campaign": campaign,
        "countings": [
            (str(name), replace(shown.reading.choice, counting=each).address, each == shown.reading.choice.counting)
            for each, name in COUNTING_NAMES.items()
        ],
        **_figures(shown, campaign.name),
        **_controls(shown, request.scope),
    }
    return render(request, "returns/totals.html", context)


def _figures(shown: Shown, campaign: str) -> dict[str, object]:
    """The table and its chart."""
    return {
        "table": shown.table,
        "whole": shown.table.reporters_at(None, None),
        "caption": told(shown.table.choice, shown.offered),
        "heads": heads(shown.table, shown.basis),
        "bodies": bodies(shown.table, shown.basis, shown.offered.form),
        "chart": chart_of(shown.table, shown.basis, campaign),
    }


def _controls(shown: Shown, scope: Scope) -> dict[str, object]:
    """The form, what is set, and what an address asked for in vain."""
    choice, offered = shown.reading.choice, shown.offered
    lines, line = lines_to_choose(scope, shown.question.anchors[0]), choice.narrowing.line
    left_out = list(shown.reading.left_out)
    if line is not None and line not in lines:
        # Named only where somebody inside the scope stands on it.
        found = line_names([line]) if shown.table.reporters_at(None, None).expected else {}
        lines |= {line: found.get(line, str(line))}
        if not found:
            left_out.append((_("条线"), str(line)))
    several = len(choice.shown) > 1
    return {
        "choice": choice,
        "swapped": choice.swapped.address if choice.columns else "",
        "answers": replace(choice, answers=not choice.answers).address,
        "left_out": left_out,
        "picked": shown.reading.picked,
        "controls": main_controls(choice, offered),
        "more": more_controls(choice, offered, lines),
        "boxes": boxes(choice, offered.form),
        "more_open": several or not choice.narrowing.by_place_only,
        "chips": chips(choice, offered, lines.get(line or 0, "")),
    }


def _file(table: CrossTable, basis: Basis, kind: str) -> HttpResponseBase:
    if kind == "xlsx":
        return download(sheets_of(table, basis), "totals.xlsx")
    head, lines = lines_of(table, basis, answers=True)
    answer = StreamingHttpResponse(write_csv(head, lines), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="totals.csv"'
    return answer
