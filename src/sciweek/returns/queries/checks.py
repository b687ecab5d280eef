"""Reads of what checks look at, what people have said about them, and what they find."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from django.db.models import QuerySet

from sciweek.campaigns.models import Placement
from sciweek.materials.queries.deliveries import counts_of
from sciweek.people.enums import Level, UnitKind
from sciweek.returns.carried import NO_LAST
from sciweek.returns.checks import material_counts, unit_facts
from sciweek.returns.enums import Exempted
from sciweek.returns.findings import Explained, Finding, Said, findings
from sciweek.returns.formulas.evaluating import Known
from sciweek.returns.models import (
    Exemption,
    Explanation,
    Form,
    Return,
)
from sciweek.returns.queries.cells import cells_of, cells_of_many
from sciweek.returns.queries.forms import form_text, required_codes
from sciweek.returns.queries.last import last_of, last_of_many
from sciweek.returns.template import FormText

NOTHING_COUNTED: Mapping[str, int] = {}


def known_of(ret: Return) -> Known:
    """What the checks of a return look at: its cells, the unit's last ones, the unit as the roster has it, and what it
    has handed in besides."""
    materials, last = materials_of(form_text(ret.form), [ret.placement_id]), last_of(ret)
    return Known(
        cells_of(ret.pk),
        last.cells,
        facts_of(ret.placement),
        materials.get(ret.placement_id, NOTHING_COUNTED),
        last.redefined,
    )


def materials_of(form: FormText, placement_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What formulas may ask about the materials of each unit. Two queries; none where no check of the form asks."""
    if not any(check.bound.materials for check in form.checks):
        return {}
    return {placement_id: material_counts(counts) for placement_id, counts in counts_of(placement_ids).items()}


def facts_of(placement: Placement) -> dict[str, str]:
    """The unit as the roster has it, as formulas ask for it."""
    return unit_facts(UnitKind(placement.kind), Level(placement.level))


def said_of(ret_id: int) -> Said:
    """What the unit has explained and the offices have exempted; of each check the newest word."""
    return said_of_many([ret_id])[ret_id]


def said_of_many(ret_ids: Sequence[int]) -> dict[int, Said]:
    """`said_of` for many returns. Two queries."""
    explained: dict[int, dict[str, Explained]] = {ret_id: {} for ret_id in ret_ids}
    exempted: dict[int, dict[str, Exempted]] = {ret_id: {} for ret_id in ret_ids}
    # In the order of time: a later word replaces an earlier one.
    words = Explanation.objects.filter(ret__in=ret_ids).order_by("at", "pk")
    for ret_id, code, text, covered in words.values_list("ret_id", "check_code", "text", "covered"):
        explained[ret_id][code] = Explained(text, covered)
    acts = Exemption.objects.filter(ret__in=ret_ids).order_by("at", "pk")
    for ret_id, code, word in acts.values_list("ret_id", "check_code", "exempted"):
        exempted[ret_id][code] = Exempted(word)
    return {ret_id: Said(explained[ret_id], exempted[ret_id]) for ret_id in ret_ids}


def explanations_of(ret: Return, check_code: str) -> QuerySet[Explanation]:
    """What the unit wrote about a check, newest first."""
    return Explanation.objects.filter(ret=ret, check_code=check_code)


def exemptions_of(ret: Return, check_code: str) -> QuerySet[Exemption]:
    """What offices said about a check, newest first."""
    return Exemption.objects.filter(ret=ret, check_code=check_code).select_related("office")


def findings_of(ret: Return, known: Known | None = None) -> list[Finding]:
    """What the checks find in a return now; `known` saves reading what the caller has."""
    known = known or known_of(ret)
    return findings(form_text(ret.form), known, required_codes(ret.form), said_of(ret.pk))


def findings_by_return(rows: QuerySet[Return], form: Form) -> Iterator[tuple[Return, list[Finding]]]:
    """Each return of one campaign with its findings, 200 at a time. `rows` must select placement and campaign along."""
    text, required = form_text(form), required_codes(form)
    each = rows.iterator(chunk_size=200)
    while chunk := list(islice(each, 200)):
        ids = [ret.pk for ret in chunk]
        cells, said = cells_of_many(ids), said_of_many(ids)
        before = last_of_many(form, chunk[0].campaign.previous_id, [ret.unit_id for ret in chunk])
        materials = materials_of(text, [ret.placement_id for ret in chunk])
        for ret in chunk:
            last = before.get(ret.unit_id, NO_LAST)
            known = Known(
                cells[ret.pk],
                last.cells,
                facts_of(ret.placement),
                materials.get(ret.placement_id, NOTHING_COUNTED),
                last.redefined,
            )
            yield ret, findings(text, known, required, said[ret.pk])
