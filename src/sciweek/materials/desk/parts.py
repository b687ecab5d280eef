"""What a unit hands in besides the form: all parts on one page; handing in, taking back, sending back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Placement
from sciweek.campaigns.queries import offices_of
from sciweek.core.errors import BadInput, WrongState
from sciweek.core.text import LONGEST_REASON
from sciweek.materials.actions import handing
from sciweek.materials.enums import PARTS
from sciweek.materials.parts import part_of
from sciweek.materials.queries.deliveries import last_sent_back, parts_of, placement_in, steps_of
from sciweek.materials.rules import is_own, may_hand_in, may_send_back
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import FILLERS, OFFICERS


def found_placement(request: DeskRequest, pk: int) -> Placement:
    """The unit's place on the roster inside the scope, else 404."""
    found = placement_in(request.scope, pk)
    if found is None:
        raise Http404
    return found


def own_placement(request: DeskRequest, pk: int) -> Placement:
    """The same, of the person's own unit only: what stands behind a form that nobody else fills in."""
    found = found_placement(request, pk)
    if not may_hand_in(request.person, found):
        raise Http404
    return found


def unit_context(request: DeskRequest, placement: Placement) -> dict[str, Any]:
    """What every page about one unit's materials shows of it: each part with its page, and what this person may do."""
    own = is_own(request.person, placement)
    chain = offices_of(placement) if request.person.is_officer and not own else []
    return {
        "placement": placement,
        "campaign": placement.campaign,
        "parts": parts_of(placement),
        "back": last_sent_back(placement),
        "own": own,
        "open": may_hand_in(request.person, placement),
        "returnable": may_send_back(request.person, placement, chain),
        "longest_none": handing.LONGEST_NONE,
        "longest_reason": LONGEST_REASON,
    }


def part_context(request: DeskRequest, placement: Placement, kind: DutyKind) -> dict[str, Any]:
    """The same for the page of one part, which is `part`; 404 where the campaign does not ask for it."""
    context = unit_context(request, placement)
    part = next((part for part in context["parts"] if part.kind == kind), None)
    if part is None:
        raise Http404
    return {
        **context,
        "title": part.title,
        "part": part,
        "writable": context["open"] and not part.handed_in,
        "back": context["back"].get(kind.value),
        "steps": steps_of(placement, kind)[:20],
    }


@allow(*READERS)
def unit(request: DeskRequest, pk: int) -> HttpResponse:
    """What one unit hands in besides the form: what is due when, what is there, what is missing."""
    return unit_page(request, found_placement(request, pk))


def unit_page(
    request: DeskRequest,
    placement: Placement,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; after a refusal with what was `typed` for the part that it names."""
    context = unit_context(request, placement)
    own = context["own"]
    ready = [part for part in context["parts"] if part.ready]
    context |= {
        "title": _("我的材料") if own else placement.unit_name,
        "ready": ready if context["open"] else [],
        "typed": typed or {},
        "refusal": refusal,
    }
    return render(request, "materials/unit.html", context, status=status)


def _kind(request: DeskRequest) -> DutyKind:
    """The part that a form names, else 404."""
    kind = next((kind for kind in PARTS if kind.value == request.POST.get("kind")), None)
    if kind is None:
        raise Http404
    return kind


def _done(request: DeskRequest, placement: Placement, kind: DutyKind, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse(part_of(kind).page, args=[placement.pk]))


def _tried(request: DeskRequest, pk: int, act: Callable[[Placement, DutyKind], object], sentence: str) -> HttpResponse:
    """Do something with the part that the form names; a refusal shows the unit's page with what was typed."""
    placement, kind = found_placement(request, pk), _kind(request)
    try:
        act(placement, kind)
    except (BadInput, WrongState) as refusal:
        typed = {"kind": kind.value, "reason": request.POST.get("reason", "")}
        return unit_page(request, placement, typed=typed, refusal=refusal.sentence, status=refusal.status)
    return _done(request, placement, kind, sentence % {"part": kind.label})


@allow(*FILLERS)
@require_POST
def hand_in(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand in one part, or all that the form names."""
    placement = found_placement(request, pk)
    kinds = [kind for kind in PARTS if kind.value in request.POST.getlist("kind")]
    try:
        handing.hand_in(actor=request.person, placement_id=placement.pk, kinds=kinds)
    except (BadInput, WrongState) as refusal:
        return unit_page(request, placement, refusal=refusal.sentence, status=refusal.status)
    names = "、".join(str(kind.label) for kind in kinds)
    if len(kinds) == 1:
        return _done(request, placement, kinds[0], _("已上报%(part)s。") % {"part": names})
    messages.success(request, _("已上报%(part)s。") % {"part": names})
    return HttpResponseRedirect(reverse("materials:unit", args=[pk]))


@allow(*FILLERS)
@require_POST
def none(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that there is nothing to hand in."""

    def act(placement: Placement, kind: DutyKind) -> object:
        because = request.POST.get("reason", "")
        return handing.hand_in_none(actor=request.person, placement_id=placement.pk, kind=kind, because=because)

    return _tried(request, pk, act, _("已说明没有%(part)s，计为已上报。"))


@allow(*FILLERS)
@require_POST
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a part back to change it."""

    def act(placement: Placement, kind: DutyKind) -> object:
        return handing.reopen(actor=request.person, placement_id=placement.pk, kind=kind)

    return _tried(request, pk, act, _("已撤回%(part)s，改好后请重新上报。"))


@allow(*OFFICERS)
@require_POST
def send_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a part back with a reason."""

    def act(placement: Placement, kind: DutyKind) -> object:
        reason = request.POST.get("reason", "")
        return handing.send_back(actor=request.person, placement_id=placement.pk, kind=kind, reason=reason)

    return _tried(request, pk, act, _("已退回%(part)s，原因已发给单位。"))
