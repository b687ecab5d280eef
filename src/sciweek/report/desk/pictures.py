"""Picking pictures for the package: all that may be used as a list, and the picked ones with their order and words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.campaigns.models import Campaign
from sciweek.core.errors import BadInput, Stale
from sciweek.materials.desk.pictures import thumb
from sciweek.materials.models import Picture
from sciweek.pages.lists import Bulk, Column, Empty, Filter, ListPage, list_response
from sciweek.pages.templatetags.sciweek import icon
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.places.lists import by_place, place_column
from sciweek.places.queries import Names, choices_within, names_around
from sciweek.report.actions.pictures import arrange_pictures, drop_pictures, pick_pictures
from sciweek.report.desk.found import reported_campaign
from sciweek.report.models import Selection
from sciweek.report.pictures import LONGEST_CAPTION, MOST, PRINTED, ChosenPicture, Pick, ordered
from sciweek.report.queries.pictures import chosen_of, offered, picks_of, selection_of


@allow(*OFFICERS)
def pictures(request: DeskRequest) -> HttpResponse:
    """Every picture that may be used; chosen rows are picked or taken out."""
    campaign = reported_campaign(request)
    selection = selection_of(campaign)
    chosen = chosen_of(campaign, selection)
    context = {
        "count": len(chosen),
        "most": MOST,
        "lost": len(picks_of(selection)) - len(chosen),
    }
    page = _list(request, campaign, {each.picture_id: each.number for each in chosen})
    return list_response(request, page, offered(campaign), template="report/pictures.html", context=context)


def _list(request: DeskRequest, campaign: Campaign, numbers: Mapping[int, int]) -> ListPage:
    """`numbers`: picture id to its place among the picked ones."""
    picked, dropped = _("已选用，现在共 %(count)s 张。"), _("已移出，现在共 %(count)s 张。")
    return ListPage(
        title=_("选用图片"),
        file_name="pictures",
        search=("caption", "placement__unit_name", "author"),
        search_label=_("说明、单位、作者"),
        order=("placement__division_code", "placement__unit_name", "taken_on"),
        columns=_columns(numbers, names_around(campaign.division_code)),
        filters=(
            by_place(choices_within(campaign.division_code), field="placement__division_code"),
            Filter(
                key="picked",
                label=_("选用"),
                choices=lambda: [("yes", _("已选用")), ("no", _("未选用"))],
                apply=lambda rows, which: (rows.filter if which == "yes" else rows.exclude)(pk__in=numbers),
            ),
        ),
        bulk=(
            Bulk(key="pick", label=_("选用"), run=_run(request, campaign, pick_pictures, picked)),
            Bulk(key="drop", label=_("移出"), run=_run(request, campaign, drop_pictures, dropped)),
        ),
        empty=Empty(
            _("还没有可用的图片"), _("这里只列各单位已经上报、并且标明可用于汇编和宣传的照片；有儿童的要有监护人同意。")
        ),
    )


def _columns(numbers: Mapping[int, int], names: Names) -> Sequence[Column]:
    def mark(row: Picture) -> SafeString | str:
        number = numbers.get(row.pk)
        said = _("第 %(number)s 张") % {"number": number}
        return format_html('<span class="st ok">{}{}</span>', icon("okc"), said) if number else ""

    return (
        Column(key="picture", label=_("照片"), value=lambda p: p.pk, show=thumb, link=_address, export=False),
        Column(key="number", label=_("选用"), value=lambda p: numbers.get(p.pk), show=mark),
        Column.of("caption", _("说明"), sorts=False),
        Column.of("placement__unit_name", _("单位"), key="unit"),
        place_column(names, field="placement__division_code"),
        Column.of("taken_on", _("拍摄日期"), key="taken"),
        Column.of("minors", _("未成年人"), sorts=False, narrow_hides=True),
    )


def _address(row: Picture) -> str:
    return reverse("materials:picture", args=[row.pk])


def _run(
    request: DeskRequest, campaign: Campaign, act: Callable[..., Selection], said: str
) -> Callable[[HttpRequest, QuerySet[Any]], str]:
    """A bulk act of the list; the number of pictures is in its answer."""

    def run(_request: HttpRequest, rows: QuerySet[Any]) -> str:
        ids = list(rows.values_list("pk", flat=True))
        made = act(actor=request.person, campaign_id=campaign.pk, picture_ids=ids)
        return said % {"count": len(made.pictures)}

    return run


@allow(*OFFICERS)
def chosen(request: DeskRequest) -> HttpResponse:
    """The picked pictures: order and words. What was typed stays when it is refused."""
    campaign = reported_campaign(request)
    selection = selection_of(campaign)
    now = chosen_of(campaign, selection)
    typed, refusal = {each.picture_id: (str(each.number), each.caption) for each in now}, None
    if request.method == "POST":
        typed = _typed(request, now)
        try:
            arrange_pictures(
                actor=request.person,
                campaign_id=campaign.pk,
                version=_whole(request.POST.get("version", "")),
                picks=_picks(request, typed),
            )
        except (BadInput, Stale) as refused:
            refusal = refused
        else:
            messages.success(request, _("已保存图片的顺序和说明。"))
            return HttpResponseRedirect(reverse("report:chosen"))
    context = {
        "title": _("图片的顺序和说明"),
        "campaign": campaign,
        "rows": [(each, *typed[each.picture_id]) for each in now],
        "version": selection.number if selection else 0,
        "refusal": refusal,
        "both": _both(now, typed) if isinstance(refusal, Stale) else [],
        "printed": PRINTED,
        "longest": LONGEST_CAPTION,
    }
    return render(request, "report/chosen.html", context, status=refusal.status if refusal else 200)


def _both(now: Sequence[ChosenPicture], typed: Mapping[int, tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Unit, place and words as they are kept now, and as they were typed, where the two differ."""
    rows = [(each.unit, (str(each.number), each.caption), typed[each.picture_id]) for each in now]
    return [(unit, ". ".join(kept), ". ".join(yours)) for unit, kept, yours in rows if kept != yours]


def _typed(request: DeskRequest, now: Sequence[ChosenPicture]) -> dict[int, tuple[str, str]]:
    """Place and words as they were typed for each picture of the list."""
    return {
        each.picture_id: (
            request.POST.get(f"place-{each.picture_id}", str(each.number)),
            request.POST.get(f"caption-{each.picture_id}", each.caption),
        )
        for each in now
    }


def _picks(request: DeskRequest, typed: Mapping[int, tuple[str, str]]) -> list[Pick]:
    """The list that was typed, without what was marked to be taken out."""
    gone = set(request.POST.getlist("drop"))
    left = [(pk, *each) for pk, each in typed.items() if str(pk) not in gone]
    return ordered((_whole(place), Pick(pk, caption)) for pk, place, caption in left)


def _whole(text: str) -> int:
    """A number that a browser sends; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
