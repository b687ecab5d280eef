"""The earlier versions of a draft's form: what each step changed, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.core.errors import Stale
from sciweek.pages.lists import Column, Empty, ListPage, list_response
from sciweek.pages.templatetags.sciweek import datetime_cn
from sciweek.people.access import DeskRequest
from sciweek.returns.actions.forms import restore_form
from sciweek.returns.definition.comparing import differences
from sciweek.returns.desk.forms.editing import Draft, editor, overview_at, refuse_stale, seen_form
from sciweek.returns.desk.forms.overview import overview
from sciweek.returns.desk.forms.rows import shown_differences
from sciweek.returns.faults import Faulty
from sciweek.returns.models import FormChange
from sciweek.returns.queries.forms import form_changes
from sciweek.returns.template import read_form


def version_list() -> ListPage:
    """The steps, newest first."""
    return ListPage(
        title=_("以前的版本"),
        file_name="form-versions",
        order=("-at",),
        columns=(
            Column(
                key="act",
                label=_("改动"),
                value=lambda change: f"{change.get_act_display()} {change.about}".strip(),
                link=lambda change: reverse("returns:form_version", args=[change.pk]),
            ),
            Column(
                key="at",
                label=_("时间"),
                value=lambda change: change.at,
                show=lambda c: datetime_cn(c.at),
                sort=("at", "pk"),
            ),
            Column(key="actor", label=_("改动人"), value=lambda change: change.actor_name),
        ),
        search=("about",),
        search_label=_("代码、名称"),
        empty=Empty(
            _("还没有改动"),
            _("每改一步，这里就留下改动前的样子，可以恢复。"),
            _("编辑表式"),
            reverse("returns:edit_form"),
        ),
    )


@editor
def form_versions(request: DeskRequest, draft: Draft) -> HttpResponse:
    """Every step of the draft's form."""
    return list_response(request, version_list(), form_changes(draft.campaign), template="returns/form_versions.html")


def _found(draft: Draft, pk: int) -> FormChange:
    change = form_changes(draft.campaign).filter(pk=pk).first()
    if change is None:
        raise Http404
    return change


@editor
def form_version(request: DeskRequest, draft: Draft, pk: int) -> HttpResponse:
    """The form as it was before a step, by what restoring it would change now."""
    change = _found(draft, pk)
    context = {
        "title": _("改动之前的版本"),
        "campaign": draft.campaign,
        "change": change,
        "version": draft.form.pk,
        "changed": shown_differences(differences(draft.text, read_form(change.before))),
    }
    return render(request, "returns/form_version.html", context)


@editor
@require_POST
def restore_version(request: DeskRequest, draft: Draft, pk: int) -> HttpResponse:
    """Put the form back to how it was before a step; the form as it is now becomes a version of its own."""
    change = _found(draft, pk)
    try:
        refuse_stale(draft, seen_form(request))
        restore_form(actor=request.person, campaign_id=draft.campaign.pk, seen=draft.form.pk, change_id=change.pk)
    except (Stale, Faulty) as refusal:
        return overview(request, draft, refusal)
    messages.success(
        request, _("已恢复到“%(act)s”之前。") % {"act": f"{change.get_act_display()} {change.about}".strip()}
    )
    return HttpResponseRedirect(overview_at(""))
