"""The system administrator's two small tables beside the divisions: what people call a place, and what became of it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciweek.core.errors import BadInput
from sciweek.documents.sheets.reading import read_sheet
from sciweek.pages.carried import carried_file
from sciweek.pages.forms import SciweekForm
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.pages.templatetags.sciweek import icon
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import Role
from sciweek.places.actions.upkeep import ALIASES, CHANGES, Table, import_table, preview_table
from sciweek.places.models import ChangeKind, DivisionAlias, DivisionChange
from sciweek.places.queries import division_by_code, path_name
from sciweek.places.upkeep import ALIAS_COLUMNS, CHANGE_COLUMNS, KINDS, UNCONFIRMED

LARGEST_SHEET = 2_000_000


class TableForm(SciweekForm):
    """The whole table as a sheet."""

    sheet = forms.FileField(label=gettext_lazy("改好的整张表"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the one import page needs to know of a table."""

    table: Table[Any, Any]
    list_name: str
    title: str
    note: str
    columns: tuple[str, ...]


@allow(Role.SYSTEM_ADMINISTRATOR)
def aliases(request: DeskRequest) -> HttpResponse:
    """What people write for a division and no rule derives."""
    page = ListPage(
        title=_("地名的叫法"),
        note=_("按规则推不出的别名、简称。有了它们，导入名单时“大柴旦行委”也认得出。"),
        file_name="division-aliases",
        search=("name", "code"),
        search_label=_("叫法或代码"),
        order=("code", "pk"),
        columns=(
            Column(key="name", label=_("叫法"), value=lambda row: row.name, sort=("name",)),
            Column(key="code", label=_("代码"), value=lambda row: str(row.code), sort=("code",)),
            Column(key="place", label=_("指的是"), value=lambda row: path_name(row.code)),
        ),
        empty=Empty(_("还没有叫法"), _("准备两列的表：代码、叫法。"), _("导入"), reverse("desk:import_aliases")),
    )
    return list_response(
        request,
        page,
        DivisionAlias.objects.all(),
        template="desk/place_table.html",
        context={"tab": "aliases", "import_href": reverse("desk:import_aliases")},
    )


@allow(Role.SYSTEM_ADMINISTRATOR)
def changes(request: DeskRequest) -> HttpResponse:
    """What became of former divisions, and by which document."""
    page = ListPage(
        title=_("区划沿革"),
        note=_("旧代码后来是哪里、从哪一天起。往年的数按它对到今天的地方。"),
        file_name="division-changes",
        search=("old_name", "old_code", "new_code", "basis", "source"),
        search_label=_("名称、代码或文号"),
        order=("on", "old_code"),
        columns=(
            Column.of("old_name", _("旧名称"), key="name"),
            Column(key="old", label=_("旧代码"), value=lambda row: str(row.old_code), sort=("old_code",)),
            Column(key="new", label=_("新代码"), value=lambda row: str(row.new_code), show=_place, sort=("new_code",)),
            Column.of("on", _("日期")),
            Column(
                key="kind", label=_("变更"), value=lambda row: KINDS[row.kind], show=lambda row: row.get_kind_display()
            ),
            Column.of("basis", _("说明"), sorts=False, narrow_hides=True),
            Column(key="source", label=_("依据文号"), value=lambda row: row.source or UNCONFIRMED, show=_source),
        ),
        filters=(
            Filter.among("kind", _("变更"), ChangeKind),
            Filter(
                key="source",
                label=_("依据文号"),
                choices=lambda: [("no", _("未核实")), ("yes", _("已核实"))],
                apply=lambda rows, wanted: rows.filter(source="") if wanted == "no" else rows.exclude(source=""),
            ),
        ),
        empty=Empty(_("还没有沿革"), _("按说明准备一张表。"), _("导入"), reverse("desk:import_changes")),
    )
    return list_response(
        request,
        page,
        DivisionChange.objects.all(),
        template="desk/place_table.html",
        context={"tab": "changes", "import_href": reverse("desk:import_changes")},
    )


def _place(row: DivisionChange) -> str:
    place = division_by_code(row.new_code)
    return f"{row.new_code} {place.short_name}" if place else str(row.new_code)


def _source(row: DivisionChange) -> SafeString | str:
    if row.source:
        return row.source
    return format_html('<span class="st warn">{}{}</span>', icon("warn"), _("未核实"))


@allow(Role.SYSTEM_ADMINISTRATOR)
def import_aliases(request: DeskRequest) -> HttpResponse:
    """Upload the aliases, look at what changes, take them over."""
    titles = tuple(column.titles[0] for column in ALIAS_COLUMNS)
    return _import(request, Upkeep(ALIASES, "desk:aliases", _("导入地名的叫法"), "", titles))


@allow(Role.SYSTEM_ADMINISTRATOR)
def import_changes(request: DeskRequest) -> HttpResponse:
    """Upload the changes, look at what changes, take them over."""
    titles = tuple(column.titles[0] for column in CHANGE_COLUMNS)
    note = _("变更填：%(kinds)s。分设的每个去向各写一行。依据文号没有查实的空着，页面上会标“未核实”，不要估一个。")
    return _import(
        request,
        Upkeep(CHANGES, "desk:changes", _("导入区划沿革"), note % {"kinds": "、".join(KINDS.values())}, titles),
    )


def _import(request: DeskRequest, upkeep: Upkeep) -> HttpResponse:
    """The sheet travels with the page between look and consent, so that nothing is stored."""
    context: dict[str, object] = {"title": upkeep.title, "upkeep": upkeep, "back": reverse(upkeep.list_name)}
    if request.method == "POST":
        try:
            upload = carried_file(request, largest=LARGEST_SHEET, too_large=_("文件超过 2 MB，请核对是否选错。"))
            sheet = read_sheet(upload.data, upload.name)
            if request.POST.get("act") == "import":
                taken = import_table(actor=request.person, table=upkeep.table, sheet=sheet)
                messages.success(request, _("已更新 %(count)s 处。") % {"count": len(taken)})
                return HttpResponseRedirect(reverse(upkeep.list_name))
            trial = preview_table(table=upkeep.table, sheet=sheet)
            context |= {"trial": trial, **upload.context}
        except BadInput as refusal:
            context["refusal"] = refusal.sentence
    return render(request, "desk/import_place_table.html", {**context, "form": TableForm()})
