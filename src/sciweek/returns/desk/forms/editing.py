"""What every page of the form's editor shares: who may edit, which form is edited, how an edit is kept or refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.rules import leads
from sciweek.core.errors import BadInput, NotFound, Stale, permit
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.returns.actions.forms import NOT_ANY_MORE, change_form, ensure_form
from sciweek.returns.definition.comparing import changed_sums
from sciweek.returns.enums import FormAct
from sciweek.returns.forms import EditForm
from sciweek.returns.models import Form
from sciweek.returns.queries.forms import changes_since, form_text
from sciweek.returns.rules import may_make_form
from sciweek.returns.template import FormText

P = ParamSpec("P")
REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Draft:
    """The form that is edited, as it stands now."""

    campaign: Campaign
    form: Form
    text: FormText


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit makes: the new form, what was done to what, and where on the overview it is seen."""

    text: FormText
    act: FormAct
    about: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with a form over one thing: what its form makes, and what its button to remove does, where it has one.

    `near` is what the thing is called in sentences about it.
    """

    title: str
    form: EditForm
    make: Callable[[Any], Edited]
    remove: Callable[[], Edited] | None = None
    near: str = ""
    anchor: str = ""
    template: str = "returns/form_thing.html"
    context: Mapping[str, object] = field(default_factory=dict)


def editor(
    view: Callable[Concatenate[DeskRequest, Draft, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open to the lead office while the campaign is a draft; after the call it is led to the form as everybody reads it."""

    @allow(*OFFICERS)
    @wraps(view)
    def opened(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        campaign = working_campaign(request)
        if not leads(request.person, campaign):
            raise Http404
        if not may_make_form(request.person, campaign):
            permit(request.method == "GET", NOT_ANY_MORE)
            messages.info(request, _("活动周已经部署，表式不再改动。"))
            return HttpResponseRedirect(reverse("returns:form"))
        form = ensure_form(campaign)
        return view(request, Draft(campaign, form, form_text(form)), *args, **kwargs)

    return opened


def seen_form(request: HttpRequest) -> int:
    """Which form the person has seen; 0 when the page does not say, which is none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def refuse_stale(draft: Draft, seen: int) -> None:
    """Refuse to work on another form than the one that was seen, before the edit is tried on it.

    Raises:
        Stale: it is another one by now.
    """
    if seen != draft.form.pk:
        raise Stale(_("您打开页面之后，表式又改过。您的这一步没有保存，请对照最新内容再决定。"), theirs=draft.text)


def typed(request: HttpRequest) -> Any:
    """What the page's form is bound to: what was filled in, also before a sign-in expired; None when nothing was."""
    if request.method == "POST":
        return None if REMOVE in request.POST else request.POST
    return typed_before(request)


def keep(request: DeskRequest, draft: Draft, seen: int, edited: Edited, *, at: str = "") -> HttpResponse:
    """Put the edited form in place and go back to the overview; sums that changed by the way are told.

    `at` is the button that keeps the focus there.
    """
    change_form(
        actor=request.person,
        campaign_id=draft.campaign.pk,
        seen=seen,
        text=edited.text,
        act=edited.act,
        about=edited.about[:80],
    )
    messages.success(request, f"{edited.act.label} {edited.about}".strip() + _("：已保存。"))
    for sentence in sums_told(draft.text, edited.text):
        messages.warning(request, sentence)
    query = f"?{urlencode({'at': at})}" if at else ""
    return HttpResponseRedirect(overview_at(edited.anchor, query))


def overview_at(anchor: str, query: str = "") -> str:
    """The overview's address at one of its parts."""
    return reverse("returns:edit_form") + query + (f"#{quote(anchor)}" if anchor else "")


def sums_told(old: FormText, new: FormText) -> list[str]:
    """Sentences about checks that sum other indicators now, though their formula stayed."""
    told = []
    for code, more, fewer in changed_sums(old, new):
        parts = [_("多了 %(codes)s") % {"codes": "、".join(more)}] if more else []
        parts += [_("少了 %(codes)s") % {"codes": "、".join(fewer)}] if fewer else []
        told.append(
            _("审核公式 %(code)s 按次序合计，现在%(changes)s。请核对是否合适。")
            % {"code": code, "changes": "，".join(parts)}
        )
    return told


def edit_page(request: DeskRequest, draft: Draft, page: Page) -> HttpResponse:
    """Show the page, or take what it brought. Whatever is refused, what was typed stays in the form."""
    form, stale, refused, status = page.form, None, "", 200
    if request.method == "POST":
        try:
            if page.remove and REMOVE in request.POST:
                refuse_stale(draft, seen_form(request))
                return keep(request, draft, draft.form.pk, page.remove())
            if form.is_valid():
                refuse_stale(draft, form.cleaned_data["version"])
                return keep(request, draft, draft.form.pk, page.make(form))
        except Stale as refusal:
            stale = refusal
        except (BadInput, NotFound) as refusal:
            if form.is_bound:
                form.take_faults(refusal, page.near)
            else:
                refused = refusal.sentence
        status = 409 if stale else 400
    both = both_versions(form) if stale and form.is_bound else []
    if stale and form.is_bound:
        # Saving once more is on what is shown now, and says so.
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(draft.form.pk)
        form.data = data
    context = {
        "title": page.title,
        "campaign": draft.campaign,
        "form": form,
        "version": draft.form.pk,
        "stale": stale,
        "refused": refused,
        "both": both,
        "again": _("再保存一次，就以您填写的为准。") if both else "",
        "since": changes_since(draft.campaign, seen_form(request)) if stale else [],
        "removes": page.remove is not None,
        "back": overview_at(page.anchor),
        **page.context,
    }
    return render(request, page.template, context, status=status)


def both_versions(form: EditForm) -> list[tuple[str, str, str]]:
    """Label, what stands now and what was typed, of each field in which they differ."""
    rows = []
    for bound in form.visible_fields():
        theirs, yours = (_shown(bound.field, value) for value in (bound.initial, bound.value()))
        if theirs != yours:
            rows.append((str(bound.label), theirs, yours))
    return rows


def _shown(field: Any, value: object) -> str:
    if isinstance(value, bool) or value == "on":
        return _("是") if value else _("否")
    choices: Sequence[tuple[object, object]] = list(getattr(field, "choices", ()))
    named = next((str(label) for key, label in choices if str(key) == str(value)), None)
    return named if named is not None else "\n".join(str(value or "").split("\r\n"))
