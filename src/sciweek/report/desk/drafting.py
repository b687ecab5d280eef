"""Writing the parts of a report that a person writes."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.core.errors import BadInput, Stale
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.actions.drafting import save_draft
from sciweek.report.content import Texts
from sciweek.report.desk.found import reported_campaign
from sciweek.report.forms import DraftForm
from sciweek.report.queries.editions import draft_of, drafts_of, texts_of


@allow(*OFFICERS)
def edit(request: DeskRequest) -> HttpResponse:
    """Highlights, problems, plans, and to whom the report goes. A stale form shows both versions."""
    campaign = reported_campaign(request)
    draft = draft_of(campaign)
    initial = {**texts_of(draft).as_data(), "version": draft.number if draft else 0}
    form = DraftForm(request.POST if request.method == "POST" else typed_before(request), initial=initial)
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            made = save_draft(actor=request.person, campaign_id=campaign.pk, version=version, texts=form.texts())
        except BadInput as refusal:
            form.take(refusal)
        except Stale as refusal:
            stale = refusal
        else:
            messages.success(request, _("已保存为第 %(number)s 稿。") % {"number": made.number})
            return HttpResponseRedirect(reverse("report:report"))
    context = {
        "title": _("编写报告"),
        "campaign": campaign,
        "form": form,
        "stale": stale,
        "both": _both(form, stale),
        "current": draft.number if draft else 0,
        "drafts": drafts_of(campaign),
    }
    return render(request, "report/edit.html", context, status=409 if stale else 200)


def _both(form: DraftForm, stale: Stale | None) -> list[tuple[object, str, str]]:
    if stale is None or not isinstance(stale.theirs, Texts) or not isinstance(stale.yours, Texts):
        return []
    theirs, yours = stale.theirs.as_data(), stale.yours.as_data()
    return [(form.fields[name].label, theirs[name], yours[name]) for name in theirs if theirs[name] != yours[name]]
