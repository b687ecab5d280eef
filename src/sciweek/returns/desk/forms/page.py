"""The statistics form as everybody reads it, and as files."""

import io

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import OFFICERS
from sciweek.returns.actions.forms import ensure_form, set_signing
from sciweek.returns.definition.comparing import differences
from sciweek.returns.definition.toml import write_toml
from sciweek.returns.definition.workbook import sheets_of
from sciweek.returns.desk.forms.rows import group_rows, shown_differences, shown_links
from sciweek.returns.desk.sheets import DOCX, download
from sciweek.returns.queries.forms import form_of, form_text
from sciweek.returns.queries.roster import return_of_unit
from sciweek.returns.rules import may_make_form
from sciweek.returns.tables import blank_sheet
from sciweek.returns.word import write_blank_word


@allow(*READERS)
def form(request: DeskRequest) -> HttpResponse:
    """The form itself: cover, groups with definitions, checks, and what changed since the campaign before."""
    campaign = working_campaign(request)
    text = form_text(ensure_form(campaign))
    links = shown_links(text)
    before = form_of(campaign.previous) if campaign.previous else None
    changed = shown_differences(differences(form_text(before), text)) if before else []
    context = {
        "title": _("统计表式"),
        "form": text,
        "groups": group_rows(text, links),
        "links": links,
        "campaign": campaign,
        "before": before and campaign.previous,
        "changed": changed,
        "changes": [each for each in changed if each.difference.what in ("item", "link")],
        "draft": may_make_form(request.person, campaign),
    }
    return render(request, "returns/form.html", context)


@allow(*OFFICERS)
@require_POST
def signing(request: DeskRequest) -> HttpResponse:
    """Say how units must sign what they submit."""
    set_signing(
        actor=request.person,
        campaign_id=working_campaign(request).pk,
        head_approves="head_approves" in request.POST,
        scan_required="scan_required" in request.POST,
    )
    messages.success(request, _("上报要求已保存。"))
    return HttpResponseRedirect(reverse("returns:edit_form") + "#signing")


@allow(*READERS)
def blank(request: DeskRequest, kind: str) -> HttpResponse:
    """The blank form as a sheet or a Word table. With `?unit=`, whose it is is left to be written in: to hand to others."""
    campaign = working_campaign(request)
    expected = return_of_unit(request.person.unit_id, campaign)
    unit = expected.unit.name if expected and "unit" not in request.GET else ""
    text = form_text(ensure_form(campaign))
    if kind == "xlsx":
        return download([blank_sheet(campaign, text, unit)], "form.xlsx")
    out = io.BytesIO()
    write_blank_word(campaign, text, unit, out)
    answer = HttpResponse(out.getvalue(), content_type=DOCX)
    answer.headers["Content-Disposition"] = 'attachment; filename="form.docx"'
    return answer


@allow(*READERS)
def as_toml(request: DeskRequest) -> HttpResponse:
    """The form's definition as TOML."""
    campaign = working_campaign(request)
    text = write_toml(form_text(ensure_form(campaign)))
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="form-{campaign.slug}.toml"'
    return answer


@allow(*READERS)
def as_sheets(request: DeskRequest) -> HttpResponse:
    """The form's definition as a workbook."""
    campaign = working_campaign(request)
    return download(sheets_of(form_text(ensure_form(campaign))), f"form-{campaign.slug}.xlsx")
