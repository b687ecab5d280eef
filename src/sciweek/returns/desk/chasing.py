"""Reminding those who lack one of the four: whom, with what words, and when they were reminded before."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.mailroom.actions import text_for_group
from sciweek.pages.lists import Bulk, Column, Empty, ListPage, ListState, list_response, narrowed
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.people.person import Person
from sciweek.places.lists import place_column
from sciweek.returns.actions.chasing import LONGEST_NOTE, Chased, chase
from sciweek.returns.desk.places import Names, names_around
from sciweek.returns.desk.roster import (
    by_lack,
    lacks_column,
    lacks_words,
    moment_column,
    narrowing,
    stage_column,
    unit_column,
)
from sciweek.returns.enums import ChaseBy
from sciweek.returns.queries.roster import asked_kinds, lacking, roster_of_four, with_chases
from sciweek.returns.rules import may_chase

NAMED = 5


@allow(*OFFICERS)
def chasing(request: DeskRequest) -> HttpResponse:
    """The missing units with their reminders; chosen ones are reminded by the list's acts, all of them by the form."""
    campaign = working_campaign(request)
    asked = asked_kinds(campaign)
    rows = with_chases(lacking(roster_of_four(request.scope, campaign), asked))
    page = _page(request.person, campaign, asked)
    names = names_around(request.person.division_code)

    def group_text() -> str:
        """Only for the whole page; its parts and files do without."""
        chosen = narrowed(page, rows, ListState.of(page, request.GET.dict()))
        return _group_text(request.person, campaign, chosen, names, asked)

    context = {
        "group_text": group_text,
        "chaseable": may_chase(request.person, campaign),
        "longest": LONGEST_NOTE,
    }
    return list_response(request, page, rows, template="returns/chasing.html", context=context)


def _group_text(
    person: Person, campaign: Campaign, rows: QuerySet[Placement], names: Names, asked: Sequence[DutyKind]
) -> str:
    """The reminder for a chat group: the units by place, each with what it lacks."""
    by_place: dict[str, list[tuple[Placement, str]]] = {}
    for row in rows.order_by("division_code", "unit_name"):
        by_place.setdefault(names[row.division_code], []).append((row, lacks_words(row, asked)))
    context = {"campaign": campaign, "places": by_place, "office": person.unit_name}
    return text_for_group("returns/chase_group", context) if by_place else ""


def _page(person: Person, campaign: Campaign, asked: Sequence[DutyKind]) -> ListPage:
    names = names_around(person.division_code)

    def remind(by: ChaseBy) -> Any:
        def run(request: HttpRequest, rows: QuerySet[Any]) -> str:
            ids = [row.unit_id for row in rows]
            return _told(request, chase(actor=person, campaign=campaign, unit_ids=ids, by=by), by)

        return run

    return ListPage(
        title=_("催报"),
        note=_("四项材料还没有报齐的单位，含退回未复的。"),
        file_name="missing",
        search=("unit_name",),
        search_label=_("单位名称"),
        order=("division_code", "unit_name"),
        columns=(
            unit_column(lambda p: reverse("people:unit", args=[p.unit_id])),
            place_column(names),
            lacks_column(asked),
            stage_column(_("统计表")),
            moment_column("due_at", _("截止"), narrow_hides=True),
            Column(key="chases", label=_("催报次数"), value=lambda p: p.chases, sort=("chases",), numeric=True),
            moment_column("chased_at", _("最近催报")),
        ),
        filters=(by_lack(asked), *narrowing(person)),
        bulk=(
            (
                Bulk(key="mail", label=_("发邮件催报"), run=remind(ChaseBy.MAIL)),
                Bulk(key="group", label=_("记为已在群里催报"), run=remind(ChaseBy.GROUP)),
            )
            if may_chase(person, campaign)
            else ()
        ),
        empty=Empty(_("没有要催的单位"), _("应报单位都已报齐。")),
    )


@allow(*OFFICERS)
@require_POST
def chase_all(request: DeskRequest) -> HttpResponse:
    """Remind everybody whom the page's search and filters leave, with a word of one's own."""
    campaign = working_campaign(request)
    asked = asked_kinds(campaign)
    page = _page(request.person, campaign, asked)
    state = ListState.of(page, request.GET.dict())
    rows = narrowed(page, with_chases(lacking(roster_of_four(request.scope, campaign), asked)), state)
    by = ChaseBy.GROUP if request.POST.get("by") == ChaseBy.GROUP else ChaseBy.MAIL
    note = " ".join(request.POST.get("note", "").split())[:LONGEST_NOTE]
    ids = list(rows.order_by().values_list("unit_id", flat=True))
    done = chase(actor=request.person, campaign=campaign, unit_ids=ids, by=by, note=note)
    messages.success(request, _told(request, done, by))
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("returns:chasing") + (f"?{query}" if query else ""))


def _told(request: HttpRequest, done: Chased, by: ChaseBy) -> str:
    """The sentence on a reminder; what was left out becomes messages of its own."""
    if done.without_mail:
        sentence = _("没有邮箱或还没有人接受邀请，请电话联系：%(names)s。") % {"names": _named(done.without_mail)}
        messages.warning(request, sentence)
    if done.lately:
        messages.warning(request, _("12 小时内已发过邮件，没有再发：%(names)s。") % {"names": _named(done.lately)})
    count = {"count": len(done.told)}
    return (_("已记下 %(count)s 家在群里催报。") if by == ChaseBy.GROUP else _("已给 %(count)s 家发邮件催报。")) % count


def _named(names: Sequence[str]) -> str:
    rest = len(names) - NAMED
    return "、".join(names[:NAMED]) + (_("等 %(count)s 家") % {"count": len(names)} if rest > 0 else "")
