"""A unit's work summary: written on the page or uploaded, read by its offices, with every draft that was kept."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Placement
from sciweek.core.errors import BadInput, Stale, WrongState
from sciweek.materials.actions.handing import hand_in
from sciweek.materials.desk.parts import found_placement, own_placement, part_context
from sciweek.pages.files import file_response
from sciweek.pages.forms import SciweekForm
from sciweek.pages.kept import typed_before
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import FILLERS
from sciweek.returns.actions.summaries import LONGEST, upload_summary, write_summary
from sciweek.returns.models import Summary
from sciweek.returns.queries.summaries import summaries_of, summary_in


class SummaryForm(SciweekForm):
    """The text, and the draft that it began from."""

    # Under a pdf nothing is typed, and the same form hands it in.
    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("工作总结"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=gettext_lazy("做了什么、多少人参加、效果如何、问题和建议。最多 20,000 字。请勿写入涉密内容。"),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FileForm(SciweekForm):
    """A summary written elsewhere."""

    file = forms.FileField(
        label=gettext_lazy("已写好的文件"),
        help_text=gettext_lazy("Word（docx）或 PDF，不超过 10 MB。上传后就是最新一稿。请勿上传涉密内容。"),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf"}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _page(
    request: DeskRequest,
    placement: Placement,
    *,
    form: SummaryForm | None = None,
    file_form: FileForm | None = None,
    stale: Stale | None = None,
    late: tuple[WrongState, str] | None = None,
) -> HttpResponse:
    """The page; `late` is why nothing may be written any more, and the text that was on its way."""
    drafts = list(summaries_of(placement))
    last = drafts[0] if drafts else None
    begun = {"text": last.text if last else "", "number": last.number if last else 0}
    refused = bool((form and form.errors) or (file_form and file_form.errors))
    context = {
        **part_context(request, placement, DutyKind.SUMMARY),
        "last": last,
        "drafts": drafts,
        "form": form or SummaryForm(typed_before(request), initial=begun),
        "file_form": file_form or FileForm(initial=begun, prefix="upload"),
        "stale": stale,
        "both": [(_("工作总结"), stale.theirs, stale.yours)] if stale else (),
        "late": late,
    }
    return render(request, "returns/summary.html", context, status=409 if stale or late else 400 if refused else 200)


@allow(*READERS)
def summary(request: DeskRequest, pk: int) -> HttpResponse:
    """A unit's summary; its own people write it while it is with them."""
    placement = found_placement(request, pk)
    if request.method != "POST":
        return _page(request, placement)
    form = SummaryForm(request.POST)
    as_it_is = "hand_in" in request.POST and not request.POST.get("text", "").strip() and _is_pdf(placement)
    if not as_it_is and not form.is_valid():
        return _page(request, placement, form=form)
    unkept = request.POST.get("text", "")
    try:
        if not as_it_is:
            text, seen = form.cleaned_data["text"], form.cleaned_data["number"] or 0
            kept = write_summary(actor=request.person, placement_id=pk, text=text, seen=seen)
            unkept = ""
            messages.success(request, _("已保存第 %(number)s 稿。") % {"number": kept.number})
        if "hand_in" in request.POST:
            hand_in(actor=request.person, placement_id=pk, kinds=[DutyKind.SUMMARY])
            messages.success(request, _("已上报工作总结。"))
    except BadInput as refusal:
        form.take(refusal)
        return _page(request, placement, form=form)
    except Stale as refusal:
        return _page(request, placement, form=_on_top(placement, form), stale=refusal)
    except WrongState as refusal:
        return _page(request, found_placement(request, pk), late=(refusal, unkept))
    return HttpResponseRedirect(reverse("returns:summary", args=[pk]))


def _is_pdf(placement: Placement) -> bool:
    """Whether the newest draft is a file whose text cannot be read here."""
    last = summaries_of(placement).first()
    return last is not None and not last.text


def _on_top(placement: Placement, form: SummaryForm) -> SummaryForm:
    """The same text, to be kept on top of the newest draft when it is sent once more."""
    last = summaries_of(placement).first()
    return SummaryForm(initial={"text": form.cleaned_data["text"], "number": last.number if last else 0})


@allow(*FILLERS)
@require_POST
def upload(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a file as the next draft."""
    placement = own_placement(request, pk)
    form = FileForm(request.POST, request.FILES, prefix="upload")
    if not form.is_valid():
        return _page(request, placement, file_form=form)
    try:
        kept = upload_summary(
            actor=request.person,
            placement_id=pk,
            upload=form.cleaned_data["file"],
            seen=form.cleaned_data["number"] or 0,
        )
    except BadInput as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, placement, file_form=form)
    except (Stale, WrongState) as refusal:
        # The page shown anew begins from the newest draft; the file has to be chosen again in any case.
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(reverse("returns:summary", args=[pk]))
    messages.success(request, _("已保存第 %(number)s 稿。") % {"number": kept.number})
    return HttpResponseRedirect(reverse("returns:summary", args=[pk]))


def _found(request: DeskRequest, pk: int) -> Summary:
    found = summary_in(request.scope, pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """One draft as it was kept."""
    found = _found(request, pk)
    title = _("工作总结第 %(number)s 稿") % {"number": found.number}
    return render(request, "returns/summary_draft.html", {"title": title, "draft": found, "placement": found.placement})


@allow(*READERS)
def file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The file of a draft, to be saved."""
    found = _found(request, pk)
    if found.file is None:
        raise Http404
    return file_response(request, found.file, stem=f"summary-{pk}")
