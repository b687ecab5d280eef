"""A county's many filled forms at once: uploaded, looked through, saved file by file, and submitted where complete."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.core.errors import BadInput, NotFound, permit
from sciweek.documents.sheets.writing import write_csv
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS
from sciweek.returns.actions.filling import open_for_unit, open_return
from sciweek.returns.actions.importing import assign, discard, save_planned, submit_many, take_in
from sciweek.returns.desk.filling import seen_version
from sciweek.returns.desk.places import names_around
from sciweek.returns.desk.rows import summary
from sciweek.returns.importing.gathering import BY_PAGE, gather, refuse_beyond
from sciweek.returns.importing.matching import normal_name
from sciweek.returns.importing.planning import CLOSED, InHand, Planned, Standing, plan, troubles
from sciweek.returns.importing.progress import Progress, progress_of
from sciweek.returns.importing.staging import layout_of
from sciweek.returns.models import ImportBatch, ImportFile
from sciweek.returns.queries.forms import form_of, form_text
from sciweek.returns.queries.importing import batch_of, batches_of, file_of, files_of, to_choose_from
from sciweek.returns.rules import may_import

LOOKS = {
    Standing.CHOOSE: ("warn", "warn", gettext_lazy("请选单位")),
    Standing.CONFIRM: ("warn", "warn", gettext_lazy("要逐项确认")),
    Standing.REFUSED: ("bad", "oct", gettext_lazy("不能读入")),
    Standing.READY: ("ok", "pen", gettext_lazy("可以保存")),
    Standing.SAME: ("", "check", gettext_lazy("没有变化")),
    Standing.DONE: ("info", "okc", gettext_lazy("已读入")),
}
"""How each standing is shown, in the order in which files are listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A file as the page shows it."""

    kept: ImportFile
    planned: Planned
    progress: Progress | None
    ticked: bool
    own: bool

    @property
    def look(self) -> tuple[str, str, str]:
        """Tone, icon and word of how it stands."""
        tone, icon, word = LOOKS[self.planned.standing]
        return tone, icon, str(word)

    @property
    def choosing(self) -> bool:
        """Whether an officer says whose it is, or has said so and may say otherwise."""
        open_still = self.planned.standing != Standing.DONE and not self.kept.refusal
        return open_still and (self.planned.standing == Standing.CHOOSE or self.kept.placement_id is not None)

    @property
    def unsure(self) -> int:
        """How many rows of the sheet somebody must say of which indicator they are."""
        counts = self.planned.trial.counts if self.planned.trial else {}
        return counts.get("unsure", 0) + counts.get("unknown", 0)

    @property
    def form_address(self) -> str:
        """The page on which the return is filled."""
        return reverse("returns:mine") + ("" if self.own else f"?{urlencode({'for': self.kept.ret_id or 0})}")

    @property
    def findings(self) -> object:
        """How many findings of each word there would be, or are once it is saved."""
        found = self.progress.found if self.progress else self.planned.trial.findings if self.planned.trial else ()
        return summary(found)["check_counts"]


@allow(*OFFICERS)
def importing(request: DeskRequest) -> HttpResponse:
    """Choose many files at once; and what waits from earlier uploads."""
    campaign = working_campaign(request)
    refusal = ""
    if request.method == "POST":
        permit(may_import(request.person, campaign), CLOSED)
        uploads = request.FILES.getlist("files")
        try:
            refuse_beyond(len(uploads), sum(upload.size or 0 for upload in uploads), BY_PAGE)
            gathered = gather(((upload.name or "", upload.read()) for upload in uploads), BY_PAGE)
            batch = take_in(actor=request.person, campaign=campaign, gathered=gathered)
        except BadInput as refused:
            refusal = refused.sentence
        else:
            return _back_to(batch.pk)
    context = {
        "title": _("批量代录"),
        "campaign": campaign,
        "open": may_import(request.person, campaign),
        "refusal": refusal,
        "batches": batches_of(request.person.unit_id, campaign),
        "bounds": BY_PAGE,
        "megabytes": BY_PAGE.size // 2**20,
    }
    return render(request, "returns/importing.html", context, status=400 if refusal else 200)


def found_batch(request: DeskRequest, pk: int) -> ImportBatch:
    """An upload of the person's office, else 404."""
    found = batch_of(request.person.unit_id, pk)
    if found is None:
        raise Http404
    return found


def in_hand(kept: ImportFile) -> InHand:
    """A kept file as the plan takes it."""
    return InHand(
        key=kept.pk,
        name=kept.name,
        layout=layout_of(kept.layout) if kept.layout else None,
        is_scan=kept.is_scan,
        refusal=kept.refusal,
        chosen=kept.placement_id,
        done=kept.ret_id is not None,
    )


def _rows(request: DeskRequest, batch: ImportBatch) -> list[Row]:
    kept = files_of(batch)
    planned = plan(request.person, batch.campaign, [in_hand(each) for each in kept])
    progress = progress_of(request.person, planned)
    rows = [
        Row(
            file,
            each,
            progress.get(each.place.pk) if each.place and each.standing == Standing.DONE and file.layout else None,
            each.sure and not file.trouble,
            bool(each.place and request.person.works_at(each.place.unit_id)),
        )
        for file, each in zip(kept, planned, strict=True)
    ]
    # What somebody has to do something about stands first, what is done last.
    return sorted(rows, key=lambda row: list(LOOKS).index(row.planned.standing))


@allow(*OFFICERS)
def batch(request: DeskRequest, pk: int) -> HttpResponse:
    """What would become of each file; what is ticked is saved, and who was named is kept."""
    found = found_batch(request, pk)
    options = _options(request, found)
    if request.method == "POST":
        return _save(request, found, options)
    rows = _rows(request, found)
    counts = {standing.value: sum(row.planned.standing == standing for row in rows) for standing in Standing}
    context = {
        "title": _("批量代录"),
        "batch": found,
        "sheets": [row for row in rows if not row.kept.is_scan],
        "scans": [row for row in rows if row.kept.is_scan],
        "counts": counts,
        "open": counts["ready"],
        "left": len(rows) - counts["done"],
        "complete": [row for row in rows if row.progress and row.progress.complete],
        "unsealed": sum(bool(row.progress and row.progress.needs_scan and not row.progress.submitted) for row in rows),
        "choosing": any(row.choosing for row in rows),
        "options": list(options),
    }
    return render(request, "returns/import_batch.html", context)


def _options(request: DeskRequest, batch: ImportBatch) -> dict[str, int]:
    """The units that a file can be assigned to, by the words that the page offers: with the place where two bear one name."""
    units = to_choose_from(request.person.unit_id, request.scope, batch.campaign)
    often = Counter(name for _pk, name, _code in units)
    places = names_around(request.person.division_code) if len(often) < len(units) else {}
    return {f"{name}（{places[code]}）" if often[name] > 1 else name: pk for pk, name, code in units}


def _save(request: DeskRequest, batch: ImportBatch, options: Mapping[str, int]) -> HttpResponse:
    """Keep who was named; then save what is ticked, but for the files whose unit was named only now."""
    named = _assign(request, batch, options)
    if request.POST.get("act") != "assign":
        _save_ticked(request, batch, set(request.POST.getlist("row")) - {str(pk) for pk in named})
    if named:
        messages.info(request, _("已为 %(count)s 个文件指定单位。请看过试读结果，再保存。") % {"count": len(named)})
    return _back_to(batch.pk)


def _back_to(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("returns:import_batch", args=[pk]))


def _assign(request: DeskRequest, batch: ImportBatch, options: Mapping[str, int]) -> set[int]:
    """The ids of the files whose unit was named now."""
    by_name = {normal_name(label): pk for label, pk in options.items()}
    named = set()
    for file in files_of(batch):
        typed = request.POST.get(f"unit-{file.pk}", "").strip()
        if not typed or file.ret_id is not None:
            continue
        placement = by_name.get(normal_name(typed))
        if placement is None:
            messages.error(
                request,
                _("%(file)s：可以代录的单位里没有“%(name)s”。请从列表里选。") % {"file": file.name, "name": typed[:60]},
            )
        elif placement != file.placement_id:
            assign(actor=request.person, file_id=file.pk, placement_id=placement)
            named.add(file.pk)
    return named


def _save_ticked(request: DeskRequest, batch: ImportBatch, ticked: set[str]) -> None:
    rows = [row for row in _rows(request, batch) if str(row.kept.pk) in ticked]
    twice = _twice(rows)
    for row in rows:
        if row.kept.pk in twice:
            sentence = _("%(file)s：和 %(others)s 是同一家单位的表，没有保存。请只勾选一份。")
            messages.error(request, sentence % {"file": row.kept.name, "others": "、".join(row.planned.others)})
    # What is the same or in already needs nothing; what cannot be saved any more hears why.
    idle = {Standing.SAME, Standing.DONE}
    open_ones = [row for row in rows if row.kept.pk not in twice and row.planned.standing not in idle]
    chosen = [(row.planned, _seen(request, row)) for row in open_ones]
    results = save_planned(actor=request.person, campaign=batch.campaign, chosen=chosen)
    saved = sum(not result.sentence for result in results)
    if saved:
        messages.success(request, _("已读入 %(count)s 个文件。") % {"count": saved})
    if refused := len(results) - saved:
        messages.error(request, _("有 %(count)s 个文件没有读入，原因写在它的后面。") % {"count": refused})
    if not results and not twice:
        messages.warning(request, _("没有勾选要保存的文件。"))


def _twice(rows: Sequence[Row]) -> set[int]:
    """The ticked sheets of units of which more than one sheet is ticked."""
    places = [row.planned.place.pk for row in rows if row.planned.place and row.planned.trial]
    return {
        row.kept.pk
        for row in rows
        if row.planned.trial and row.planned.place and places.count(row.planned.place.pk) > 1
    }


def _seen(request: DeskRequest, row: Row) -> int:
    """The version that the page showed of the file's return."""
    return seen_version(request, f"version-{row.kept.pk}")


@allow(*OFFICERS)
def left(request: DeskRequest, pk: int) -> HttpResponse:
    """What did not go in and why, as a sheet to work through or to send on."""
    rows = [row for row in _rows(request, found_batch(request, pk)) if row.planned.standing != Standing.DONE]

    def lines() -> Iterator[list[str]]:
        for row in rows:
            unit = row.planned.place.unit_name if row.planned.place else ""
            if row.kept.trouble or row.planned.standing == Standing.READY:
                yield [row.kept.name, unit, "", "", row.kept.trouble or _("还没有保存。")]
                continue
            for where in troubles(row.planned):
                yield [row.kept.name, unit, where.place, where.text, where.reason]

    head = [_("文件"), _("单位"), _("位置"), _("文件里的内容"), _("原因和怎么办")]
    answer = HttpResponse(b"".join(write_csv(head, lines())), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="left.csv"'
    return answer


@allow(*OFFICERS)
@require_POST
def submit_complete(request: DeskRequest, pk: int) -> HttpResponse:
    """Submit every return of the upload that lacks nothing any more, each on its own."""
    rows = _rows(request, found_batch(request, pk))
    ready = {row.progress.ret.pk: _seen(request, row) for row in rows if row.progress and row.progress.complete}
    results = submit_many(actor=request.person, versions=ready)
    done = sum(not result.sentence for result in results)
    messages.success(request, _("已上报 %(count)s 份，并通知这些单位。") % {"count": done})
    for result in results:
        if result.sentence:
            messages.error(request, f"{result.unit}：{result.sentence}")
    return _back_to(pk)


@allow(*OFFICERS)
@require_POST
def put_away(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the upload away; what was saved stays."""
    found_batch(request, pk)
    # A colleague may have put it away a moment ago, which is what was asked for.
    with suppress(NotFound):
        discard(actor=request.person, batch_id=pk)
    messages.success(request, _("已清除这次上传；读入的数字都还在。"))
    return HttpResponseRedirect(reverse("returns:importing"))


def _planned(request: DeskRequest, pk: int, file: int) -> tuple[ImportFile, Planned]:
    kept = file_of(request.person.unit_id, file)
    if kept is None or kept.batch_id != pk:
        raise Http404
    return kept, plan(request.person, kept.batch.campaign, [in_hand(kept)])[0]


@allow(*OFFICERS)
def file(request: DeskRequest, pk: int, file: int) -> HttpResponse:
    """One sheet row by row: what it would change and what the checks would find."""
    kept, planned = _planned(request, pk, file)
    if planned.trial is None:
        return _back_to(pk)
    form = form_of(kept.batch.campaign)
    context = {
        "title": kept.name,
        "batch": kept.batch,
        "planned": planned,
        "trial": planned.trial,
        "items": form_text(form).items if form else [],
        **summary(planned.trial.findings),
    }
    return render(request, "returns/import_file.html", context)


@allow(*OFFICERS)
def confirm(request: DeskRequest, pk: int, file: int) -> HttpResponse:
    """Go through one file row by row on the page of a single upload, which opens the unit's return if need be."""
    kept, planned = _planned(request, pk, file)
    if planned.trial is None or planned.place is None:
        return _back_to(pk)
    if request.person.works_at(planned.place.unit_id):
        open_return(actor=request.person, unit_id=planned.place.unit_id, campaign=kept.batch.campaign)
        return HttpResponseRedirect(f"{reverse('returns:upload')}?{urlencode({'file': kept.pk})}")
    ret = open_for_unit(actor=request.person, placement=planned.place)
    return HttpResponseRedirect(f"{reverse('returns:upload')}?{urlencode({'for': ret.pk, 'file': kept.pk})}")
