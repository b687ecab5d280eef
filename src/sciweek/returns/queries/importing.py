"""Reads for entering many filled forms at once: whose files may be, what stands in their returns, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from sciweek.campaigns.models import Campaign, ChainOffice, Placement
from sciweek.core.scope import Scope
from sciweek.people.queries import officers_everywhere
from sciweek.returns.carried import NO_LAST
from sciweek.returns.findings import NOTHING_SAID, Said
from sciweek.returns.formulas.evaluating import Known
from sciweek.returns.importing.matching import Known as KnownUnit
from sciweek.returns.models import Form, ImportBatch, ImportFile, Return, ReturnPaper, ReturnVersion
from sciweek.returns.queries.cells import cells_of_many
from sciweek.returns.queries.checks import NOTHING_COUNTED, facts_of, materials_of, said_of_many
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.last import last_of_many
from sciweek.returns.queries.roster import roster_with_returns, to_enter_for


@dataclass(frozen=True, slots=True)
class Present:
    """What stands in a unit's return now. Without one there is nothing yet, but what it reported last year."""

    ret: Return | None
    known: Known
    said: Said = NOTHING_SAID


def names_on_roster(scope: Scope, campaign: Campaign) -> list[KnownUnit]:
    """The names of everybody expected inside `scope`, by placement: whose a file may be."""
    rows = roster_with_returns(scope, campaign).order_by("pk")
    return [KnownUnit(*row) for row in rows.values_list("pk", "unit_name", "unit__short_name")]


def expected_for_entry(office_id: int, scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    """Everybody expected inside `scope`, with what says whether this office may enter for them: `attended` by people of
    their own, `asks_since`, and whether it stands `in_chain`."""
    people = officers_everywhere().filter(unit=OuterRef("unit")).order_by()
    chain = ChainOffice.objects.filter(placement=OuterRef("pk"), office=office_id).order_by()
    rows = roster_with_returns(scope, campaign)
    return rows.annotate(asks_since=F("return_row__asks_since"), attended=Exists(people), in_chain=Exists(chain))


def to_choose_from(office_id: int, scope: Scope, campaign: Campaign) -> list[tuple[int, str, int]]:
    """Placement id, name and division code of those whom an officer may assign a file to: the units that his office may
    enter for, and the office itself."""
    own = Placement.objects.filter(campaign=campaign, unit=office_id, removed_at=None)
    found = [*to_enter_for(office_id, scope, campaign).order_by("unit_name", "division_code"), *own]
    return [(row.pk, row.unit_name, row.division_code) for row in found]


def present_of(placements: Sequence[Placement], campaign: Campaign, form: Form) -> dict[int, Present]:
    """Placement id to what stands in the return. A handful of queries, however many there are."""
    rows = Return.objects.filter(placement__in=[each.pk for each in placements]).select_related("track", "form", "unit")
    returns = {ret.placement_id: ret for ret in rows}
    ids = [ret.pk for ret in returns.values()]
    cells, said = cells_of_many(ids), said_of_many(ids)
    before = last_of_many(form, campaign.previous_id, [each.unit_id for each in placements])
    materials = materials_of(form_text(form), [each.pk for each in placements])
    found = {}
    for each in placements:
        ret = returns.get(each.pk)
        last = before.get(each.unit_id, NO_LAST)
        known = Known(
            cells[ret.pk] if ret else {},
            last.cells,
            facts_of(each),
            materials.get(each.pk, NOTHING_COUNTED),
            last.redefined,
        )
        found[each.pk] = Present(ret, known, said[ret.pk] if ret else NOTHING_SAID)
    return found


def sealed_ones(ret_ids: Sequence[int]) -> set[int]:
    """Those of the returns that have a sealed sheet for their coming submission."""
    counted = ReturnVersion.objects.filter(ret__in=ret_ids).order_by().values_list("ret").annotate(Count("pk"))
    done = dict(counted)
    papers = ReturnPaper.objects.filter(ret__in=ret_ids).order_by().values_list("ret_id", "number")
    return {ret_id for ret_id, number in papers if number == done.get(ret_id, 0) + 1}


def batches_of(office_id: int, campaign: Campaign) -> QuerySet[ImportBatch]:
    """What waits of this office's uploads, newest first, with how many files there are and how many are done.

    They are forgotten by the real clock, like whatever is left lying about.
    """
    rows = ImportBatch.objects.filter(office=office_id, campaign=campaign, expires_at__gt=timezone.now())
    return rows.annotate(count=Count("files"), done=Count("files", filter=Q(files__ret__isnull=False)))


def batch_of(office_id: int, pk: int) -> ImportBatch | None:
    """One of this office's uploads; None when it is another's or was forgotten."""
    rows = ImportBatch.objects.filter(office=office_id, expires_at__gt=timezone.now())
    return rows.select_related("campaign").filter(pk=pk).first()


def files_of(batch: ImportBatch) -> list[ImportFile]:
    """The files of an upload in their order, without the bytes of scans."""
    return list(ImportFile.objects.filter(batch=batch).defer("scan"))


def file_of(office_id: int, pk: int) -> ImportFile | None:
    """One file of this office's uploads."""
    rows = ImportFile.objects.filter(batch__office=office_id, batch__expires_at__gt=timezone.now(), pk=pk)
    return rows.select_related("batch__campaign").defer("scan").first()
