"""Saved views: tables of totals under a name, to open, rename, share and delete."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.core.errors import BadInput, NotPermitted, WrongState
from sciweek.pages.forms import SciweekForm
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.actions.saved_views import LONGEST_NAME, MOST, delete_view, rename_view, save_view, share_view
from sciweek.returns.addresses import Offered, Reading, read_choice
from sciweek.returns.desk.controls import offered_to, told
from sciweek.returns.desk.places import level_below
from sciweek.returns.models import SavedView
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.saved_views import views_for
from sciweek.returns.rules import may_share_views


class ViewForm(SciweekForm):
    """A name for the present choice, and whether the office sees it."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=LONGEST_NAME)
    shared = forms.BooleanField(label=gettext_lazy("共享给本单位的同事"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)


@dataclass(frozen=True, slots=True)
class ShownView:
    """A saved view as the list shows it: what it is in words, and how much of it does not apply any more."""

    view: SavedView
    own: bool
    words: str
    outdated: int


def _offered(request: DeskRequest) -> Offered:
    return offered_to(request.person, form_text(ensure_form(working_campaign(request))), level_below(request))


def _read(query: str, offered: Offered) -> Reading:
    return read_choice(dict(QueryDict(query).lists()), offered)


@allow(*READERS)
def saved_views(request: DeskRequest) -> HttpResponse:
    """Own and shared views; with the parameters of a table in the address also a form that keeps it."""
    offered = _offered(request)
    query = request.GET.urlencode()
    initial = {"query": query}
    return _page(request, offered, query, ViewForm(typed_before(request), initial=initial))


def _page(request: DeskRequest, offered: Offered, query: str, form: ViewForm, status: int = 200) -> HttpResponse:
    if not may_share_views(request.person):
        del form.fields["shared"]
    context = {
        "title": _("视图"),
        "form": form,
        "words": told(_read(query, offered).choice, offered) if query else "",
        "views": _shown(request, offered),
        "sharing": may_share_views(request.person),
        "most": MOST,
    }
    return render(request, "returns/saved_views.html", context, status=status)


def _shown(request: DeskRequest, offered: Offered) -> Sequence[ShownView]:
    shown = []
    for view in views_for(request.person):
        reading = _read(view.query, offered)
        own = view.account_id == request.person.account_id
        shown.append(ShownView(view, own, told(reading.choice, offered), len(reading.left_out)))
    return shown


@allow(*READERS)
@require_POST
def save(request: DeskRequest) -> HttpResponse:
    """Keep the choice under a name, and go back to its table; a refused name is shown again as it was typed."""
    offered, form = _offered(request), ViewForm(request.POST)
    query, status = request.POST.get("query", ""), BadInput.status
    if form.is_valid():
        # Kept as it was read: what was unknown already is no part of it.
        kept = _read(form.cleaned_data["query"], offered).choice.address
        try:
            view = save_view(
                actor=request.person,
                name=form.cleaned_data["name"],
                query=kept.removeprefix("?"),
                shared=form.cleaned_data["shared"],
            )
        except BadInput as refusal:
            form.take(refusal)
        except WrongState as refusal:
            status = refusal.status
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
            return HttpResponseRedirect(reverse("returns:totals") + kept)
    return _page(request, offered, query, form, status)


@allow(*READERS)
@require_POST
def rename(request: DeskRequest, pk: int) -> HttpResponse:
    """Call an own view something else."""
    try:
        view = rename_view(actor=request.person, view_id=pk, name=request.POST.get("name", ""))
        messages.success(request, _("已改名为“%(name)s”。") % {"name": view.name})
    except BadInput as refusal:
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(reverse("returns:views"))


@allow(*READERS)
@require_POST
def share(request: DeskRequest, pk: int) -> HttpResponse:
    """Share an own view with the office, or take it back."""
    try:
        view = share_view(actor=request.person, view_id=pk, shared=request.POST.get("shared") == "1")
        messages.success(request, _("已共享给本单位。") if view.shared else _("已取消共享。"))
    except NotPermitted as refusal:
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(reverse("returns:views"))


@allow(*READERS)
@require_POST
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an own view away."""
    name = delete_view(actor=request.person, view_id=pk)
    messages.success(request, _("已删除视图“%(name)s”。") % {"name": name})
    return HttpResponseRedirect(reverse("returns:views"))
