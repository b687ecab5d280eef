"""An office's work on returns: the queue, one return beside last year's, accepting and sending back."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.core.clock import end_of
from sciweek.core.errors import BadInput, WrongState
from sciweek.core.files import content_of
from sciweek.pages.forms import DayField, SciweekForm
from sciweek.pages.kept import typed_before
from sciweek.pages.lists import Bulk, Column, Empty, Filter, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import OFFICERS, UnitKind
from sciweek.people.person import Person
from sciweek.places.lists import place_column
from sciweek.returns.actions.passing import accept_many, accept_return, send_back_return
from sciweek.returns.actions.signing import answer_dispute
from sciweek.returns.desk.filling import seen_version
from sciweek.returns.desk.places import names_around
from sciweek.returns.desk.rows import Beside, group_rows, shown_last, summary
from sciweek.returns.models import Return
from sciweek.returns.queries.cells import cells_of, changed_since, history_of
from sciweek.returns.queries.checks import findings_of, known_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.last import last_of
from sciweek.returns.queries.returns import (
    chain_of,
    dispute_of,
    due_of,
    extension_of,
    papers_of,
    return_in,
    returns_for_review,
    version_seen_by,
    versions_of,
)
from sciweek.returns.rules import may_review, moves
from sciweek.returns.values import CellContent, show
from sciweek.review.queries import steps_of

SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg"}


class SendBackForm(SciweekForm):
    """Why, and by when to correct."""

    reason = forms.CharField(
        label=gettext_lazy("退回原因"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=gettext_lazy("写清改哪里、为什么，至少 6 个字。"),
    )
    correct_by = DayField(label=gettext_lazy("更正期限"), required=False)


def _queue(person: Person) -> ListPage:
    names = names_around(person.division_code)
    return ListPage(
        title=_("报表审核"),
        note=_("轮到本单位审核的统计表，先到的在前。"),
        file_name="review-queue",
        search=("unit__name",),
        search_label=_("单位名称"),
        order=("track__submitted_at",),
        columns=(
            Column.of("unit__name", _("单位"), key="unit", link=lambda r: reverse("returns:review", args=[r.pk])),
            place_column(names, field="placement__division_code"),
            Column.of("placement__kind", _("类型"), sorts=False, narrow_hides=True),
            Column.of("track__submitted_at", _("上报时间"), key="submitted"),
            Column(key="on_time", label=_("按时"), value=lambda r: _("按时") if r.on_time else _("逾期")),
            Column.of("entered_by__label", _("代录"), key="entered", sorts=False, narrow_hides=True),
            Column(key="step", label=_("进度"), value=lambda r: f"{r.track.accepted}/{r.track.offices}", numeric=True),
        ),
        filters=(
            Filter.among("kind", _("类型"), UnitKind, field="placement__kind"),
            Filter.either("on_time", _("按时"), yes=_("按时"), no=_("逾期")),
        ),
        bulk=(Bulk(key="accept", label=_("验收所选"), run=partial(_accept_chosen, person)),),
        empty=Empty(
            _("没有等您审核的统计表"), _("下级报上来后会出现在这里。"), _("看上报进度"), reverse("returns:completeness")
        ),
    )


def _accept_chosen(person: Person, request: HttpRequest, rows: QuerySet[Any]) -> str:
    results = accept_many(actor=person, ret_ids=[row.pk for row in rows])
    refused = [f"{each.unit}：{each.sentence}" for each in results if each.sentence]
    for sentence in refused[:5]:
        messages.warning(request, sentence)
    return _("已验收 %(count)s 份。") % {"count": len(results) - len(refused)}


@allow(*OFFICERS)
def queue(request: DeskRequest) -> HttpResponse:
    """Returns whose turn it is at this office."""
    campaign = working_campaign(request)
    rows = returns_for_review(request.person.unit_id, request.scope, campaign)
    return list_response(request, _queue(request.person), rows)


def found_return(request: DeskRequest, pk: int) -> Return:
    """A return inside the scope, of whichever campaign a mail or link leads to; else 404."""
    found = return_in(request.scope, pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """One return: all cells beside last year's, what changed since this office last saw it, findings, acts."""
    return _page(request, found_return(request, pk), SendBackForm(typed_before(request)))


def _page(request: DeskRequest, ret: Return, form: SendBackForm, status: int = 200) -> HttpResponse:
    text, known = form_text(ret.form), known_of(ret)
    seen = version_seen_by(ret, request.person.unit_id)
    changed = changed_since(ret, seen) if seen else set()
    found = findings_of(ret, known)
    chain = chain_of(ret)
    reviewer = may_review(request.person, ret, chain) and moves(ret)
    marked = request.POST.getlist("mark")
    beside = Beside(
        last=known.last, redefined=known.redefined, findings=found, changed=changed, marked=marked, to_read=True
    )
    words = dispute_of(ret) if ret.entered_by_id else []
    context = {
        "title": ret.unit.name,
        "ret": ret,
        "form": form,
        "groups": group_rows(text, known.cells, beside),
        **summary(found),
        "changed": len(changed),
        "due": due_of(ret),
        "extension": extension_of(ret),
        "steps": steps_of(ret.track_id),
        "versions": versions_of(ret)[:5],
        "reviewer": reviewer,
        "papers": papers_of(ret),
        "dispute": words,
        "disputed": bool(words) and words[-1].raised,
        "answer": request.POST.get("text", ""),
        "acceptable": reviewer and ret.track.waiting_for_id == request.person.unit_id,
        "returnable": reviewer and ret.track.stage in {"submitted", "accepted"},
    }
    return render(request, "returns/review.html", context, status=status)


@allow(*OFFICERS)
@require_POST
def accept(request: DeskRequest, pk: int) -> HttpResponse:
    """Accept, and go on with the next one in the queue."""
    ret = found_return(request, pk)
    accept_return(actor=request.person, ret_id=ret.pk, seen=seen_version(request))
    messages.success(request, _("已验收“%(unit)s”的统计表。") % {"unit": ret.unit.name})
    waiting = returns_for_review(request.person.unit_id, request.scope, ret.campaign).first()
    target = reverse("returns:review", args=[waiting.pk]) if waiting else reverse("returns:queue")
    return HttpResponseRedirect(target)


@allow(*OFFICERS)
@require_POST
def send_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Send back with reason, date and marked cells; a refused one shows the form again as it was typed."""
    ret = found_return(request, pk)
    form = SendBackForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["correct_by"]
        try:
            send_back_return(
                actor=request.person,
                ret_id=ret.pk,
                reason=form.cleaned_data["reason"],
                correct_by=end_of(day) if day else None,
                marks=request.POST.getlist("mark"),
            )
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("已退回“%(unit)s”，原因已发给填报人。") % {"unit": ret.unit.name})
            return HttpResponseRedirect(reverse("returns:queue"))
    return _page(request, ret, form, status=400)


@allow(*OFFICERS)
@require_POST
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """Answer a unit's objection to what was entered for it; a refused answer shows the page again as it was typed."""
    ret = found_return(request, pk)
    try:
        answer_dispute(actor=request.person, ret_id=ret.pk, text=request.POST.get("text", ""))
    except (BadInput, WrongState) as refusal:
        messages.error(request, refusal.sentence)
        return _page(request, ret, SendBackForm(), status=refusal.status)
    messages.success(request, _("已答复，并通知填报单位。"))
    return HttpResponseRedirect(reverse("returns:review", args=[ret.pk]))


@allow(*READERS)
def paper_file(request: DeskRequest, pk: int, paper: int) -> HttpResponse:
    """One scan, to look at; never run by the browser as a page of ours."""
    ret = found_return(request, pk)
    found = papers_of(ret).filter(pk=paper).first()
    if found is None:
        raise Http404
    answer = HttpResponse(content_of(found.file), content_type=found.file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="paper-{found.pk}{SUFFIXES[found.file.media_type]}"'
    return answer


@allow(*READERS)
def cell(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """One cell: its value, and who changed it from what to what when."""
    ret = found_return(request, pk)
    item = next((item for item in form_text(ret.form).items if item.code == code), None)
    if item is None:
        raise Http404

    def words(state: str, value: int | None, text: str) -> str:
        return show(CellContent(state, value, text), item.kind) if state else _("未填")  # type: ignore[arg-type]

    changes = [
        (c, words(c.old_state, c.old_value, c.old_text), words(c.new_state, c.new_value, c.new_text))
        for c in history_of(ret, code)[:100]
    ]
    last = last_of(ret)
    context = {
        "title": f"{code} {item.name}",
        "last": shown_last(last.cells, last.redefined, item),
        "ret": ret,
        "item": item,
        "now": show(cells_of(ret.pk).get(code), item.kind) or _("未填"),
        "changes": changes,
        "versions": [(v, words(*v.cells[code]) if code in v.cells else words("", None, "")) for v in versions_of(ret)],
    }
    return render(request, "returns/cell.html", context)
