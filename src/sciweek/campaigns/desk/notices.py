"""The notice library of the desk, and the way from a notice to a campaign: take in, check, confirm."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.campaigns.actions.drafting import campaign_from_notice
from sciweek.campaigns.content import Content
from sciweek.campaigns.desk.campaigns import OFFICES
from sciweek.campaigns.desk.parts import field_parts, list_parts
from sciweek.campaigns.forms.campaigns import CampaignForm, ContentForm, NoticeForm
from sciweek.campaigns.from_notice import Draft, default_slug, draft_of
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.rules import may_make_campaign
from sciweek.core.errors import BadInput, Refused
from sciweek.core.files import read_within
from sciweek.notices.actions import LIMITS, Known, take_in_notice
from sciweek.notices.facts import NoticeFacts, Piece, Sureness, facts_from, pieces
from sciweek.notices.intake import ReadNotice, read_file, read_pasted
from sciweek.notices.models import Notice
from sciweek.notices.queries import notices_in
from sciweek.pages.kept import typed_before
from sciweek.pages.lists import Column, Empty, ListPage, list_response
from sciweek.people.access import DeskRequest, allow

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# How a field of the record is named in the text, and the colour of its mark.
MARKS: "Mapping[str, tuple[StrPromise, str]]" = {
    "title": (gettext_lazy("标题"), "body"),
    "theme": (gettext_lazy("主题"), "theme"),
    "start_date": (gettext_lazy("时间"), "date"),
    "end_date": (gettext_lazy("时间"), "date"),
    "issue_date": (gettext_lazy("成文日期"), "date"),
    "main_venue": (gettext_lazy("主会场"), "place"),
    "hosts": (gettext_lazy("主办"), "body"),
    "organisers": (gettext_lazy("承办"), "body"),
    "co_organisers": (gettext_lazy("协办"), "body"),
    "issuing_agencies": (gettext_lazy("发文"), "body"),
    "recipients": (gettext_lazy("主送"), "body"),
    "deadlines": (gettext_lazy("截止"), "due"),
    "contacts": (gettext_lazy("联系"), "contact"),
    "doc_number": (gettext_lazy("文号"), "contact"),
    "attachments": (gettext_lazy("附件"), "contact"),
    "streams": (gettext_lazy("板块"), "theme"),
    "sub_weeks": (gettext_lazy("主题周"), "theme"),
}
SHOWN = (
    *("theme", "start_date", "end_date", "main_venue", "hosts", "organisers", "co_organisers"),
    *("deadlines", "contacts", "doc_number"),
)
LABELS = {
    "title": gettext_lazy("标题"),
    "doc_number": gettext_lazy("文号"),
    "issuing_agencies": gettext_lazy("发文机关"),
    "recipients": gettext_lazy("主送机关"),
    "issue_date": gettext_lazy("成文日期"),
    "theme": gettext_lazy("主题"),
    "start_date": gettext_lazy("开始日期"),
    "end_date": gettext_lazy("结束日期"),
    "main_venue": gettext_lazy("主会场"),
    "hosts": gettext_lazy("主办单位"),
    "organisers": gettext_lazy("承办单位"),
    "co_organisers": gettext_lazy("协办单位"),
    "deadlines": gettext_lazy("报送要求"),
    "contacts": gettext_lazy("联系方式"),
    "attachments": gettext_lazy("附件"),
    "streams": gettext_lazy("内容板块"),
    "sub_weeks": gettext_lazy("主题科技周"),
}


def notice_list() -> ListPage:
    """The library as a list."""
    return ListPage(
        title=_("通知"),
        note=_("收录的通知留有原文和读出的内容，可以建立活动周。"),
        file_name="notices",
        search=("title", "doc_number", "text"),
        search_label=_("标题、文号、正文"),
        order=("-taken_at",),
        columns=(
            Column(
                key="title",
                label=_("标题"),
                value=lambda n: n.title,
                sort=("title",),
                link=lambda n: reverse("campaigns:notice", args=[n.pk]),
            ),
            Column(key="number", label=_("文号"), value=lambda n: n.doc_number),
            Column(key="issued", label=_("成文日期"), value=lambda n: n.issue_date, sort=("issue_date",)),
            Column(
                key="taken", label=_("收录"), value=lambda n: n.taken_at.date(), sort=("taken_at",), narrow_hides=True
            ),
        ),
        empty=Empty(
            _("还没有通知"),
            _("粘贴全文，或上传 Word、PDF、网页、文本文件。"),
            _("收录通知"),
            reverse("campaigns:from_notice"),
        ),
    )


@allow(*OFFICES)
def notices(request: DeskRequest) -> HttpResponse:
    """The notices inside the person's scope."""
    rows = notices_in(request.scope).defer("text", "fields")
    return list_response(request, notice_list(), rows, template="campaigns/notices.html")


def found_notice(request: DeskRequest, pk: int) -> Notice:
    """The notice inside the scope, else 404."""
    found = notices_in(request.scope).select_related("file").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@allow(*OFFICES)
def notice(request: DeskRequest, pk: int) -> HttpResponse:
    """A notice: its text with what was read marked in it, and the facts beside."""
    shown = found_notice(request, pk)
    facts = facts_from(shown.fields)
    rows = [
        (label, plain(facts.record.get(name)), facts.sureness(name), chance(facts, name))
        for name, label in LABELS.items()
    ]
    context = {
        "title": shown.title,
        "notice": shown,
        "pieces": [(each, *MARKS.get(each.field, ("", ""))) for each in pieces(shown.text, facts.marks)],
        "rows": [row for row in rows if row[1]],
        "made": Campaign.objects.filter(notice=shown).order_by("-pk").first(),
        "makes": may_make_campaign(request.person),
    }
    return render(request, "campaigns/notice.html", context)


def chance(facts: NoticeFacts, name: str) -> int | None:
    """How likely a field is right, in percent."""
    least = facts.least_sure(name)
    return None if least is None else round(100 * least)


def plain(value: object) -> list[str]:
    """A field's value as lines to read."""
    if not value:
        return []
    if isinstance(value, list):
        return [line for each in value for line in plain(each)]
    if isinstance(value, dict):
        return ["　".join(str(part) for part in value.values() if part)]
    return [str(value)]


@allow(*OFFICES)
def from_notice(request: DeskRequest) -> HttpResponse:
    """The first step: paste a notice or choose its file."""
    if not may_make_campaign(request.person):
        raise Http404
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = NoticeForm(typed, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read, data, name = _read(request, form)
            kept = take_in_notice(actor=request.person, text=read.text, facts=read.facts, data=data, name=name)
        except Known as known:
            messages.info(request, known.sentence)
            return HttpResponseRedirect(reverse("campaigns:notice", args=[known.notice_id]))
        except BadInput as refusal:
            form.take(refusal)
        else:
            return HttpResponseRedirect(reverse("campaigns:check_notice", args=[kept.pk]))
    return render(request, "campaigns/from_notice.html", {"title": _("由通知建立活动周"), "form": form})


def _read(request: DeskRequest, form: NoticeForm) -> tuple[ReadNotice, bytes | None, str | None]:
    upload = request.FILES.get("file")
    if upload is None:
        return read_pasted(form.cleaned_data["text"]), None, None
    data, _type = read_within(upload, LIMITS)
    return read_file(data, upload.name or ""), data, upload.name


@allow(*OFFICES)
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """The second step: what was found beside the text. Nothing of a campaign is made before it is confirmed."""
    shown = found_notice(request, pk)
    if not may_make_campaign(request.person):
        raise Http404
    facts = facts_from(shown.fields)
    draft = draft_of(facts)
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = CampaignForm(typed, initial=initial_of(draft, request.person.division_code))
    lists = ContentForm(typed, draft.content)
    if request.method == "POST" and "more" not in request.POST and all([form.is_valid(), lists.is_valid()]):
        content: Content = lists.content()
        try:
            made = campaign_from_notice(actor=request.person, notice_id=pk, facts=form.facts(), content=content)
        except BadInput as refusal:
            form.take(refusal)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已建立“%(name)s”，可以随时修改。") % {"name": made.name})
            return HttpResponseRedirect(reverse("campaigns:campaign", args=[made.slug]))
    marked = pieces(shown.text, [mark for mark in facts.marks if mark.field in SHOWN])
    fields, rows = field_parts(form, draft), list_parts(lists, draft, request.POST.get("more", ""))
    context = {
        "title": _("核对通知内容"),
        "notice": shown,
        "pieces": [(each, *MARKS.get(each.field, ("", ""))) for each in marked],
        "legend": legend(marked),
        "form": form,
        "fields": fields,
        "lists": rows,
        "refused": [part for part in rows if part.refused],
        "asking": [part for part in (*fields, *rows) if part.asks],
        "trusted": sum(part.sure == Sureness.TRUST for part in (*fields, *rows)),
    }
    return render(request, "campaigns/check_notice.html", context)


def legend(marked: list[Piece]) -> "list[tuple[str, StrPromise]]":
    """The colours that occur, each with its first name."""
    seen: dict[str, StrPromise] = {}
    for each in marked:
        if each.field in MARKS:
            label, colour = MARKS[each.field]
            seen.setdefault(colour, label)
    return list(seen.items())


def initial_of(draft: Draft, division_code: int) -> dict[str, object]:
    """What the form starts with."""
    return {
        "name": draft.name,
        "slug": default_slug(draft, division_code),
        "theme": draft.theme,
        "edition": draft.edition,
        "start": draft.start,
        "end": draft.end,
        "doc_number": draft.doc_number,
        "prefecture_days_before": 2,
        "county_days_before": 5,
    }
