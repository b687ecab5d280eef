"""A unit's form filled in elsewhere and uploaded: a dry run first, then saved like what is typed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.core.errors import BadInput, Stale, permit
from sciweek.core.files import label_of
from sciweek.pages.forms import SciweekForm
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import FILLERS
from sciweek.returns.actions.filling import NOT_NOW, save_cells
from sciweek.returns.actions.importing import save_confirmed
from sciweek.returns.desk.filling import Attempt, back_to, entry_page, own_return, seen_version, suffix_for
from sciweek.returns.desk.rows import summary
from sciweek.returns.importing.reading import (
    LIMITS,
    MOST_ROWS,
    read_filled,
    refuse_other_campaign,
    refuse_other_unit,
)
from sciweek.returns.importing.staging import layout_of
from sciweek.returns.importing.trial import try_layout
from sciweek.returns.layout import Layout
from sciweek.returns.models import ImportFile, Return
from sciweek.returns.queries.checks import known_of, said_of
from sciweek.returns.queries.forms import form_text, required_codes
from sciweek.returns.queries.importing import file_of
from sciweek.returns.rules import may_fill


class UploadForm(SciweekForm):
    """The filled form."""

    sheet = forms.FileField(
        label=gettext_lazy("填好的统计表"),
        help_text=gettext_lazy("xlsx、docx 或 csv，不超过 3 MB。请勿上传涉密内容。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx,.csv"}),
    )


@allow(*FILLERS)
def upload(request: DeskRequest) -> HttpResponse:
    """Choose a file; what it would change is shown before anything is saved."""
    ret = own_return(request)
    suffix = suffix_for(request, ret)
    permit(bool(suffix) or may_fill(request.person, ret), NOT_NOW)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"title": _("上传填好的表"), "ret": ret, "form": form, "suffix": suffix}
    kept = _kept(request, ret)
    if request.method == "POST":
        try:
            context |= dry_run(ret, _read(request, ret))
        except BadInput as refusal:
            form.add_error("sheet", refusal.sentence)
    elif kept is not None and kept.layout and kept.ret_id is None:
        context |= {**dry_run(ret, layout_of(kept.layout)), "kept": kept}
    return render(request, "returns/upload.html", context)


def _kept(request: DeskRequest, ret: Return) -> ImportFile | None:
    """With `?file=`, a file of the office's upload of many for the same campaign, which was read then and waits."""
    asked = request.GET.get("file", "")
    valid = asked.isascii() and asked.isdigit() and len(asked) < 19
    found = file_of(request.person.unit_id, int(asked)) if valid else None
    return found if found is not None and found.batch.campaign_id == ret.campaign_id else None


def _read(request: DeskRequest, ret: Return) -> Layout:
    file = request.FILES.get("sheet")
    if file is None:
        raise BadInput(_("请先选择填好的统计表。"))
    layout = read_filled(file.read(LIMITS.size + 1), label_of(file.name), form_text(ret.form))
    refuse_other_campaign(layout, ret.campaign.name)
    refuse_other_unit(layout, ret.unit.name, ret.unit.short_name)
    return layout


def dry_run(ret: Return, layout: Layout) -> dict[str, object]:
    """What the page shows of an upload: rows, findings as they would be, and what it leaves as it is."""
    text = form_text(ret.form)
    trial = try_layout(layout, text, known_of(ret), required_codes(ret.form), said_of(ret.pk))
    return {"trial": trial, "items": text.items, **summary(trial.findings)}


@allow(*FILLERS)
@require_POST
def take(request: DeskRequest) -> HttpResponse:
    """Save the rows of the dry run under the indicators that the person confirmed."""
    ret = own_return(request)
    typed = _confirmed(request)
    kept = _kept(request, ret)
    person, seen = request.person, seen_version(request)
    try:
        if kept:
            saved = save_confirmed(actor=person, file_id=kept.pk, ret_id=ret.pk, version=seen, typed=typed)
        else:
            saved = save_cells(actor=person, ret_id=ret.pk, version=seen, typed=typed, source="upload")
    except Stale as refusal:
        return entry_page(request, own_return(request), Attempt(typed, stale=refusal))
    messages.success(request, _("已从文件读入，改了 %(count)s 格。") % {"count": len(saved.changed)})
    if saved.unreadable:
        messages.warning(request, _("有 %(count)s 格读不出来，请按提示更正。") % {"count": len(saved.unreadable)})
        left = {code: typed[code] for code in saved.unreadable}
        return entry_page(request, own_return(request), Attempt(left, dict(saved.unreadable)))
    if kept:
        return HttpResponseRedirect(reverse("returns:import_batch", args=[kept.batch_id]))
    return back_to(request, ret)


def _confirmed(request: DeskRequest) -> dict[str, str]:
    """Indicator code to text as the dry run's page posts them.

    Raises:
        BadInput: two rows were said to be the same indicator.
    """
    typed: dict[str, str] = {}
    for number in range(MOST_ROWS):
        code, text = request.POST.get(f"code-{number}", ""), request.POST.get(f"text-{number}")
        if text is None:
            break
        if not code or not text.strip():
            continue
        if code in typed:
            raise BadInput(_("%(code)s 指定给了两行。请返回上一页，为每行选不同的指标。") % {"code": code})
        typed[code] = text
    return typed
