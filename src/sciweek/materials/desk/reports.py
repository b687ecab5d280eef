"""Media reports: a unit's own with form and import, one report, its proof, and all of a campaign."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.enums import DutyKind
from sciweek.core import clock
from sciweek.core.errors import BadInput, WrongState
from sciweek.core.files import MEGABYTE
from sciweek.documents.sheets.reading import read_sheet
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.materials import importing
from sciweek.materials.actions.reports import MOST_REPORTS, add_report, change_report, remove_report
from sciweek.materials.desk.parts import found_placement, own_placement, part_context
from sciweek.materials.enums import MediaLevel, Origin
from sciweek.materials.forms import ReportForm, SheetForm, report_initial
from sciweek.materials.models import MediaReport
from sciweek.materials.queries.deliveries import delivery_of
from sciweek.materials.queries.reports import report_in, reports_in, reports_of, same_address
from sciweek.materials.rules import may_write
from sciweek.pages.carried import carried_file
from sciweek.pages.files import file_response
from sciweek.pages.kept import typed_before
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import FILLERS
from sciweek.places.lists import by_place, place_column
from sciweek.places.queries import choices_within, names_around

LARGEST_SHEET = 3 * MEGABYTE


def found_report(request: DeskRequest, pk: int) -> MediaReport:
    """The media report inside the scope, else 404."""
    found = report_in(request.scope, pk)
    if found is None:
        raise Http404
    return found


def _columns() -> tuple[Column, ...]:
    """What every list of media reports says of one; the titles are those that an import reads."""
    return (
        Column.of("title", _("标题"), link=lambda r: reverse("materials:report", args=[r.pk])),
        Column.of("medium", _("媒体名称")),
        Column.of("level", _("媒体级别")),
        Column.of("origin", _("原创或转载")),
        Column(
            key="published",
            label=_("发布日期"),
            value=lambda r: r.published_on,
            show=lambda r: format_html('<span class="nowrap">{}</span>', r.published_on),
            sort=("published_on",),
        ),
        Column(key="url", label=_("网址"), value=lambda r: r.url, show=_proofs),
        Column(key="joint", label=_("可能联合"), value=lambda r: _("可能联合") if r.joint else "", narrow_hides=True),
        Column.of("note", _("备注"), sorts=False, narrow_hides=True),
    )


def _proofs(row: MediaReport) -> SafeString | str:
    """Where the report can be seen: its address, its scan, or both."""
    parts = []
    if row.url:
        parts.append(
            format_html('<a href="{}" class="nowrap" rel="noopener noreferrer nofollow">{}</a>', row.url, _("打开网址"))
        )
    if row.proof_id:
        parts.append(
            format_html('<a href="{}" class="nowrap">{}</a>', reverse("materials:proof", args=[row.pk]), _("下载截图"))
        )
    return SafeString(" · ".join(parts))


def _by_kind() -> tuple[Filter, ...]:
    return (
        Filter.among("level", _("媒体级别"), MediaLevel),
        Filter.among("origin", _("原创或转载"), Origin),
        Filter(
            key="joint",
            label=_("联合报道"),
            choices=lambda: [("yes", _("可能联合"))],
            apply=lambda rows, _joint: rows.filter(joint=True),
        ),
    )


@allow(*READERS)
def media(request: DeskRequest, pk: int) -> HttpResponse:
    """A unit's media reports."""
    placement = found_placement(request, pk)
    context = part_context(request, placement, DutyKind.MEDIA)
    page = ListPage(
        title=context["title"],
        file_name="media",
        search=("title", "medium"),
        search_label=_("标题、媒体"),
        order=("-published_on",),
        columns=_columns(),
        filters=_by_kind(),
        empty=Empty(
            _("还没有媒体报道"),
            _("逐条登记，或下载空表填好后一次导入。") if context["writable"] else _("单位登记后，会出现在这里。"),
        ),
    )
    return list_response(request, page, reports_of(placement), template="materials/media.html", context=context)


@allow(*FILLERS)
def new_report(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter a media report."""
    placement = own_placement(request, pk)
    form = ReportForm(request.POST or typed_before(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_report(
                actor=request.person, placement_id=pk, facts=form.facts(), proof=form.cleaned_data["proof"]
            )
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("已登记“%(title)s”。") % {"title": made.title})
            again = "materials:new_report" if "another" in request.POST else "materials:media"
            return HttpResponseRedirect(reverse(again, args=[pk]))
    context = {"title": _("登记媒体报道"), "placement": placement, "form": form, "writable": True}
    return render(request, "materials/report.html", context, status=400 if form.is_bound and form.errors else 200)


@allow(*READERS)
def report(request: DeskRequest, pk: int) -> HttpResponse:
    """One media report; its unit's people correct it while the part is with them."""
    shown = found_report(request, pk)
    delivery = delivery_of(shown.placement, DutyKind.MEDIA)
    writable = delivery is not None and may_write(request.person, delivery)
    form = ReportForm(request.POST or typed_before(request), request.FILES or None, initial=report_initial(shown))

    def save() -> MediaReport:
        return change_report(
            actor=request.person,
            report_id=pk,
            version=form.cleaned_data["version"] or 0,
            facts=form.facts(),
            proof=form.cleaned_data["proof"],
        )

    if request.method == "POST" and form.is_valid() and form.saves(save):
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(reverse("materials:media", args=[shown.placement_id]))
    context = {
        "title": shown.title,
        "report": shown,
        "placement": shown.placement,
        "form": form,
        "writable": writable,
        "same": same_address(request.scope, shown),
        "stale": form.stale,
        "both": form.both(form.stale),
    }
    status = 409 if form.stale else 400 if form.is_bound and form.errors else 200
    return render(request, "materials/report.html", context, status=status)


@allow(*FILLERS)
@require_POST
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove a media report."""
    shown = found_report(request, pk)
    try:
        remove_report(actor=request.person, report_id=pk)
    except WrongState as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已移除“%(title)s”。") % {"title": shown.title})
    return HttpResponseRedirect(reverse("materials:media", args=[shown.placement_id]))


@allow(*READERS)
def proof(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The scan or screenshot of a media report, to be saved."""
    shown = found_report(request, pk)
    if shown.proof is None:
        raise Http404
    return file_response(request, shown.proof, stem=f"media-{pk}")


@allow(*FILLERS)
def import_reports(request: DeskRequest, pk: int) -> HttpResponse:
    """Upload, look at the dry run, confirm. The sheet travels with the page between the two, so nothing is stored."""
    placement = own_placement(request, pk)
    form = SheetForm(None, None)
    context: dict[str, object] = {
        "title": _("导入媒体报道"),
        "placement": placement,
        "columns": importing.blank_columns(),
    }
    status, too_large = 200, _("文件超过 3 MB。请只保留媒体报道清单，另存后再上传。")
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        try:
            upload = carried_file(request, largest=LARGEST_SHEET, too_large=too_large)
            sheet = read_sheet(upload.data, upload.name, most_rows=MOST_REPORTS + 20)
            if request.POST.get("act") == "import":
                report = importing.import_reports(actor=request.person, placement_id=pk, sheet=sheet)
                messages.success(request, _("已导入 %(count)s 条媒体报道。") % {"count": len(report.new)})
                return HttpResponseRedirect(reverse("materials:media", args=[pk]))
            report = importing.preview(actor=request.person, placement=placement, sheet=sheet)
            context |= {"report": report, **upload.context}
        except (BadInput, WrongState) as refusal:
            context["refusal"], status = refusal.sentence, refusal.status
    return render(request, "materials/import.html", {**context, "form": form}, status=status)


@allow(*FILLERS)
def blank_sheet(request: DeskRequest) -> FileResponse:
    """The blank sheet with its head, an example, and what may stand in the columns of choices."""
    out = io.BytesIO()
    levels, origins = (list(importing.words_of(choices)) for choices in (MediaLevel, Origin))
    example = [
        "示例：某某县科技活动周开幕（填写时删去本行）",
        "某某日报",
        levels[1],
        origins[0],
        f"{clock.today():%Y-%m-%d}",
        "https://www.example.cn/1.html",
    ]
    words = [[level, origins[number] if number < len(origins) else ""] for number, level in enumerate(levels)]
    sheets = [
        SheetOut("媒体报道", importing.blank_columns(), [example], widths=[44, 18, 12, 12, 14, 40, 20]),
        SheetOut("可填的内容", ["媒体级别", "原创或转载"], words, widths=[16, 16]),
    ]
    write_xlsx(sheets, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="media-list.xlsx")


@allow(*READERS)
def reports(request: DeskRequest) -> HttpResponse:
    """All media reports of the campaign inside the person's scope."""
    campaign = working_campaign(request)
    return list_response(request, _all(request), reports_in(request.scope, campaign))


def _all(request: DeskRequest) -> ListPage:
    names = names_around(request.person.division_code)
    title, *rest = _columns()
    unit = Column.of(
        "placement__unit_name",
        _("单位"),
        key="unit",
        link=lambda r: reverse("materials:media", args=[r.placement_id]),
    )
    place = place_column(names, field="placement__division_code", narrow_hides=True)
    return ListPage(
        title=_("媒体报道"),
        file_name="media",
        search=("title", "medium", "placement__unit_name", "url"),
        search_label=_("标题、媒体、单位、网址"),
        order=("-published_on",),
        columns=(title, unit, place, *rest),
        filters=(
            by_place(choices_within(request.person.division_code), field="placement__division_code"),
            *_by_kind(),
        ),
        empty=Empty(_("还没有媒体报道"), _("各单位登记后，会出现在这里。")),
    )
