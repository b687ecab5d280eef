"""Adding, changing and removing a check of the form, with the place in the formula where it goes wrong."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from sciweek.people.access import DeskRequest
from sciweek.returns.checks import BadCheck, read_check
from sciweek.returns.definition import editing as edits
from sciweek.returns.desk.forms.editing import Draft, Edited, Page, edit_page, editor, typed
from sciweek.returns.enums import FormAct
from sciweek.returns.forms import CheckForm, check_values


@editor
def new_check(request: DeskRequest, draft: Draft) -> HttpResponse:
    """A check more."""
    codes = [check.code for check in draft.text.checks]
    number = next(n for n in range(1, len(codes) + 2) if f"R{n:02}" not in codes)
    begin = {"version": draft.form.pk, "code": f"R{number:02}", "grade": "核实性"}
    return _page(request, draft, "", _("添加审核公式"), begin)


@editor
def edit_check(request: DeskRequest, draft: Draft, code: str) -> HttpResponse:
    """A check of the form, or its removal."""
    present = next((check for check in draft.text.checks if check.code == code), None)
    if present is None and request.method != "POST":
        raise Http404
    values = check_values(present) if present else {}
    title = _("审核公式 %(code)s") % {"code": code}
    return _page(request, draft, code if present else "", title, {**values, "version": draft.form.pk})


def _page(request: DeskRequest, draft: Draft, code: str, title: str, begin: dict[str, object]) -> HttpResponse:
    form = CheckForm(typed(request), initial=begin)
    wrong: dict[str, object] = {}

    def make(filled: CheckForm) -> Edited:
        row = filled.row()
        try:
            check = read_check(row, draft.text.kinds)
        except BadCheck as refusal:
            if refusal.at is not None:
                wrong.update(_marked(row["formula"], refusal.at))
            raise
        act = FormAct.CHANGE_CHECK if code else FormAct.ADD_CHECK
        return Edited(edits.put_check(draft.text, code, row), act, check.code, f"check-{check.code}")

    def remove() -> Edited:
        return Edited(edits.remove_check(draft.text, code), FormAct.REMOVE_CHECK, code, "checks")

    page = Page(
        title=title,
        form=form,
        make=make,
        remove=remove if code else None,
        near="审核公式",
        anchor=f"check-{code}" if code else "checks",
        template="returns/form_check.html",
        context={"items": draft.text.items, "wrong": wrong, "remove_act": _("删除这条公式"), "remove_hint": ""},
    )
    return edit_page(request, draft, page)


def _marked(formula: str, at: int) -> dict[str, object]:
    """The formula parted at the character where it goes wrong; behind its end something is missing."""
    return {"before": formula[:at], "sign": formula[at : at + 1], "after": formula[at + 1 :]}
