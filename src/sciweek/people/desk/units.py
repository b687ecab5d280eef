"""The register of units: list, page, forms, import."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.core.errors import BadInput
from sciweek.core.files import MEGABYTE
from sciweek.core.models import AuditEntry
from sciweek.documents.sheets.reading import read_sheet
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.pages.carried import carried_file
from sciweek.pages.kept import typed_before
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.people import importing
from sciweek.people.access import DeskRequest, allow
from sciweek.people.actions import units as verbs
from sciweek.people.enums import ADMINISTRATORS, OFFICERS, REVIEWERS, Level, Role, Staffing, UnitKind
from sciweek.people.forms import ContactForm, MoveForm, SheetForm, UnitForm
from sciweek.people.models import Unit
from sciweek.people.queries import invitations_in, lead_office, officers_of, staffed, units_for_list, units_in
from sciweek.people.rules import (
    may_change_contact,
    may_change_unit,
    may_close_unit,
    may_manage_units,
    roles_to_invite,
)
from sciweek.places.lists import by_place
from sciweek.places.queries import name_of, path_name, subtree_of

READERS = tuple(role for role in Role if role not in ADMINISTRATORS | REVIEWERS)
LARGEST_SHEET = 3 * MEGABYTE


def found_unit(request: DeskRequest, pk: int) -> Unit:
    """The open unit inside the scope, else 404."""
    unit = units_in(request.scope).select_related("division", "reports_to").filter(pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def unit_list(request: DeskRequest) -> ListPage:
    """The list as this person sees it."""
    inside = subtree_of(request.person.division_code)
    places = [(d.code, d.short_name) for d in inside if d.level <= Level.PREFECTURE or len(inside) < 60]
    manages = may_manage_units(request.person)
    # Reversed once and not for each of up to a hundred rows.
    page_of = reverse("people:unit", args=[0]).removesuffix("0/")
    return ListPage(
        title=_("单位"),
        file_name="units",
        search=("name", "short_name", "credit_code"),
        search_label=_("单位名称、信用代码"),
        order=("level", "division_code", "name"),
        columns=(
            Column.of("name", _("单位"), link=lambda u: f"{page_of}{u.pk}/"),
            Column.of("kind", _("类型")),
            Column(key="place", label=_("所在地"), value=lambda u: u.division.short_name, sort=("division_code",)),
            Column.of("level", _("级别"), narrow_hides=True),
            Column.of("reports_to__label", _("报送至"), key="reports_to", sorts=False, narrow_hides=True),
            Column.of("people", _("人员"), numeric=True),
            Column(
                key="state",
                label=_("邀请"),
                value=lambda u: _("已邀请") if u.invited else "" if u.people else _("未邀请"),
            ),
        ),
        filters=(
            by_place(places),
            Filter.among("kind", _("类型"), UnitKind),
            Filter.among("level", _("级别"), Level),
            Filter.among("who", _("人员"), Staffing, apply=staffed),
        ),
        empty=Empty(
            _("还没有单位"),
            _("导入单位名单，或逐个登记。"),
            _("导入单位名单") if manages else "",
            reverse("people:import") if manages else "",
        ),
    )


@allow(*READERS)
def units(request: DeskRequest) -> HttpResponse:
    """The units inside the person's scope."""
    return list_response(
        request,
        unit_list(request),
        units_for_list(request.scope),
        template="people/units.html",
        context={"manages": may_manage_units(request.person)},
    )


@allow(*READERS)
def unit(request: DeskRequest, pk: int) -> HttpResponse:
    """One unit: facts, line, people, history, and what this person may do with it."""
    shown = found_unit(request, pk)
    person = request.person
    entries = AuditEntry.objects.filter(subject_type="people.unit", subject_id=str(pk)).order_by("-number")[:10]
    return render(
        request,
        "people/unit.html",
        {
            "title": shown.name,
            "unit": shown,
            "place": path_name(shown.division_code),
            "below": units_in(request.scope).filter(reports_to=shown).order_by("name")[:30],
            "people": officers_of(pk),
            "waiting": invitations_in(request.scope).filter(unit=shown, accepted_at=None, revoked_at=None)[:10],
            "entries": entries,
            "may_change": may_change_unit(person, shown),
            "may_contact": may_change_contact(person, shown),
            "may_close": may_close_unit(person, shown),
            "roles": roles_to_invite(person, shown),
            "open_contact": may_change_contact(person, shown),
        },
    )


@allow(*OFFICERS)
def new_unit(request: DeskRequest) -> HttpResponse:
    """Enter a unit."""
    form = UnitForm(request.person, request.POST or typed_before(request))
    if request.method == "POST" and form.is_valid():
        superior = form.cleaned_data["reports_to"]
        try:
            facts = form.facts()
            reports_to = superior.pk if superior else _office_for(facts.division_code, request)
            made = verbs.create_unit(actor=request.person, facts=facts, reports_to_id=reports_to)
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("已登记“%(name)s”。") % {"name": made.name})
            return HttpResponseRedirect(reverse("people:unit", args=[made.pk]))
    return render(request, "people/unit_form.html", {"title": _("登记单位"), "form": form, "act": _("登记单位")})


def _office_for(division_code: int, request: DeskRequest) -> int:
    office = lead_office(division_code)
    return office.pk if office else request.person.unit_id


@allow(*OFFICERS)
def change_unit(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct the register; a stale form shows both versions."""
    shown = found_unit(request, pk)
    initial = {name: getattr(shown, name) for name in (*verbs.CHANGEABLE, "version")}
    form = UnitForm(request.person, request.POST or typed_before(request), unit=shown, initial=initial)

    def save() -> Unit:
        version = form.cleaned_data["version"] or 0
        return verbs.change_unit(actor=request.person, unit_id=pk, version=version, facts=form.facts())

    if request.method == "POST" and form.is_valid() and form.saves(save):
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(reverse("people:unit", args=[pk]))
    return _unit_form(request, _("修改单位"), shown, form)


@allow(*READERS)
def change_contact(request: DeskRequest, pk: int) -> HttpResponse:
    """A unit's contact data, kept by itself or by its office."""
    shown = found_unit(request, pk)
    if not may_change_contact(request.person, shown):
        raise Http404
    initial = {name: getattr(shown, name) for name in (*verbs.CONTACT, "version")}
    form = ContactForm(request.POST or typed_before(request), initial=initial)

    def save() -> Unit:
        contact = {name: form.cleaned_data[name] for name in verbs.CONTACT}
        version = form.cleaned_data["version"] or 0
        return verbs.change_contact(actor=request.person, unit_id=pk, version=version, contact=contact)

    if request.method == "POST" and form.is_valid() and form.saves(save):
        messages.success(request, _("联系方式已保存。"))
        return HttpResponseRedirect(reverse("people:unit", args=[pk]))
    return _unit_form(request, _("修改联系方式"), shown, form)


def _unit_form(request: DeskRequest, title: str, unit: Unit, form: ContactForm) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "unit": unit,
        "act": _("保存"),
        "stale": form.stale,
        "both": form.both(form.stale),
    }
    return render(request, "people/unit_form.html", context, status=409 if form.stale else 200)


@allow(*OFFICERS)
def move_unit(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the unit report elsewhere."""
    shown = found_unit(request, pk)
    form = MoveForm(request.person, shown, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.move_unit(actor=request.person, unit_id=pk, reports_to_id=form.cleaned_data["reports_to"].pk)
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("报送关系已更改，下属单位一并移动。"))
            return HttpResponseRedirect(reverse("people:unit", args=[pk]))
    note = _("已部署的活动周按部署时的报送关系办理，不受影响。")
    return render(
        request,
        "people/unit_form.html",
        {"title": _("更改报送单位"), "form": form, "unit": shown, "act": _("更改"), "note": note},
    )


@allow(*OFFICERS)
def close_unit(request: DeskRequest, pk: int) -> HttpResponse:
    """End a unit, after a page that says what that means."""
    shown = found_unit(request, pk)
    if request.method == "POST":
        verbs.close_unit(actor=request.person, unit_id=pk)
        messages.success(request, _("已停用“%(name)s”。") % {"name": shown.name})
        return HttpResponseRedirect(reverse("people:units"))
    return render(request, "people/unit_close.html", {"title": _("停用单位"), "unit": shown})


@allow(*OFFICERS)
def import_units(request: DeskRequest) -> HttpResponse:
    """Upload, look at the dry run, confirm. The sheet travels with the page between the two, so nothing is stored."""
    form = SheetForm(None, None)
    context: dict[str, object] = {"title": _("导入单位名单"), "columns": importing.blank_columns()}
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        too_large = _("文件超过 3 MB。请只保留单位名单，另存后再上传。")
        try:
            upload = carried_file(request, largest=LARGEST_SHEET, too_large=too_large)
            sheet = read_sheet(upload.data, upload.name)
            if request.POST.get("act") == "import":
                report = importing.import_units(actor=request.person, sheet=sheet)
                messages.success(request, _("已导入 %(count)s 个单位。") % {"count": len(report.new)})
                return HttpResponseRedirect(reverse("people:units"))
            report = importing.preview(actor=request.person, sheet=sheet)
            context |= {"report": report, **upload.context}
        except BadInput as refusal:
            context["refusal"] = refusal.sentence
    return render(request, "people/import.html", {**context, "form": form})


@allow(*OFFICERS)
def blank_sheet(request: DeskRequest) -> FileResponse:
    """The blank sheet with its head, an example, and the list of kinds."""
    out = io.BytesIO()
    example = ["示例县第一中学（填写时删去本行）", str(UnitKind.SCHOOL.label), name_of(request.person.division_code)]
    kinds = SheetOut(_("类型"), [_("可填的类型")], [[str(label)] for label in UnitKind.labels], widths=[24])
    write_xlsx([SheetOut(_("单位名单"), importing.blank_columns(), [example], widths=[36, 18, 18]), kinds], out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="unit-list.xlsx")
