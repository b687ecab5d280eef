"""The system administrator's pages: the installation's health, jobs, and the edition of divisions. No business data."""

import csv
import io

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.core.errors import BadInput
from sciweek.core.health import findings
from sciweek.core.models import JobRun
from sciweek.core.schedule import JOBS
from sciweek.documents.sheets.reading import decoded
from sciweek.pages.forms import DayField, SciweekForm
from sciweek.pages.lists import Column, Filter, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import Role
from sciweek.places.actions.editions import import_edition, preview_edition
from sciweek.places.models import Division, DivisionLevel

LARGEST_CSV = 2_000_000


class EditionForm(SciweekForm):
    """A csv with the columns code and name, and the day from which it holds."""

    sheet = forms.FileField(label=gettext_lazy("行政区划 csv"), widget=forms.FileInput(attrs={"accept": ".csv"}))
    valid_from = DayField(label=gettext_lazy("启用日期"))


@allow(Role.SYSTEM_ADMINISTRATOR)
def system(request: DeskRequest) -> HttpResponse:
    """The self-check and the periodic jobs."""
    runs = {run.name: run for run in JobRun.objects.all()}
    jobs = [(job, runs.get(name)) for name, job in sorted(JOBS.items())]
    return render(request, "desk/system.html", {"title": _("系统状态"), "findings": findings(), "jobs": jobs})


@allow(Role.SYSTEM_ADMINISTRATOR)
def divisions(request: DeskRequest) -> HttpResponse:
    """The divisions on record, ended ones included."""
    page = ListPage(
        title=_("行政区划"),
        file_name="divisions",
        search=("name", "short_name"),
        search_label=_("名称"),
        order=("code",),
        columns=(
            Column.of("name", _("名称")),
            Column(key="code", label=_("代码"), value=lambda d: str(d.code), sort=("code",)),
            Column.of("level", _("级别")),
            Column.of("parent__short_name", _("上级"), key="parent", sorts=False),
            Column.of("valid_from", _("启用日期"), key="from"),
            Column.of("valid_to", _("停用日期"), key="to"),
        ),
        filters=(Filter.among("level", _("级别"), DivisionLevel),),
    )
    return list_response(
        request,
        page,
        Division.objects.select_related("parent"),
        template="desk/divisions.html",
        context={"tab": "divisions"},
    )


@allow(Role.SYSTEM_ADMINISTRATOR)
def import_divisions(request: DeskRequest) -> HttpResponse:
    """Upload an edition, look at what it changes, take it over."""
    form = EditionForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"title": _("导入行政区划"), "form": form}
    carried = request.POST.get("carried", "")
    if request.method == "POST" and (form.is_valid() or (carried and not form.errors.get("valid_from"))):
        try:
            text = carried or _text(form)
            rows = list(csv.DictReader(io.StringIO(text)))
            day = form.cleaned_data["valid_from"]
            if request.POST.get("act") == "import":
                changes = import_edition(actor=request.person, rows=rows, valid_from=day)
                messages.success(request, _("已更新 %(count)s 处。") % {"count": len(changes)})
                return HttpResponseRedirect(reverse("desk:divisions"))
            context |= {"changes": preview_edition(rows), "carried": text, "day": day}
        except BadInput as refusal:
            context["refusal"] = refusal.sentence
    return render(request, "desk/import_divisions.html", context)


def _text(form: EditionForm) -> str:
    upload = form.cleaned_data["sheet"]
    if upload.size > LARGEST_CSV:
        raise BadInput(_("文件超过 2 MB，请核对是否选错。"))
    return decoded(upload.read(), upload.name)
