"""What goes with a return besides figures: sealed sheets, the head's word, and entering for units that cannot (代录)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.models import Placement
from sciweek.core.errors import BadInput, WrongState
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import FILLERS, OFFICERS
from sciweek.people.person import Person
from sciweek.places.lists import place_column
from sciweek.returns.actions.filling import open_for_unit
from sciweek.returns.actions.signing import ask_entry, ask_head, attach_paper, dispute
from sciweek.returns.desk.filling import back_to, own_return
from sciweek.returns.desk.places import names_around
from sciweek.returns.desk.roster import moment_column, stage_column, unit_column
from sciweek.returns.queries.roster import to_enter_for


@allow(*OFFICERS)
def entering(request: DeskRequest) -> HttpResponse:
    """The units that this office may enter for: without an account, or asking for it."""
    campaign = working_campaign(request)
    rows = to_enter_for(request.person.unit_id, request.scope, campaign)
    return list_response(request, _list(request.person), rows, template="returns/entering.html")


def _list(person: Person) -> ListPage:
    return ListPage(
        title=_("代录"),
        file_name="entering",
        search=("unit_name",),
        search_label=_("单位名称"),
        order=("division_code", "unit_name"),
        columns=(
            unit_column(lambda row: reverse("returns:enter", args=[row.pk])),
            place_column(names_around(person.division_code)),
            Column(key="why", label=_("原因"), value=_why),
            moment_column("asks_since", _("请求时间"), narrow_hides=True),
            stage_column(),
            moment_column("due_at", _("截止")),
        ),
        filters=(
            Filter(
                key="why",
                label=_("原因"),
                choices=lambda: [("asks", _("单位请求")), ("alone", _("没有账号"))],
                apply=_because,
            ),
        ),
        empty=Empty(
            _("没有需要代录的单位"),
            _("没有账号、又没有上报的单位，以及请求代录的单位会列在这里。"),
            _("看上报进度"),
            reverse("returns:completeness"),
        ),
    )


def _why(row: Any) -> str:
    return _("单位请求") if row.asks_since else _("没有账号")


def _because(rows: QuerySet[Placement], why: str) -> QuerySet[Placement]:
    return rows.filter(return_row__asks_since__isnull=why != "asks")


@allow(*OFFICERS)
def enter(request: DeskRequest, pk: int) -> HttpResponse:
    """Open the form of a unit that this office may enter for."""
    rows = to_enter_for(request.person.unit_id, request.scope, working_campaign(request))
    placement = rows.filter(pk=pk).select_related("campaign").first()
    if placement is None:
        raise Http404
    ret = open_for_unit(actor=request.person, placement=placement)
    return HttpResponseRedirect(f"{reverse('returns:mine')}?{urlencode({'for': ret.pk})}")


@allow(*FILLERS)
@require_POST
def paper(request: DeskRequest) -> HttpResponse:
    """Attach a scan of the sealed sheet."""
    ret = own_return(request)
    upload = request.FILES.get("scan")
    try:
        if upload is None:
            raise BadInput(_("请先选择扫描件。"))
        attach_paper(actor=request.person, ret_id=ret.pk, upload=upload)
    except BadInput as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已附上扫描件。"))
    return back_to(request, ret)


@allow(*FILLERS)
@require_POST
def to_head(request: DeskRequest) -> HttpResponse:
    """Put the return before the unit's head."""
    ret = own_return(request)
    try:
        ask_head(actor=request.person, ret_id=ret.pk)
    except WrongState as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已送单位负责人确认，并发邮件通知。"))
    return back_to(request, ret)


@allow(*FILLERS)
@require_POST
def asking(request: DeskRequest) -> HttpResponse:
    """Ask the offices above to enter, or take that back."""
    ret = own_return(request)
    asks = request.POST.get("asks") == "1"
    ask_entry(actor=request.person, ret_id=ret.pk, asks=asks)
    messages.success(request, _("已请求代录，并通知上级。") if asks else _("已取消请求。"))
    return back_to(request, ret)


@allow(*FILLERS)
@require_POST
def disputing(request: DeskRequest) -> HttpResponse:
    """Object to what was entered for the unit."""
    ret = own_return(request)
    try:
        dispute(actor=request.person, ret_id=ret.pk, text=request.POST.get("text", ""))
    except (BadInput, WrongState) as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已提出异议，并通知上级。"))
    return back_to(request, ret)
