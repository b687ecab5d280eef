"""Joint hosts and the lead: remarks and their answers, and the streams that a host answers for."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.actions import hosting
from sciweek.campaigns.desk.chosen import found_campaign
from sciweek.campaigns.forms.campaigns import AnswerForm, RemarkForm, StreamForm
from sciweek.campaigns.queries import talk_of, talks_of
from sciweek.campaigns.rules import may_answer, may_describe, may_read_remarks, may_remark
from sciweek.core.errors import BadInput, Stale
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS, Role


@allow(*OFFICERS, Role.JOINT_HOST)
def remarks(request: DeskRequest, slug: str) -> HttpResponse:
    """All talks about the campaign; a joint host adds a remark below them."""
    shown = found_campaign(request, slug)
    if not may_read_remarks(request.person, shown):
        raise Http404
    form = None
    if may_remark(request.person, shown):
        streams = list(shown.streams.values_list("name", flat=True))
        form = RemarkForm(streams, request.POST if request.method == "POST" else typed_before(request))
        if request.method == "POST" and form.is_valid():
            try:
                hosting.remark_on(actor=request.person, campaign_id=shown.pk, **form.cleaned_data)
            except BadInput as refusal:
                form.take(refusal)
            else:
                messages.success(request, _("意见已提交，牵头单位会收到通知。"))
                return HttpResponseRedirect(request.path)
    context = {
        "title": _("联合主办意见"),
        "campaign": shown,
        "talks": talks_of(shown),
        "form": form,
        "may_answer": may_answer(request.person, shown),
    }
    return render(request, "campaigns/remarks.html", context)


@allow(*OFFICERS)
def answer(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Answer one remark, or settle it."""
    shown = found_campaign(request, slug)
    opening = shown.remarks.filter(pk=pk, opening=None).select_related("unit").first()
    if opening is None or not may_answer(request.person, shown):
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else typed_before(request))
    back = reverse("campaigns:remarks", args=[slug])
    if request.method == "POST" and form.is_valid():
        settles = request.POST.get("act") == "settle"
        try:
            hosting.answer_remark(actor=request.person, remark_id=pk, text=form.cleaned_data["text"], settles=settles)
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("已办结。") if settles else _("已答复。"))
            return HttpResponseRedirect(back)
    context = {
        "title": _("答复意见"),
        "campaign": shown,
        "talk": talk_of(opening),
        "form": form,
        "back": back,
    }
    return render(request, "campaigns/answer.html", context)


@allow(Role.JOINT_HOST)
def stream(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Write what one's own stream is about, while the campaign is a draft."""
    shown = found_campaign(request, slug)
    found = shown.streams.filter(pk=pk).first()
    if found is None or not may_describe(request.person, found):
        raise Http404
    initial = {"description": found.description, "seen": found.description}
    form = StreamForm(request.POST if request.method == "POST" else typed_before(request), initial=initial)
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid():
        seen, text = form.cleaned_data["seen"], form.cleaned_data["description"]
        try:
            hosting.describe_stream(actor=request.person, stream_id=pk, seen=seen, text=text)
        except BadInput as refusal:
            form.take(refusal)
        except Stale as refusal:
            stale = refusal
            form = StreamForm(initial={"description": text, "seen": found.description})
        else:
            messages.success(request, _("已保存。"))
            return HttpResponseRedirect(reverse("campaigns:campaign", args=[slug]))
    context = {
        "title": found.name,
        "campaign": shown,
        "form": form,
        "stale": stale,
        "both": [(_("说明"), stale.theirs, stale.yours)] if stale else [],
        "back": reverse("campaigns:campaign", args=[slug]),
    }
    return render(request, "campaigns/stream.html", context, status=409 if stale else 200)
