"""Campaigns: list, overview, editing, cloning, closing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.campaigns.actions import calling, drafting
from sciweek.campaigns.calendar import days_of
from sciweek.campaigns.content import CampaignFacts, Content
from sciweek.campaigns.desk.chosen import found_campaign
from sciweek.campaigns.enums import CampaignState, Stage
from sciweek.campaigns.forms.campaigns import CampaignForm, ContentForm
from sciweek.campaigns.models import Campaign, Stream
from sciweek.campaigns.queries import campaigns_for, content_of, contents, roster_counts, talks_of
from sciweek.campaigns.queries.notices import stage_for
from sciweek.campaigns.rules import (
    leads,
    may_cosign_notice,
    may_edit,
    may_forward,
    may_make_campaign,
    may_read_remarks,
    may_remark,
    own_streams,
)
from sciweek.core import clock
from sciweek.mailroom.actions import Recipient, text_for_group
from sciweek.pages.kept import typed_before
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.pages.templatetags.sciweek import date_cn
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import ADMINISTRATORS, OFFICERS, REVIEWERS, Level, Role

READERS = tuple(role for role in Role if role not in ADMINISTRATORS | REVIEWERS)
OFFICES = tuple(OFFICERS)


def campaign_list(*, makes: bool) -> ListPage:
    """The list as this person sees it."""
    return ListPage(
        title=_("活动周"),
        file_name="campaigns",
        search=("name", "theme"),
        search_label=_("名称、主题"),
        order=("-start",),
        columns=(
            Column.of("name", _("活动周"), link=lambda c: reverse("campaigns:campaign", args=[c.slug])),
            Column.of("theme", _("主题"), sorts=False, narrow_hides=True),
            Column(
                key="start",
                label=_("时间"),
                value=lambda c: f"{c.start:%Y-%m-%d}/{c.end:%m-%d}",
                show=lambda c: f"{date_cn(c.start)}—{date_cn(c.end)}",
                sort=("start",),
            ),
            Column.of("office__label", _("牵头单位"), key="office", sorts=False),
            Column.of("state", _("状态")),
        ),
        filters=(Filter.among("state", _("状态"), CampaignState),),
        empty=Empty(
            _("还没有活动周"),
            _("把通知放进来，就能读出主题、时间、任务和截止日期。") if makes else _("牵头单位部署后，会出现在这里。"),
            _("由通知建立") if makes else "",
            reverse("campaigns:from_notice") if makes else "",
        ),
    )


@allow(*READERS)
def campaigns(request: DeskRequest) -> HttpResponse:
    """The campaigns that the person may see."""
    makes = may_make_campaign(request.person)
    rows = campaigns_for(request.person)
    return list_response(
        request, campaign_list(makes=makes), rows, template="campaigns/campaigns.html", context={"makes": makes}
    )


@dataclass(frozen=True, slots=True)
class Step:
    """The one next step of a campaign: figure, sentence, and where it is done."""

    title: str
    text: str
    act: str = ""
    href: str = ""
    days: int | None = None


def next_step(campaign: Campaign, *, leading: bool, duties: int) -> Step:
    """What the campaign waits for."""
    today = clock.today()
    if campaign.state == CampaignState.CLOSED:
        return Step(_("已归档"), _("内容和日期不再更改，统计和报告可以随时查阅。"))
    if campaign.state == CampaignState.DRAFT:
        if not duties:
            edit = reverse("campaigns:edit", args=[campaign.slug])
            return Step(_("写明要报送什么"), _("还没有任务。写明报送内容和截止日期后，才能部署。"), _("填写任务"), edit)
        call = reverse("campaigns:call", args=[campaign.slug])
        return Step(_("核对后部署"), _("部署时确定应报单位和各级截止日期，并通知各单位。"), _("预览部署"), call)
    dates = reverse("campaigns:dates_of", args=[campaign.slug])
    if today < campaign.start:
        left = (campaign.start - today).days
        return Step(_("距开幕还有 %(days)s 天") % {"days": left}, _("各单位正在准备。"), _("任务与截止"), dates, left)
    if today <= campaign.end:
        left = (campaign.end - today).days
        return Step(
            _("活动周正在进行"), _("%(end)s结束。") % {"end": date_cn(campaign.end)}, _("任务与截止"), dates, left
        )
    if leading:
        return Step(_("总结报送"), _("活动周已经结束，请跟进各单位报送，齐全后归档。"), _("任务与截止"), dates)
    return Step(_("总结报送"), _("活动周已经结束，请按时报送。"), _("任务与截止"), dates)


@allow(*READERS)
def campaign(request: DeskRequest, slug: str) -> HttpResponse:
    """One campaign: what it is, what it asks, when, and the next step."""
    shown = found_campaign(request, slug)
    lists = contents(shown)
    leading = leads(request.person, shown)
    return render(
        request,
        "campaigns/campaign.html",
        {
            "title": shown.name,
            "campaign": shown,
            "lists": lists,
            "days": days_of(shown, lists.duties, lead=Level(shown.office.level)),
            "counts": roster_counts(shown),
            "step": next_step(shown, leading=leading, duties=len(lists.duties)),
            "leading": leading,
            "may_edit": may_edit(request.person, shown),
            "group_text": _group_text(shown, [duty.title for duty in lists.duties])
            if leading and shown.called_at
            else "",
            "notice_step": _notice_step(request, shown, leading=leading),
            **_hosting(request, shown, lists.streams),
        },
    )


def _notice_step(request: DeskRequest, shown: Campaign, *, leading: bool) -> Step | None:
    """Where the notice stands that concerns this person: its office's own, else the lead's once it is before others."""
    forwards = not leading and may_forward(request.person, shown)
    stage = stage_for(shown, request.person.unit_id if forwards else shown.office_id)
    speaks = not forwards and not leading and may_cosign_notice(request.person, shown)
    if stage == Stage.ISSUED:
        words = _("转发通知已经印发。") if forwards else _("通知已经印发。"), _("查看和下载")
    elif stage == Stage.COSIGNING and (leading or speaks):
        words = _("通知正在会签。"), _("看会签情况") if leading else _("去会签")
    elif forwards:
        words = _("上级的通知可以由本单位转发，时间用本单位的收表时间。"), _("写转发通知")
    elif leading:
        words = _("通知还没有印发：写好后送联合主办单位会签，再印发。"), _("写通知")
    else:
        return None
    return Step("", words[0], words[1], reverse("campaigns:own_notice", args=[shown.slug]))


def _hosting(request: DeskRequest, shown: Campaign, streams: list[Stream]) -> dict[str, object]:
    """What joint hosts and the lead see besides: their talks, and the streams that are the person's own."""
    shows = may_read_remarks(request.person, shown)
    talks = talks_of(shown) if shows else []
    return {
        "shows_remarks": shows,
        "may_remark": shows and may_remark(request.person, shown),
        "talks": talks,
        "open_talks": [talk for talk in talks if not talk.settled],
        "own_streams": own_streams(request.person, shown, streams),
    }


def _group_text(shown: Campaign, titles: list[str]) -> str:
    everybody = _("各单位")
    return text_for_group(
        "campaigns/called",
        {
            "campaign": shown,
            "unit": {"name": everybody},
            "recipient": Recipient(everybody, ""),
            "rows": [(title, None) for title in titles],
        },
    )


@allow(*OFFICES)
def new_campaign(request: DeskRequest) -> HttpResponse:
    """Make a campaign by hand."""
    if not may_make_campaign(request.person):
        raise Http404
    initial = {"prefecture_days_before": 2, "county_days_before": 5}
    return edited(request, Editing(_("新建活动周"), _("建立"), reverse("campaigns:list"), initial, Content()))


@dataclass(frozen=True, slots=True)
class Editing:
    """One showing of the campaign form: its words, what it starts from, and which campaign it changes or copies."""

    title: str
    act: str
    back: str
    initial: Mapping[str, object]
    content: Content
    changes: Campaign | None = None


def edited(request: DeskRequest, editing: Editing) -> HttpResponse:
    """Show the campaign form, or take what it brought. A stale form shows both versions."""
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = CampaignForm(typed, initial=editing.initial)
    called = editing.changes is not None and editing.changes.called_at is not None
    lists = ContentForm(typed, editing.content, without=("duties",) if called else ())
    sent = request.method == "POST" and "more" not in request.POST and all([form.is_valid(), lists.is_valid()])
    if sent and form.saves(lambda: _save(request, editing, form, lists.content())):
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(reverse("campaigns:campaign", args=[form.saved.slug]))
    context = {
        "title": editing.title,
        "act": editing.act,
        "back": editing.back,
        "form": form,
        "lists": lists.lists,
        "campaign": editing.changes,
        "called": called,
        "stale": form.stale,
        "both": form.both(form.stale),
    }
    return render(request, "campaigns/campaign_form.html", context, status=409 if form.stale else 200)


def _save(request: DeskRequest, editing: Editing, form: CampaignForm, content: Content) -> Campaign:
    if editing.changes is None:
        return drafting.create_campaign(actor=request.person, facts=form.facts(), content=content)
    return drafting.change_campaign(
        actor=request.person,
        campaign_id=editing.changes.pk,
        version=form.cleaned_data["version"] or 0,
        facts=form.facts(),
        content=content,
    )


@allow(*OFFICES)
def edit(request: DeskRequest, slug: str) -> HttpResponse:
    """Change what the campaign says."""
    shown = found_campaign(request, slug)
    if not may_edit(request.person, shown):
        raise Http404
    initial = {name: getattr(shown, name) for name in (*drafting.FIELDS, "version")}
    back = reverse("campaigns:campaign", args=[slug])
    return edited(request, Editing(_("修改活动周"), _("保存"), back, initial, content_of(shown), shown))


@allow(*OFFICES)
def clone(request: DeskRequest, slug: str) -> HttpResponse:
    """Next time's campaign from this one: a form with everything taken over and the dates a year on."""
    shown = found_campaign(request, slug)
    if not leads(request.person, shown):
        raise Http404
    facts = next_time(shown)
    moved = facts.start - shown.start
    content = content_of(shown)
    content = replace(content, duties=[replace(duty, due_at=duty.due_at + moved) for duty in content.duties])
    initial = {name: getattr(facts, name) for name in drafting.FIELDS}
    back = reverse("campaigns:campaign", args=[slug])
    return edited(request, Editing(_("沿用为新一届"), _("建立"), back, initial, content))


def next_time(shown: Campaign) -> CampaignFacts:
    """The facts of the next edition as a proposal: 52 weeks later, the year moved in name and slug."""
    start = shown.start + timedelta(weeks=52)
    years = start.year - shown.start.year

    def moved(text: str) -> str:
        return text.replace(str(shown.start.year), str(shown.start.year + years))

    slug = moved(shown.slug)
    return CampaignFacts(
        slug=slug if slug != shown.slug else f"{slug[:35]}-{start:%Y}",
        name=moved(shown.name),
        start=start,
        end=shown.end + timedelta(weeks=52),
        edition=shown.edition + 1 if shown.edition else None,
        introduction=shown.introduction,
        county_days_before=shown.county_days_before,
        prefecture_days_before=shown.prefecture_days_before,
    )


@allow(*OFFICES)
def close(request: DeskRequest, slug: str) -> HttpResponse:
    """File the campaign, after a page that says what that means."""
    shown = found_campaign(request, slug)
    if not (leads(request.person, shown) and shown.state == CampaignState.CALLED):
        raise Http404
    if request.method == "POST":
        calling.close_campaign(actor=request.person, campaign_id=shown.pk)
        messages.success(request, _("“%(name)s”已归档。") % {"name": shown.name})
        return HttpResponseRedirect(reverse("campaigns:campaign", args=[slug]))
    return render(request, "campaigns/close.html", {"title": _("归档活动周"), "campaign": shown})
