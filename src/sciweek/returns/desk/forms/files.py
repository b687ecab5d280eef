"""Another form in place of the draft's: from a file, an earlier campaign, or as it ships. A dry run comes first."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.campaigns.queries import campaigns_for
from sciweek.core.errors import BadInput, Stale
from sciweek.core.files import MEGABYTE, OFFICE_PARTS, Limits, Upload, label_of, read_within, refuse_secrecy_marks
from sciweek.documents.sheets.reading import decoded, read_workbook
from sciweek.pages.forms import SciweekForm
from sciweek.people.access import DeskRequest
from sciweek.returns.actions.forms import change_form
from sciweek.returns.definition.comparing import differences
from sciweek.returns.definition.toml import write_toml, written_in_toml
from sciweek.returns.definition.workbook import written_in_sheets
from sciweek.returns.definition.written import Misfit, PlacedFault, Written, form_from
from sciweek.returns.desk.forms.editing import (
    Draft,
    editor,
    overview_at,
    refuse_stale,
    seen_form,
    sums_told,
)
from sciweek.returns.desk.forms.rows import doubts, shown_differences
from sciweek.returns.enums import FormAct
from sciweek.returns.faults import Faulty
from sciweek.returns.queries.catalogue import clashes, fixed_codes
from sciweek.returns.queries.forms import form_text, forms_to_copy
from sciweek.returns.template import FormText, read_template, shipped

# An old or protected workbook is let through to the reader, which says how to mend it.
XLSX = OFFICE_PARTS["xl/workbook.xml"]
LIMITS = Limits({XLSX, "text/plain", "application/x-ole-storage"}, MEGABYTE)
MOST_ROWS = 1_000
# What the page that confirms sends back; as TOML, so that it is read like any other file.
LONGEST_TEXT = 800_000
SHIPPED = "shipped"


class DefinitionForm(SciweekForm):
    """A file with a form's definition."""

    file = forms.FileField(
        label=gettext_lazy("表式文件"),
        help_text=gettext_lazy("本平台下载的 xlsx 或 TOML，不超过 1 MB。请勿上传涉密内容。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.toml"}),
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Where another form comes from, and the form."""

    name: str
    text: FormText


@editor
def other_form(request: DeskRequest, draft: Draft) -> HttpResponse:
    """Choose a file or a campaign; what it would change is shown before anything is changed."""
    form = DefinitionForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, draft, form, _chosen(request, draft))
    try:
        if not form.is_valid():
            return _page(request, draft, form, None, status=400)
        file = form.cleaned_data["file"]
        written = _read(file)
        source = Source(label_of(file.name), form_from(written))
        return _page(request, draft, form, source, written)
    except Misfit as refusal:
        return _page(request, draft, form, None, faults=refusal.faults, status=400)
    except BadInput as refusal:
        form.add_error("file", refusal.sentence)
        return _page(request, draft, form, None, status=400)


def _chosen(request: DeskRequest, draft: Draft) -> Source | None:
    """The form that the address names: the shipped one, or that of a campaign that the person sees."""
    named = request.GET.get("from", "")
    if not named:
        return None
    if named == SHIPPED:
        return Source(_("随平台提供的表式"), shipped())
    found = forms_to_copy(campaigns_for(request.person), draft.campaign)
    copied = found.filter(pk=int(named)).first() if named.isascii() and named.isdigit() and len(named) < 19 else None
    if copied is None:
        raise Http404
    return Source(copied.campaign.name, form_text(copied))


def _read(file: Upload) -> Written:
    data, media_type = read_within(file, LIMITS)
    name = label_of(file.name)
    if media_type == "text/plain":
        text = decoded(data, name)
        refuse_secrecy_marks(text)
        return written_in_toml(text.removeprefix("\ufeff"))
    sheets = read_workbook(data, name, most_rows=MOST_ROWS)
    for sheet in sheets:
        refuse_secrecy_marks("\n".join(str(cell) for row in sheet.rows for cell in row.cells))
    return written_in_sheets(sheets)


def _page(
    request: DeskRequest,
    draft: Draft,
    form: DefinitionForm,
    source: Source | None,
    written: Written | None = None,
    *,
    faults: "tuple[PlacedFault, ...]" = (),
    stale: Stale | None = None,
    unsure: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = clashes(draft.campaign, source.text) if source else []
    place = written.place if written else lambda path: ""
    faults = faults + tuple(PlacedFault(place(fault.path), fault.sentence) for fault in found)
    context = {
        "title": _("换一份表式"),
        "campaign": draft.campaign,
        "form": form,
        "version": draft.form.pk,
        "others": forms_to_copy(campaigns_for(request.person), draft.campaign),
        "source": source,
        "faults": faults,
        "stale": stale,
        "unsure": unsure,
        "changed": shown_differences(differences(draft.text, source.text)) if source else [],
        "definition": write_toml(source.text) if source else "",
        "reworded": reworded(draft, source.text) if source else [],
        "doubts": [*doubts(source.text), *sums_told(draft.text, source.text)] if source else [],
    }
    return render(request, "returns/form_other.html", context, status=400 if faults and status == 200 else status)


def reworded(draft: Draft, text: FormText) -> list[str]:
    """Indicators that other campaigns ask for too and whose definition would change: is their meaning the same?"""
    present = {item.code: item.definition for item in draft.text.items}
    codes = [item.code for item in text.items if present.get(item.code, item.definition) != item.definition]
    fixed = fixed_codes(draft.campaign, codes)
    return [f"{item.code} {item.name}" for item in text.items if item.code in fixed and item.code in codes]


@editor
@require_POST
def adopt(request: DeskRequest, draft: Draft) -> HttpResponse:
    """Put the form of the dry run in place. The page sends the form itself, which is read as any file is."""
    definition, name = request.POST.get("definition", ""), request.POST.get("name", "")[:60]
    if len(definition) > LONGEST_TEXT:
        raise BadInput(_("表式太长，无法采用。请精简后重新上传。"))
    source = Source(name, read_template(definition))
    form = DefinitionForm()
    if reworded(draft, source.text) and "wording" not in request.POST:
        return _page(request, draft, form, source, unsure=True, status=400)
    try:
        refuse_stale(draft, seen_form(request))
        change_form(
            actor=request.person,
            campaign_id=draft.campaign.pk,
            seen=draft.form.pk,
            text=source.text,
            act=FormAct.ADOPT,
            about=name,
        )
    except Stale as refusal:
        return _page(request, draft, form, source, stale=refusal, status=409)
    except Faulty:
        return _page(request, draft, form, source, status=400)
    messages.success(request, _("已采用“%(name)s”。原来的表式在“以前的版本”里，可以恢复。") % {"name": name})
    return HttpResponseRedirect(overview_at(""))
