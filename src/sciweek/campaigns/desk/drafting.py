"""Writing the parts of a paper that a person writes; a stale form shows both versions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from sciweek.campaigns.forms.papers import PaperForm, Texts
from sciweek.campaigns.models import Campaign
from sciweek.core.errors import BadInput, Stale
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest


@dataclass(frozen=True, slots=True)
class Drafting:
    """One paper that is written: its names and page, what is kept so far, its form, and how a new draft is saved.

    `drafts` are newest first; each has a number and tells its `written` texts.
    """

    title: str
    paper: str
    page: str
    campaign: Campaign
    drafts: QuerySet[Any]
    texts: Texts
    form: type[PaperForm]
    save: Callable[..., Any]


def drafted(request: DeskRequest, drafting: Drafting) -> HttpResponse:
    """The form, and a new draft when it is posted."""
    last = drafting.drafts.first()
    current = last.number if last else 0
    initial = {**drafting.texts.as_data(), "version": current}
    form = drafting.form(request.POST if request.method == "POST" else typed_before(request), initial=initial)
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            made = drafting.save(
                actor=request.person, campaign_id=drafting.campaign.pk, version=version, texts=form.texts()
            )
        except BadInput as refusal:
            form.take(refusal)
        except Stale as refusal:
            stale = refusal
        else:
            messages.success(request, _("已保存为第 %(number)s 稿。") % {"number": made.number})
            return HttpResponseRedirect(drafting.page)
    context = {
        "title": drafting.title,
        "paper": drafting.paper,
        "back": drafting.page,
        "campaign": drafting.campaign,
        "form": form,
        "stale": stale,
        "both": form.both(stale),
        "current": current,
        "drafts": drafting.drafts,
    }
    return render(request, "campaigns/draft.html", context, status=409 if stale else 200)
