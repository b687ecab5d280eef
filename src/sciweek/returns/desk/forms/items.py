"""Adding an indicator, of the catalogue or a new one; changing its words, or its meaning under a new code; removing it."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from sciweek.people.access import DeskRequest
from sciweek.returns.definition import editing as edits
from sciweek.returns.desk.forms.editing import Draft, Edited, Page, edit_page, editor, typed
from sciweek.returns.desk.forms.rows import shown_links
from sciweek.returns.enums import FormAct
from sciweek.returns.forms import ItemForm, SettledItemForm, item_values
from sciweek.returns.models import Indicator
from sciweek.returns.queries.catalogue import catalogue, fixed_codes
from sciweek.returns.template import ItemText

TEMPLATE = "returns/form_item.html"


@editor
def new_item(request: DeskRequest, draft: Draft) -> HttpResponse:
    """An indicator more: in the group of the address, filled in from the catalogue where its `code` is given."""
    known = {each.code: each for each in catalogue()}
    letter = request.GET.get("group", "")
    if not draft.text.groups:
        raise Http404
    if letter not in [group.letter for group in draft.text.groups]:
        letter = draft.text.groups[-1].letter
    chosen = known.get(request.GET.get("code", ""))
    form = ItemForm(typed(request), draft.text, initial=_begin(draft, letter, chosen, known))
    page = Page(
        title=_("添加指标"),
        form=form,
        make=lambda filled: _added(draft, filled),
        near="",
        anchor=f"group-{letter}",
        template=TEMPLATE,
        context={
            "letter": letter,
            "chosen": chosen,
            "offered": [each for each in known.values() if each.code not in draft.text.kinds],
        },
    )
    return edit_page(request, draft, page)


def _begin(draft: Draft, letter: str, chosen: Indicator | None, known: Mapping[str, Indicator]) -> dict[str, object]:
    begin: dict[str, object] = {"version": draft.form.pk, "group": letter, "required": True, "kind": "integer"}
    if chosen is None:
        return begin | {"code": edits.next_code(draft.text, letter, known)}
    return begin | {name: getattr(chosen, name) for name in ("code", "name", "unit", "kind", "definition")}


def _added(draft: Draft, form: ItemForm) -> Edited:
    item = form.item()
    text = edits.add_item(draft.text, form.cleaned_data["group"], item, form.links(item.code))
    return Edited(text, FormAct.ADD_ITEM, f"{item.code} {item.name}", f"item-{item.code}")


@editor
def edit_item(request: DeskRequest, draft: Draft, code: str) -> HttpResponse:
    """An indicator of the form: words, place, meaning; what holds it; its removal."""
    present = next((item for item in draft.text.items if item.code == code), None)
    if present is None:
        return _gone(request, draft, code)
    uses = edits.uses_of(draft.text, code)
    settled = bool(fixed_codes(draft.campaign, [code]))
    name = f"{code} {present.name}"

    def remove() -> Edited:
        anchor = f"group-{edits.letter_of(draft.text, code)}"
        return Edited(edits.remove_item(draft.text, code), FormAct.REMOVE_ITEM, name, anchor)

    page = Page(
        title=_("指标 %(name)s") % {"name": name},
        form=_form_over(request, draft, present, settled=settled),
        make=lambda filled: _changed(draft, present, filled),
        remove=remove,
        near=code,
        anchor=f"item-{code}",
        template=TEMPLATE,
        context={
            "present": present,
            "settled": settled,
            "uses": uses,
            "remove_act": _("移除这项指标"),
            "own_links": [shown for shown in shown_links(draft.text) if shown.link.after == code],
        },
    )
    return edit_page(request, draft, page)


def _form_over(request: DeskRequest, draft: Draft, present: ItemText, *, settled: bool) -> ItemForm:
    letter = edits.letter_of(draft.text, present.code)
    links = [link for link in draft.text.links if link.after == present.code]
    if settled:
        values = {**item_values(present, letter, ()), "version": draft.form.pk}
        suggested = edits.next_code(draft.text, letter, catalogue().values_list("code", flat=True))
        return SettledItemForm(typed(request), draft.text, present=present, suggested=suggested, initial=values)
    values = {**item_values(present, letter, links), "version": draft.form.pk}
    return ItemForm(typed(request), draft.text, code=present.code, initial=values)


def _changed(draft: Draft, present: ItemText, form: ItemForm) -> Edited:
    item, letter = form.item(), form.cleaned_data["group"]
    if isinstance(form, SettledItemForm) and not form.changed:
        links = [link for link in draft.text.links if link.after == present.code]
    else:
        links = form.links(item.code)
    text = edits.change_item(draft.text, present.code, item, letter, links)
    if item.code == present.code:
        return Edited(text, FormAct.CHANGE_ITEM, f"{item.code} {item.name}", f"item-{item.code}")
    return Edited(text, FormAct.RECODE_ITEM, f"{present.code} → {item.code} {item.name}", f"item-{item.code}")


def _gone(request: DeskRequest, draft: Draft, code: str) -> HttpResponse:
    """Somebody removed the indicator meanwhile: what was typed about it can be added anew."""
    if request.method != "POST" or not draft.text.groups:
        raise Http404
    data = request.POST.copy()
    # The code of a settled indicator is not typed, and so not sent.
    data["code"] = request.POST.get("new_code") or request.POST.get("code") or code
    form = ItemForm(data, draft.text, initial={"version": draft.form.pk})
    page = Page(
        title=_("指标 %(name)s（已被移除）") % {"name": code},
        form=form,
        make=lambda filled: _added(draft, filled),
        template=TEMPLATE,
        context={"gone": code},
    )
    return edit_page(request, draft, page)
