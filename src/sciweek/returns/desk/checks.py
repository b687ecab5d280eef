"""The checks of one return, each with what it found: for the unit to understand, for the offices to exempt."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.core.errors import BadInput, WrongState, permit
from sciweek.core.text import LONGEST_REASON
from sciweek.pages.forms import SciweekForm
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import OFFICERS
from sciweek.returns.actions.explaining import MAY_SKIP, NOT_EXEMPTING, exempt
from sciweek.returns.checks import Check, Grade
from sciweek.returns.desk.reviewing import found_return
from sciweek.returns.desk.rows import ShownFinding, shown_findings, shown_last
from sciweek.returns.enums import Exempted
from sciweek.returns.findings import Standing
from sciweek.returns.models import Return
from sciweek.returns.queries.checks import exemptions_of, explanations_of, findings_of, known_of, said_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.returns import chain_of
from sciweek.returns.rules import may_exempt
from sciweek.returns.values import show


class ExemptForm(SciweekForm):
    """What an office says about a check of one return, and why."""

    exempted = forms.ChoiceField(label=gettext_lazy("处理意见"))
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("会发给填报单位，并记入办理记录，至少 6 个字。"),
    )

    def __init__(self, data: object, check: Check, now: Exempted) -> None:
        super().__init__(data)
        self.fields["exempted"].choices = [  # type: ignore[attr-defined]
            (word.value, word.label) for word in open_words(check, now)
        ]


def open_words(check: Check, now: Exempted) -> list[Exempted]:
    """What may be said about a check of this grade, as it stands."""
    words = [Exempted.EXPLAIN] if check.grade == Grade.NEAR_MANDATORY else []
    words += [Exempted.SKIP] if check.grade in MAY_SKIP else []
    words += [Exempted.NONE] if now != Exempted.NONE else []
    return [word for word in words if word != now]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check and what it finds in the return; no finding: it is satisfied."""

    check: Check
    shown: ShownFinding | None

    @property
    def group(self) -> str:
        """Under which tab it stands."""
        if self.shown is None:
            return "passed"
        standing = self.shown.finding.standing
        return {Standing.UNCHECKED: "unchecked", Standing.EXEMPT: "settled", Standing.EXPLAINED: "settled"}.get(
            standing, "open"
        )


def _rows(ret: Return) -> list[CheckRow]:
    found = {shown.finding.check: shown for shown in shown_findings(findings_of(ret))}
    return [CheckRow(check, found.get(check.code)) for check in form_text(ret.form).checks]


@allow(*READERS)
def checks(request: DeskRequest, pk: int) -> HttpResponse:
    """All checks of a return, narrowed by `show` to those with one outcome."""
    ret = found_return(request, pk)
    rows = _rows(ret)
    names = {"open": _("待处理"), "settled": _("已说明、不审"), "unchecked": _("无法审核"), "passed": _("通过")}
    asked = request.GET.get("show", "")
    context = {
        "title": _("审核公式"),
        "ret": ret,
        "tabs": [
            ("", _("全部"), len(rows)),
            *((key, name, sum(row.group == key for row in rows)) for key, name in names.items()),
        ],
        "asked": asked if asked in names else "",
        "rows": [row for row in rows if asked not in names or row.group == asked],
    }
    return render(request, "returns/checks.html", context)


@allow(*READERS)
def check(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """One check of a return: its formula, the cells it looks at, and what was said about it; offices exempt here."""
    ret = found_return(request, pk)
    row = _row(ret, code)
    return _page(request, ret, row, ExemptForm(typed_before(request), row.check, _said_about(ret, code)))


@allow(*OFFICERS)
@require_POST
def exempting(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Exempt, list or check again; a refused one shows the page again as it was typed."""
    ret = found_return(request, pk)
    row = _row(ret, code)
    form = ExemptForm(request.POST, row.check, _said_about(ret, code))
    if form.is_valid():
        word = Exempted(form.cleaned_data["exempted"])
        try:
            exempt(
                actor=request.person,
                ret_id=ret.pk,
                check_code=code,
                exempted=word,
                reason=form.cleaned_data["reason"],
            )
        except (BadInput, WrongState) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已记录“%(word)s”，并通知填报单位。") % {"word": word.label})
            return HttpResponseRedirect(reverse("returns:check", args=[ret.pk, code]))
    permit(may_exempt(request.person, ret, chain_of(ret)), NOT_EXEMPTING)
    return _page(request, ret, row, form, status=400)


def _row(ret: Return, code: str) -> CheckRow:
    row = next((row for row in _rows(ret) if row.check.code == code), None)
    if row is None:
        raise Http404
    return row


def _said_about(ret: Return, code: str) -> Exempted:
    return said_of(ret.pk).exemptions.get(code, Exempted.NONE)


def _page(request: DeskRequest, ret: Return, row: CheckRow, form: ExemptForm, status: int = 200) -> HttpResponse:
    known, items = known_of(ret), {item.code: item for item in form_text(ret.form).items}
    allowed = may_exempt(request.person, ret, chain_of(ret)) and bool(form.fields["exempted"].choices)  # type: ignore[attr-defined]
    context = {
        "title": f"{row.check.code} {row.check.sentence}",
        "ret": ret,
        "row": row,
        "form": form if allowed else None,
        "cells": [
            (item, shown_last(known.last, known.redefined, item), show(known.cells.get(item.code), item.kind))
            for item in map(items.__getitem__, row.check.bound.codes)
        ],
        "facts": [(name, known.facts[name]) for name in row.check.bound.facts],
        "materials": [(key, known.materials.get(key)) for key in row.check.bound.materials],
        "explanations": explanations_of(ret, row.check.code),
        "exemptions": exemptions_of(ret, row.check.code),
    }
    return render(request, "returns/check.html", context, status=status)
