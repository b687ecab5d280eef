"""The editor's first page: the whole form with what may be done to each part; moving; cover and groups."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.core.errors import BadInput, Refused, Stale
from sciweek.people.access import DeskRequest
from sciweek.returns.definition import editing as edits
from sciweek.returns.desk.forms.editing import (
    Draft,
    Edited,
    Page,
    edit_page,
    editor,
    keep,
    refuse_stale,
    seen_form,
    typed,
)
from sciweek.returns.desk.forms.rows import doubts, group_rows, shown_links
from sciweek.returns.enums import FormAct
from sciweek.returns.forms import CoverForm, GroupForm, cover_values, group_values
from sciweek.returns.queries.forms import changes_since, form_changes
from sciweek.returns.template import FormText

UP, DOWN = "up", "down"


@editor
def edit_form(request: DeskRequest, draft: Draft) -> HttpResponse:
    """The whole form, each part with its buttons. `at` is the button that was pressed last: it keeps the focus."""
    return overview(request, draft)


def overview(request: DeskRequest, draft: Draft, refusal: Refused | None = None) -> HttpResponse:
    """The page; with a refusal on top of it where a button was pressed in vain."""
    links = shown_links(draft.text)
    stale = refusal if isinstance(refusal, Stale) else None
    context = {
        "title": _("编辑表式"),
        "campaign": draft.campaign,
        "form": draft.text,
        "version": draft.form.pk,
        "groups": group_rows(draft.text, links),
        "links": links,
        "doubts": doubts(draft.text),
        "last": form_changes(draft.campaign).first(),
        "at": request.GET.get("at", ""),
        "refusal": refusal,
        "since": changes_since(draft.campaign, seen_form(request)) if stale else [],
    }
    return render(request, "returns/form_edit.html", context, status=refusal.status if refusal else 200)


@editor
@require_POST
def move(request: DeskRequest, draft: Draft) -> HttpResponse:
    """Move an indicator or a group one place; the button says which: `item:A05`."""
    way = UP if UP in request.POST else DOWN
    what, _colon, key = request.POST.get(way, "").partition(":")
    movers: dict[str, tuple[Callable[[FormText, str, int], FormText], FormAct]] = {
        "item": (edits.move_item, FormAct.MOVE_ITEM),
        "group": (edits.move_group, FormAct.MOVE_GROUP),
    }
    if what not in movers:
        raise Http404
    mover, act = movers[what]
    seen = seen_form(request)
    try:
        refuse_stale(draft, seen)
        text = mover(draft.text, key, -1 if way == UP else 1)
        # No anchor: a browser does not give the focus to a button when the address names another place of the page.
        return keep(request, draft, seen, Edited(text, act, key), at=f"{way}:{what}:{key}")
    except (BadInput, Stale) as refusal:
        return overview(request, draft, refusal)


@editor
def edit_cover(request: DeskRequest, draft: Draft) -> HttpResponse:
    """The cover."""

    def make(form: CoverForm) -> Edited:
        given = {name: form.cleaned_data[name] for name in cover_values(draft.text)}
        return Edited(edits.with_cover(draft.text, **given), FormAct.COVER, "", "cover")

    form = CoverForm(typed(request), initial={**cover_values(draft.text), "version": draft.form.pk})
    return edit_page(request, draft, Page(title=_("封面"), form=form, make=make, near="表式", anchor="cover"))


@editor
def new_group(request: DeskRequest, draft: Draft) -> HttpResponse:
    """A group more."""

    def make(form: GroupForm) -> Edited:
        group = form.group()
        text = edits.add_group(draft.text, group)
        return Edited(text, FormAct.ADD_GROUP, f"{group.letter} {group.name}", f"group-{group.letter}")

    form = GroupForm(typed(request), initial={"version": draft.form.pk})
    page = Page(title=_("添加分组"), form=form, make=make, near="分组", anchor="add-group")
    return edit_page(request, draft, page)


@editor
def edit_group(request: DeskRequest, draft: Draft, code: str) -> HttpResponse:
    """A group's letter, name and note; or remove it when it is empty."""
    present = next((group for group in draft.text.groups if group.letter == code), None)
    if present is None and request.method != "POST":
        raise Http404

    name = f"{code} {present.name}" if present else code

    def make(form: GroupForm) -> Edited:
        group = form.group()
        anchor = f"group-{group.letter}"
        if present is None:
            text = edits.add_group(draft.text, group)
            return Edited(text, FormAct.ADD_GROUP, f"{group.letter} {group.name}", anchor)
        return Edited(edits.change_group(draft.text, code, group), FormAct.CHANGE_GROUP, name, anchor)

    def remove() -> Edited:
        return Edited(edits.remove_group(draft.text, code), FormAct.REMOVE_GROUP, name, "add-group")

    values = group_values(present) if present else {}
    page = Page(
        title=_("分组 %(name)s") % {"name": name},
        form=GroupForm(typed(request), initial={**values, "version": draft.form.pk}),
        make=make,
        remove=remove if present else None,
        near="分组",
        anchor=f"group-{code}",
        context={"remove_act": _("移除分组"), "remove_hint": _("分组里没有指标时才能移除。")},
    )
    return edit_page(request, draft, page)
