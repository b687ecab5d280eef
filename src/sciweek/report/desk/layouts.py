"""The ministry's own layout: uploaded, tried, filled in."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.desk.papers import downloaded
from sciweek.core.errors import BadInput, Refused, WrongState
from sciweek.core.files import content_of
from sciweek.documents.filling.marks import written
from sciweek.documents.packages import MadeFile
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.report.actions.layouts import drop_layout, keep_layout
from sciweek.report.desk.found import reported_campaign
from sciweek.report.files.ministry import GUIDE, lookup_in, unknown_marks
from sciweek.report.files.package import filled_layout
from sciweek.report.queries.editions import layout_of, report_of, template_of


@allow(*OFFICERS)
def layout(request: DeskRequest) -> HttpResponse:
    """The layout with what each of its marks would become; unknown ones first."""
    campaign, refusal = reported_campaign(request), None
    if request.method == "POST":
        try:
            _act(request, campaign.pk)
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("report:layout"))
    kept, content = template_of(campaign), report_of(campaign, proven=False).content
    read = layout_of(campaign)
    lookup = lookup_in(content)
    tried = [(each, _shown(lookup(each.mark))) for each in read.marks if each.reached] if read else []
    context = {
        "title": _("上级版式"),
        "campaign": campaign,
        "kept": kept,
        "refusal": refusal,
        "unknown": unknown_marks(read, content) if read else [],
        "known": [(each, value) for each, value in tried if value is not None],
        "guide": [(mark, _shown(lookup(mark))) for mark in GUIDE],
    }
    return render(request, "report/layout.html", context, status=refusal.status if refusal else 200)


def _shown(value: object) -> str | None:
    return None if value is None else written(value)  # type: ignore[arg-type]


def _act(request: DeskRequest, campaign_id: int) -> None:
    if "drop" in request.POST:
        drop_layout(actor=request.person, campaign_id=campaign_id)
        messages.success(request, _("不再使用上级版式。"))
        return
    upload = request.FILES.get("layout")
    if upload is None:
        raise BadInput(_("请先选择文件。"))
    keep_layout(actor=request.person, campaign_id=campaign_id, upload=upload)
    messages.success(request, _("已上传，试填的结果列在下面。"))


@allow(*OFFICERS)
def layout_file(request: DeskRequest) -> FileResponse:
    """The layout filled in with the present figures."""
    campaign = reported_campaign(request)
    read = layout_of(campaign)
    if read is None:
        raise Http404
    content = report_of(campaign).content
    unknown = unknown_marks(read, content)
    if unknown:
        raise WrongState(
            f"还有 {len(unknown)} 处标记不认识，第一处在{unknown[0].place}：{unknown[0].mark}。请改好后重新上传。"
        )
    return downloaded(filled_layout(read, content))


@allow(*OFFICERS)
def layout_original(request: DeskRequest) -> FileResponse:
    """The layout as it was uploaded."""
    kept = template_of(reported_campaign(request))
    if kept is None or kept.file is None:
        raise Http404
    return downloaded(MadeFile(kept.file.name, "", kept.file.media_type, content_of(kept.file)))
