"""A unit's form filled in elsewhere and uploaded: a dry run first, then saved like what is typed."""

from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.core.errors import BadInput, Stale, permit
from sciweek.core.files import MEGABYTE, OFFICE_PARTS, Limits, label_of, read_within, refuse_secrecy_marks
from sciweek.documents.sheets.tables import read_tables
from sciweek.pages.forms import SciweekForm
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import FILLERS
from sciweek.returns.actions.filling import NOT_NOW, save_cells
from sciweek.returns.desk.filling import back_to, entry_page, own_return, seen_version, suffix_for
from sciweek.returns.desk.rows import summary
from sciweek.returns.findings import Finding
from sciweek.returns.layout import LaidRow, Layout, read_layout
from sciweek.returns.models import Return
from sciweek.returns.queries.cells import cells_of
from sciweek.returns.queries.checks import findings_of, known_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.rules import may_fill
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.values import CellContent, read_value, show

# An old or protected workbook is let through to the reader, which says how to mend it.
LIMITS = Limits({*OFFICE_PARTS.values(), "text/plain", "application/x-ole-storage"}, 3 * MEGABYTE)
# Far more than any form has; each row is two fields of the page that confirms.
MOST_ROWS = 400


class UploadForm(SciweekForm):
    """The filled form."""

    sheet = forms.FileField(
        label=gettext_lazy("填好的统计表"),
        help_text=gettext_lazy("xlsx、docx 或 csv，不超过 3 MB。请勿上传涉密内容。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx,.csv"}),
    )


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A row of the upload beside the cell that it would go to.

    `outcome` is one of: changes, same, blank, unreadable, unsure, unknown.
    """

    number: int
    label: str
    text: str
    item: ItemText | None
    present: str
    shown: str
    outcome: str
    sentence: str = ""


@allow(*FILLERS)
def upload(request: DeskRequest) -> HttpResponse:
    """Choose a file; what it would change is shown before anything is saved."""
    ret = own_return(request)
    suffix = suffix_for(request, ret)
    permit(bool(suffix) or may_fill(request.person, ret), NOT_NOW)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"title": _("上传填好的表"), "ret": ret, "form": form, "suffix": suffix}
    if request.method == "POST":
        try:
            context |= _dry_run(ret, _read(request, ret))
        except BadInput as refusal:
            form.add_error("sheet", refusal.sentence)
    return render(request, "returns/upload.html", context)


def _read(request: DeskRequest, ret: Return) -> Layout:
    file = request.FILES.get("sheet")
    if file is None:
        raise BadInput(_("请先选择填好的统计表。"))
    data, _type = read_within(file, LIMITS)
    name = label_of(file.name)
    sheets = read_tables(data, name)
    for sheet in sheets:
        refuse_secrecy_marks("\n".join(str(cell) for row in sheet.rows for cell in row.cells))
    layout = read_layout(sheets, form_text(ret.form))
    if len(layout.rows) > MOST_ROWS:
        raise BadInput(
            _("“%(name)s”有 %(count)s 行数字，统计表没有这么多。请核对文件。")
            % {"name": name, "count": len(layout.rows)}
        )
    if layout.unit and layout.unit != ret.unit.name:
        raise BadInput(_("这是“%(name)s”的表，不是本单位的。请核对文件。") % {"name": layout.unit})
    if layout.campaign and layout.campaign != ret.campaign.name:
        raise BadInput(_("这是“%(name)s”的表，不是本届的。请核对文件。") % {"name": layout.campaign})
    return layout


def _dry_run(ret: Return, layout: Layout) -> dict[str, object]:
    """What the page shows of an upload: rows, findings as they would be, and what it leaves as it is."""
    text, cells = form_text(ret.form), cells_of(ret.pk)
    items = {item.code: item for item in text.items}
    rows = [_tried(row, items.get(row.code), cells) for row in layout.rows]
    return {
        "rows": rows,
        "counts": {name: sum(row.outcome == name for row in rows) for name in {row.outcome for row in rows}},
        "items": text.items,
        "missing": [items[code] for code in layout.missing],
        "hidden": layout.hidden,
        **summary(_found(ret, text, cells, layout)),
    }


def _tried(row: LaidRow, item: ItemText | None, cells: dict[str, CellContent]) -> TriedRow:
    blank = TriedRow(row.number, row.label, row.text, item, "", row.text, "unknown")
    if item is None:
        return blank
    present = cells.get(item.code)
    tried = replace(blank, present=show(present, item.kind), outcome="blank")
    try:
        content = read_value(row.text, item.kind, unit=item.unit)
    except BadInput as refusal:
        return replace(tried, outcome="unreadable", sentence=refusal.sentence)
    if content is None:
        return tried
    outcome = "unsure" if not row.certain else "same" if content == present else "changes"
    return replace(tried, shown=show(content, item.kind), outcome=outcome)


def _found(ret: Return, text: FormText, cells: dict[str, CellContent], layout: Layout) -> list[Finding]:
    """The findings of checks that the return would have after the certain rows were saved."""
    after = dict(cells)
    for item in text.items:
        try:
            content = read_value(layout.certain.get(item.code, ""), item.kind, unit=item.unit)
        except BadInput:
            continue
        if content is not None:
            after[item.code] = content
    return findings_of(ret, replace(known_of(ret), cells=after))


@allow(*FILLERS)
@require_POST
def take(request: DeskRequest) -> HttpResponse:
    """Save the rows of the dry run under the indicators that the person confirmed."""
    ret = own_return(request)
    typed = _confirmed(request)
    try:
        saved = save_cells(
            actor=request.person, ret_id=ret.pk, version=seen_version(request), typed=typed, source="upload"
        )
    except Stale as refusal:
        return entry_page(request, own_return(request), typed=typed, stale=refusal)
    messages.success(request, _("已从文件读入，改了 %(count)s 格。") % {"count": len(saved.changed)})
    if saved.unreadable:
        messages.warning(request, _("有 %(count)s 格读不出来，请按提示更正。") % {"count": len(saved.unreadable)})
        left = {code: typed[code] for code in saved.unreadable}
        return entry_page(request, own_return(request), typed=left, unreadable=dict(saved.unreadable))
    return back_to(request, ret)


def _confirmed(request: DeskRequest) -> dict[str, str]:
    """Indicator code to text as the dry run's page posts them.

    Raises:
        BadInput: two rows were said to be the same indicator.
    """
    typed: dict[str, str] = {}
    for number in range(MOST_ROWS):
        code, text = request.POST.get(f"code-{number}", ""), request.POST.get(f"text-{number}")
        if text is None:
            break
        if not code or not text.strip():
            continue
        if code in typed:
            raise BadInput(_("%(code)s 指定给了两行。请返回上一页，为每行选不同的指标。") % {"code": code})
        typed[code] = text
    return typed
