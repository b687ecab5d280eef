"""The call and the roster: preview, confirm, who is expected, additions and removals."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.actions import calling
from sciweek.campaigns.desk.campaigns import OFFICES, READERS
from sciweek.campaigns.desk.chosen import found_campaign
from sciweek.campaigns.enums import CampaignState, RosterState
from sciweek.campaigns.forms.campaigns import AddUnitForm, ReasonForm
from sciweek.campaigns.models import Campaign, Duty, Placement
from sciweek.campaigns.queries import (
    assignments_of,
    candidates,
    chain_offices,
    duties_of,
    in_state,
    people_to_tell,
    roster_for_list,
    roster_of,
)
from sciweek.campaigns.rules import leads, may_change_roster
from sciweek.core.errors import Refused
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import Level, UnitKind
from sciweek.places.lists import by_place
from sciweek.places.queries import Names, choices_within, path_name


@dataclass(frozen=True, slots=True)
class DutyDates:
    """A duty with the dates that its cascade gives to each level, and whether the week's end squeezed them."""

    duty: Duty
    rows: Sequence[tuple[Level, object]]
    squeezed: bool


def dates_by_level(campaign: Campaign, duties: Sequence[Duty]) -> list[DutyDates]:
    """Each duty's dates, the lowest level first: that is the order in which things are due."""
    made = []
    for duty in duties:
        dates = calling.level_dates(campaign, duty)
        made.append(DutyDates(duty, dates.collecting(Level(campaign.office.level)), dates.squeezed))
    return made


@allow(*OFFICES)
def call(request: DeskRequest, slug: str) -> HttpResponse:
    """What the call would do, unit by unit where something is wrong; then the call."""
    campaign = found_campaign(request, slug)
    if not leads(request.person, campaign) or campaign.state != CampaignState.DRAFT:
        raise Http404
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            calling.call_campaign(actor=request.person, campaign_id=campaign.pk)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("已部署。应报单位已确定，通知已放入发件箱。"))
            return HttpResponseRedirect(reverse("campaigns:campaign", args=[slug]))
    found = candidates(campaign)
    expected = [each for each in found if each.chain.offices]
    duties = list(duties_of(campaign))
    levels = [(level.label, sum(each.unit.level == level for each in expected)) for level in Level]
    context = {
        "title": _("部署预览"),
        "campaign": campaign,
        "expected": len(expected),
        "levels": levels,
        "left_out": [each for each in found if not each.chain.offices],
        "dates": dates_by_level(campaign, duties),
        "mails": people_to_tell([each.unit.pk for each in expected]).count(),
        "refusal": refusal,
        "ready": bool(duties and expected),
    }
    return render(request, "campaigns/call.html", context, status=refusal.status if refusal else 200)


def roster_list(campaign: Campaign, *, changes: bool) -> ListPage:
    """The roster as a list."""
    names = Names(choices_within(campaign.division_code))
    return ListPage(
        title=_("应报单位"),
        note=campaign.name,
        file_name="roster",
        search=("unit_name",),
        search_label=_("单位名称"),
        order=("level", "division_code", "unit_name"),
        columns=(
            Column.of(
                "unit_name",
                _("单位"),
                key="unit",
                link=lambda p: reverse("campaigns:placement", args=[campaign.slug, p.pk]),
            ),
            Column.of("kind", _("类型")),
            Column(key="place", label=_("所在地"), value=lambda p: names[p.division_code], sort=("division_code",)),
            Column.of("level", _("级别"), narrow_hides=True),
            Column(key="chain", label=_("审核部门"), value=_chain_words, narrow_hides=True),
            Column(key="state", label=_("名单"), value=lambda p: str(p.state.label)),
            Column(key="reason", label=_("原因"), value=_reason, narrow_hides=True),
        ),
        filters=(
            by_place(names.items()),
            Filter.among("kind", _("类型"), UnitKind),
            Filter.among("level", _("级别"), Level),
            Filter.among("office", _("审核部门"), chain_offices(campaign), field="chain__office_id"),
            Filter.among("state", _("名单"), RosterState, apply=in_state),
        ),
        empty=Empty(_("还没有应报单位"), _("部署时按报送关系确定。") if not changes else _("可以逐个增补。")),
    )


def _chain_words(placement: Placement) -> str:
    return " → ".join(each.office.label for each in placement.chain.all())


def _reason(placement: Placement) -> str:
    return placement.removed_reason or placement.added_reason


@allow(*READERS)
def roster(request: DeskRequest, slug: str) -> HttpResponse:
    """Who is expected to report, inside the person's scope."""
    campaign = found_campaign(request, slug)
    changes = may_change_roster(request.person, campaign)
    return list_response(
        request,
        roster_list(campaign, changes=changes),
        roster_for_list(request.scope, campaign),
        template="campaigns/roster.html",
        context={"campaign": campaign, "changes": changes},
    )


def found_placement(request: DeskRequest, campaign: Campaign, pk: int) -> Placement:
    """The place on the roster inside the scope, else 404."""
    found = roster_for_list(request.scope, campaign).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def placement(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """One unit of the roster: its chain, what is due from it, and what may be changed."""
    campaign = found_campaign(request, slug)
    shown = found_placement(request, campaign, pk)
    chain = list(shown.chain.all())
    person, open_still = request.person, campaign.state == CampaignState.CALLED
    return render(
        request,
        "campaigns/placement.html",
        {
            "title": shown.unit_name,
            "campaign": campaign,
            "placement": shown,
            "place": path_name(shown.division_code),
            "state": shown.state.label,
            "chain": chain,
            "assignments": list(assignments_of(shown)),
            "extends": open_still and person.is_officer and any(each.office_id == person.unit_id for each in chain),
            "changes": may_change_roster(person, campaign),
        },
    )


@allow(*OFFICES)
def add(request: DeskRequest, slug: str) -> HttpResponse:
    """Expect one more unit."""
    campaign = found_campaign(request, slug)
    if not may_change_roster(request.person, campaign):
        raise Http404
    on_roster = set(roster_of(campaign).values_list("unit_id", flat=True))
    choices = [
        (each.unit.pk, each.unit.name)
        for each in candidates(campaign)
        if each.chain.offices and each.unit.pk not in on_roster
    ]
    form = AddUnitForm(choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = calling.add_to_roster(
                actor=request.person,
                campaign_id=campaign.pk,
                unit_id=form.cleaned_data["unit"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已增补“%(name)s”。") % {"name": made.unit_name})
            return HttpResponseRedirect(reverse("campaigns:placement", args=[slug, made.pk]))
    context = {
        "title": _("增补应报单位"),
        "campaign": campaign,
        "form": form,
        "act": _("增补"),
        "back": reverse("campaigns:roster", args=[slug]),
        "note": "" if choices else _("本活动周范围内的单位都已在名单中。请先登记单位，并核对报送关系。"),
    }
    return render(request, "campaigns/small_form.html", context)


@allow(*OFFICES)
def remove(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Expect a unit no longer."""
    campaign = found_campaign(request, slug)
    shown = found_placement(request, campaign, pk)
    if not may_change_roster(request.person, campaign) or shown.removed_at is not None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            calling.remove_from_roster(actor=request.person, placement_id=pk, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error("reason", refusal.sentence)
        else:
            messages.success(request, _("已移出“%(name)s”。") % {"name": shown.unit_name})
            return HttpResponseRedirect(reverse("campaigns:roster", args=[slug]))
    context = {
        "title": _("移出应报单位"),
        "campaign": campaign,
        "form": form,
        "act": _("移出"),
        "danger": True,
        "subject": shown.unit_name,
        "note": _("移出后，这个单位不再需要报送，上报率按移出前后两个口径显示。"),
        "back": reverse("campaigns:placement", args=[slug, pk]),
    }
    return render(request, "campaigns/small_form.html", context)
