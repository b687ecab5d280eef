"""Duties and dates (任务与截止): how dates cascade, by when each office collects, and more time for one unit."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.actions import calling
from sciweek.campaigns.desk.campaigns import OFFICES, READERS
from sciweek.campaigns.desk.chosen import found_campaign
from sciweek.campaigns.desk.roster import dates_by_level, found_placement
from sciweek.campaigns.forms.campaigns import ExtendForm, MomentForm
from sciweek.campaigns.models import Campaign, OfficeDate
from sciweek.campaigns.queries import assignments_of, chosen_campaign, due_from, duties_of, office_dates
from sciweek.campaigns.rules import may_edit, may_set_office_date
from sciweek.core.clock import SHANGHAI
from sciweek.core.errors import BadInput, Refused
from sciweek.core.workdays import certain
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.pages.templatetags.sciweek import datetime_cn
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import Level


def date_list(campaign: Campaign, duties: list[tuple[int, str]]) -> ListPage:
    """The dates by which offices collect, as a list."""
    return ListPage(
        title=_("任务与截止"),
        note=campaign.name,
        file_name="dates",
        search=("office__name",),
        search_label=_("收表部门"),
        order=("duty__position", "office__level", "office__division_code"),
        columns=(
            Column(key="office", label=_("收表部门"), value=lambda d: d.office.label, sort=("office__name",)),
            Column(key="duty", label=_("任务"), value=lambda d: d.duty.title, sort=("duty__position",)),
            Column(key="level", label=_("级别"), value=lambda d: d.office.get_level_display(), sort=("office__level",)),
            Column(
                key="due",
                label=_("所属单位截止"),
                value=lambda d: f"{d.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                show=lambda d: datetime_cn(d.due_at),
                sort=("due_at",),
            ),
            Column(key="how", label=_("依据"), value=lambda d: _("本部门提前") if d.by_office else _("逐级推算")),
        ),
        filters=(
            Filter.among("duty", _("任务"), duties, field="duty_id"),
            Filter.among("level", _("级别"), Level, field="office__level"),
        ),
        empty=Empty(_("还没有各级日期"), _("部署后按报送关系逐级推算。")),
    )


@allow(*READERS)
def dates(request: DeskRequest) -> HttpResponse:
    """Duties and dates of the campaign that the person works on."""
    campaign = chosen_campaign(request)
    if campaign is None:
        raise Http404
    return shown_dates(request, campaign)


@allow(*READERS)
def dates_of(request: DeskRequest, slug: str) -> HttpResponse:
    """Duties and dates of one campaign."""
    return shown_dates(request, found_campaign(request, slug))


def shown_dates(request: DeskRequest, campaign: Campaign) -> HttpResponse:
    """What is due from the person first, then how dates cascade, then the offices' dates inside the scope."""
    duties = list(duties_of(campaign))
    mine = due_from(request.person, campaign)
    own_dates = (
        []
        if not request.person.is_officer
        else list(office_dates(request.scope, campaign).filter(office_id=request.person.unit_id))
    )
    context = {
        "campaign": campaign,
        "mine": [due for due in mine if not due.for_office],
        "own_dates": own_dates,
        "cascade": dates_by_level(campaign, duties),
        "certain": certain(campaign.end),
        "may_edit": may_edit(request.person, campaign),
    }
    if not (request.person.is_officer and campaign.called_at):
        return render(request, "campaigns/own_dates.html", {"title": _("任务与截止"), **context})
    page = date_list(campaign, [(duty.pk, duty.title) for duty in duties])
    rows = office_dates(request.scope, campaign)
    return list_response(request, page, rows, template="campaigns/dates.html", context=context)


@allow(*OFFICES)
def set_date(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """An office changes the date by which its own units deliver."""
    campaign = found_campaign(request, slug)
    date: OfficeDate | None = office_dates(request.scope, campaign).filter(pk=pk).first()
    if date is None or not may_set_office_date(request.person, date):
        raise Http404
    form = MomentForm(request.POST if request.method == "POST" else None)
    back = reverse("campaigns:dates_of", args=[slug])
    if request.method == "POST" and form.is_valid():
        try:
            calling.set_office_date(actor=request.person, office_date_id=pk, due_at=form.moment())
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("已调整。报送至本单位的单位随之更改。"))
            return HttpResponseRedirect(back)
    context = {
        "title": _("调整收表时间"),
        "campaign": campaign,
        "subject": date.duty.title,
        "note": _("现在是%(due)s。可以提前，不能晚于上级要求本单位报送的时间。") % {"due": datetime_cn(date.due_at)},
        "form": form,
        "act": _("调整"),
        "back": back,
    }
    return render(request, "campaigns/small_form.html", context)


@allow(*OFFICES)
def extend(request: DeskRequest, slug: str, pk: int, assignment: int) -> HttpResponse:
    """Give one unit more time for one duty."""
    campaign = found_campaign(request, slug)
    placement = found_placement(request, campaign, pk)
    row = assignments_of(placement).filter(pk=assignment).first()
    if row is None or all(each.office_id != request.person.unit_id for each in placement.chain.all()):
        raise Http404
    form = ExtendForm(request.POST if request.method == "POST" else None)
    back = reverse("campaigns:placement", args=[slug, pk])
    if request.method == "POST" and form.is_valid():
        try:
            made = calling.extend(
                actor=request.person, assignment_id=row.pk, due_at=form.moment(), reason=form.cleaned_data["reason"]
            )
        except BadInput as refusal:
            form.take(refusal)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已延期至%(due)s。") % {"due": datetime_cn(made.assignment.due_at)})
            if made.beyond:
                messages.warning(request, _("新的时间晚于上级要求本部门报送的时间，请同时向上级说明。"))
            return HttpResponseRedirect(back)
    context = {
        "title": _("补报许可"),
        "campaign": campaign,
        "subject": f"{placement.unit_name} · {row.duty.title}",
        "note": _("原定%(due)s截止。只对这一个单位生效。") % {"due": datetime_cn(row.due_at)},
        "form": form,
        "act": _("延期"),
        "back": back,
    }
    return render(request, "campaigns/small_form.html", context)
