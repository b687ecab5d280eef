"""A unit's own return: filled as one types, submitted, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.core import clock
from sciweek.core.errors import BadInput, NotFound, Refused, Stale, WrongState, permit
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import FILLERS
from sciweek.returns.actions.explaining import explain
from sciweek.returns.actions.filling import NOT_STANDING_IN, fill_rest, open_return, save_cells, save_cover
from sciweek.returns.actions.passing import submit_return, withdraw_return
from sciweek.returns.desk.rows import EXPLAIN, Beside, group_rows, summary
from sciweek.returns.findings import Said, blocking
from sciweek.returns.models import Return
from sciweek.returns.queries.checks import findings_of, known_of, said_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.returns import dispute_of, due_of, extension_of, papers_of, return_in, stands_in
from sciweek.returns.queries.roster import last_chase
from sciweek.returns.rules import may_dispute, may_fill, may_withdraw, must_ask_head
from sciweek.returns.template import FormText
from sciweek.returns.values import show
from sciweek.review.queries import last_step, steps_of

# The cover's fields as the page posts them, and where they are kept.
COVER = {"filler": "filler_name", "phone": "filler_phone", "checker": "checker_name", "head": "head_name"}


def seen_version(request: DeskRequest, field: str = "version") -> int:
    """The version that the page showed, as it posts it back in this field; 0 when it says none."""
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def posted(request: DeskRequest) -> dict[str, str]:
    """The fields of the form as they were typed."""
    return {name: str(text) for name, text in request.POST.items()}


def own_return(request: DeskRequest) -> Return:
    """The return that the page is about: of the person's unit in the campaign worked on, else 404.

    With `?for=` that of a unit which the person's office enters for (代录); 404 outside the scope.

    Raises:
        NotPermitted: the office may not enter for that unit, or not any more.
    """
    asked = request.GET.get("for", "")
    if asked:
        found = (
            return_in(request.scope, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
        )
        if found is None:
            raise Http404
        permit(stands_in(request.person, found), NOT_STANDING_IN)
        return found
    campaign = working_campaign(request)
    try:
        return open_return(actor=request.person, unit_id=request.person.unit_id, campaign=campaign)
    except NotFound as error:
        raise Http404 from error


def suffix_for(request: DeskRequest, ret: Return) -> str:
    """What addresses of these pages end in: for whom an office enters, nothing for one's own."""
    return "" if request.person.works_at(ret.unit_id) else f"?for={ret.pk}"


def back_to(request: DeskRequest, ret: Return) -> HttpResponse:
    """To the form again."""
    return HttpResponseRedirect(reverse("returns:mine") + suffix_for(request, ret))


@allow(*FILLERS)
def mine(request: DeskRequest) -> HttpResponse:
    """The whole form, filled in place; a plain form where scripts are off."""
    ret = own_return(request)
    kept = typed_before(request)
    return entry_page(request, ret, Attempt({name: str(text) for name, text in kept.items()} if kept else {}))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A save that did not wholly succeed: what was typed, why some of it was refused, and whether all was stale.

    `unreadable` says why by indicator, `unexplained` by check.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    unexplained: Mapping[str, str] = field(default_factory=dict)
    stale: Stale | None = None

    def both(self, form: FormText) -> list[tuple[str, str, str]]:
        """Of each cell that a colleague changed meanwhile: what it is, what is kept now, and what was typed."""
        pairs = both_versions(form, self.stale) if self.stale else []
        return [(f"{pair['code']} {pair['name']}", pair["theirs"], pair["yours"]) for pair in pairs]

    def version(self, ret: Return) -> str | int:
        """What the form is based on. What was typed before a sign-in expired was typed over the version of then."""
        return self.typed.get("version", ret.version)

    def cover(self, ret: Return) -> dict[str, str]:
        """The cover as typed, else as kept."""
        return {name: self.typed.get(name, getattr(ret, kept_as)) for name, kept_as in COVER.items()}


UNTRIED = Attempt()


def entry_page(request: DeskRequest, ret: Return, attempt: Attempt = UNTRIED) -> HttpResponse:
    """The form to fill; after an attempt with what was typed, with status 409 and both versions when it was stale."""
    form, known, fillable = form_text(ret.form), known_of(ret), may_fill(request.person, ret)
    fillable = fillable or bool(suffix_for(request, ret))
    found = findings_of(ret, known)
    back = last_step(ret.track_id, "send_back") if ret.track.stage == "sent_back" else None
    beside = Beside(
        last=known.last,
        redefined=known.redefined,
        findings=found,
        marked=back.marks if back else (),
        typed=attempt.typed,
        unreadable=attempt.unreadable,
        unexplained=attempt.unexplained,
        to_read=not fillable,
    )
    context = {
        "title": ret.form.title,
        "ret": ret,
        "form": form,
        "groups": group_rows(form, known.cells, beside),
        "answered": len(known.cells),
        "total": len(form.items),
        "blocking": blocking(found),
        "unexplained": attempt.unexplained,
        **summary(found),
        "due": due_of(ret),
        "extension": extension_of(ret),
        "back": back,
        "chased": last_chase(ret) if fillable else None,
        "fillable": fillable,
        **_signing(request, ret),
        "withdrawable": may_withdraw(request.person, ret),
        "steps": steps_of(ret.track_id),
        "stale": attempt.stale,
        "both": attempt.both(form),
        "version": attempt.version(ret),
        "cover": attempt.cover(ret),
    }
    return render(request, "returns/mine.html", context, status=409 if attempt.stale else 200)


def _signing(request: DeskRequest, ret: Return) -> dict[str, object]:
    """What the page shows besides figures: for whom an office enters, the sealed sheets, the head, an objection."""
    suffix = suffix_for(request, ret)
    return {
        "standing_in": bool(suffix),
        "suffix": suffix,
        "papers": papers_of(ret),
        "paper_needed": bool(suffix) or ret.form.scan_required,
        "asks_head": not suffix and must_ask_head(request.person, ret),
        "disputable": may_dispute(request.person, ret),
        "dispute": dispute_of(ret) if ret.entered_by_id else [],
    }


def both_versions(form: FormText, stale: Stale) -> list[dict[str, str]]:
    """For each cell that two people changed: what is kept now, and what this person typed."""
    if not isinstance(stale.theirs, dict) or not isinstance(stale.yours, dict):
        return []
    items = {item.code: item for item in form.items}
    return [
        {
            "code": code,
            "name": items[code].name,
            "theirs": show(theirs, items[code].kind, grouped=False),
            "yours": stale.yours[code],
        }
        for code, theirs in stale.theirs.items()
    ]


@allow(*FILLERS)
@require_POST
def save(request: DeskRequest) -> HttpResponse:
    """Save cells: all of a plain form, or those that a script posts (answered with JSON)."""
    ret = own_return(request)
    by_script = request.headers.get("X-Requested-With") == "cells"
    form = form_text(ret.form)
    codes = {item.code for item in form.items}
    typed = {code: text for code, text in posted(request).items() if code in codes}
    said = said_of(ret.pk)
    try:
        saved = save_cells(actor=request.person, ret_id=ret.pk, version=seen_version(request), typed=typed)
    except Stale as refusal:
        now = own_return(request)
        if not by_script:
            return entry_page(request, now, Attempt(typed, stale=refusal))
        both = both_versions(form, refusal)
        return JsonResponse({"refused": refusal.sentence, "version": now.version, "both": both}, status=409)
    except Refused as refusal:
        if not by_script:
            raise
        return JsonResponse({"refused": refusal.sentence}, status=refusal.status)
    left = Left(dict(saved.unreadable), _explain(request, ret, said), _save_cover(request, ret))
    ret = own_return(request)
    if by_script:
        return JsonResponse(_state(request, ret, saved.version, left))
    if left:
        return _left_page(request, ret, left)
    messages.success(request, _("已保存。"))
    return back_to(request, ret)


@dataclass(frozen=True, slots=True)
class Left:
    """What a save had to leave: why, by indicator, by check, and of the cover."""

    unreadable: dict[str, str]
    unexplained: dict[str, str]
    cover: str

    def __bool__(self) -> bool:
        return bool(self.unreadable or self.unexplained or self.cover)

    def typed(self, request: DeskRequest) -> dict[str, str]:
        """What was typed there."""
        names = {*self.unreadable, *(EXPLAIN + check for check in self.unexplained), *(COVER if self.cover else ())}
        return {name: text for name, text in posted(request).items() if name in names}


def _left_page(request: DeskRequest, ret: Return, left: Left) -> HttpResponse:
    """The form again, with what could not be saved as it was typed."""
    if left.cover:
        messages.warning(request, left.cover)
    if left.unreadable:
        count = len(left.unreadable)
        messages.warning(request, _("有 %(count)s 格读不出来，请按提示更正；其余已保存。") % {"count": count})
    for sentence in left.unexplained.values():
        messages.warning(request, sentence)
    return entry_page(request, ret, Attempt(left.typed(request), left.unreadable, left.unexplained))


def _explain(request: DeskRequest, ret: Return, before: Said) -> dict[str, str]:
    """Keep the explanations that were typed anew, and the lapsed one that is said to hold still; why others were refused."""
    kept = {code: words.text for code, words in before.explanations.items()}
    typed = {
        name.removeprefix(EXPLAIN): text.strip()
        for name, text in posted(request).items()
        if name.startswith(EXPLAIN) and text.strip() and text.strip() != kept.get(name.removeprefix(EXPLAIN))
    }
    again = request.POST.get("reaffirm", "")
    if again in kept:
        typed.setdefault(again, kept[again])
    refused = {}
    for check, text in typed.items():
        try:
            explain(actor=request.person, ret_id=ret.pk, check_code=check, text=text, version=seen_version(request))
        except WrongState:
            continue  # What it explained is put right in the same save.
        except (BadInput, Stale, NotFound) as refusal:
            refused[check] = refusal.sentence
    return refused


def _save_cover(request: DeskRequest, ret: Return) -> str:
    """Save who answers for the return if the form posts it; the sentence when it was refused."""
    if not any(name in request.POST for name in COVER):
        return ""
    try:
        save_cover(actor=request.person, ret_id=ret.pk, **{name: request.POST.get(name, "") for name in COVER})
    except BadInput as refusal:
        return refusal.sentence
    return ""


def _state(request: DeskRequest, ret: Return, version: int, left: Left) -> dict[str, object]:
    """What the script needs after a save: shown values, what stands under each cell, and how much is left."""
    form, known = form_text(ret.form), known_of(ret)
    found = findings_of(ret, known)
    beside = Beside(findings=found, typed=left.typed(request), unreadable=left.unreadable, unexplained=left.unexplained)
    rows = [row for group in group_rows(form, known.cells, beside) for row in group.rows]
    return {
        "version": version,
        "saved": f"{clock.now().astimezone(clock.SHANGHAI):%H:%M:%S}",
        "unreadable": left.unreadable,
        "cover": left.cover,
        "cells": {i.code: show(known.cells.get(i.code), i.kind, grouped=False) for i in form.items},
        "looks": {row.item.code: row.look for row in rows if row.look},
        "messages": {
            row.item.code: render_to_string("returns/_messages.html", {"row": row, "fillable": True})
            for row in rows
            if row.findings or row.unreadable
        },
        "grades": {
            row.item.code: "".join(render_to_string("returns/_grade.html", {"shown": each}) for each in row.findings)
            for row in rows
            if row.findings
        },
        "checks": render_to_string("returns/_checks.html", summary(found)),
        "blocking": len(blocking(found)),
        "answered": len(known.cells),
    }


@allow(*FILLERS)
@require_POST
def rest(request: DeskRequest) -> HttpResponse:
    """Fill every blank cell with 0 or `-`: one explicit act."""
    ret = own_return(request)
    done = fill_rest(actor=request.person, ret_id=ret.pk, sign=request.POST.get("sign", ""))
    messages.success(
        request, _("已把 %(count)s 个空格填为“%(sign)s”。") % {"count": len(done.changed), "sign": request.POST["sign"]}
    )
    return back_to(request, ret)


@allow(*FILLERS)
@require_POST
def submit(request: DeskRequest) -> HttpResponse:
    """Submit to the first office."""
    ret = own_return(request)
    try:
        submit_return(actor=request.person, ret_id=ret.pk, seen=seen_version(request))
    except (BadInput, Stale, WrongState) as refusal:
        messages.error(request, refusal.sentence)
        return back_to(request, ret)
    if suffix_for(request, ret):
        messages.success(request, _("已代“%(unit)s”上报，并通知该单位。") % {"unit": ret.unit.name})
        return HttpResponseRedirect(reverse("returns:entering"))
    messages.success(request, _("已上报。上级验收或退回时会通知您。"))
    return back_to(request, ret)


@allow(*FILLERS)
@require_POST
def withdraw(request: DeskRequest) -> HttpResponse:
    """Take the return back."""
    ret = own_return(request)
    withdraw_return(actor=request.person, ret_id=ret.pk)
    messages.success(request, _("已撤回，可以修改后重新上报。"))
    return back_to(request, ret)
