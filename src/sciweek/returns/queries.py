"""Reads of forms and returns; all that list returns take a `Scope`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby, islice

from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from sciweek.campaigns.enums import CampaignState, DutyKind
from sciweek.campaigns.models import Assignment, Campaign, ChainOffice, Placement
from sciweek.core.scope import Scope
from sciweek.people.enums import Level, UnitKind
from sciweek.places.codes import range_of
from sciweek.returns.checks import read_checks, unit_facts
from sciweek.returns.enums import CellState, Exempted, ValueKind
from sciweek.returns.findings import Explained, Finding, Said, findings
from sciweek.returns.formulas.evaluating import Known
from sciweek.returns.models import (
    Cell,
    CellChange,
    Chase,
    Exemption,
    Explanation,
    Form,
    FormItem,
    Return,
    ReturnVersion,
)
from sciweek.returns.rollup import Counting, code_at, counted_cells, totals
from sciweek.returns.template import FormText, GroupText, ItemText
from sciweek.returns.values import CellContent, show_number
from sciweek.returns.versions import first_broken
from sciweek.review.transitions import Stage

# What the public home shows of a past campaign: the figures people ask for, if the form has them.
PUBLIC_CODES = ("A01", "B01", "B06", "D01", "E01")


def form_of(campaign: Campaign) -> Form | None:
    """The campaign's statistics form."""
    return Form.objects.filter(campaign=campaign).first()


def form_text(form: Form) -> FormText:
    """A form with its groups, items and checks as the pure rules take it.

    A form is never changed once it is there (a draft's is replaced by a new one), so each process keeps the last few.
    """
    return _kept_text(form.pk)


def forget_forms() -> None:
    """Drop the kept forms and figures; only tests, whose databases give the same id to different forms, need this."""
    _kept_text.cache_clear()
    _closed_figures.cache_clear()


@lru_cache(maxsize=32)
def _kept_text(form_id: int) -> FormText:
    form = Form.objects.get(pk=form_id)
    items: dict[int, list[ItemText]] = {}
    rows = FormItem.objects.filter(form=form).select_related("indicator", "parent__indicator").order_by("position")
    for row in rows:
        parent = row.parent.indicator.code if row.parent else ""
        kind = ValueKind(row.indicator.kind)
        item = ItemText(row.indicator.code, row.label, row.indicator.unit, kind, row.indicator.definition, parent)
        items.setdefault(row.group_id, []).append(item)
    groups = [GroupText(g.letter, g.name, g.note, items.get(g.pk, [])) for g in form.groups.order_by("position")]
    text = FormText(form.title, form.number, form.agency, form.notes, groups, ())
    return replace(text, checks=read_checks(form.checks, text.kinds))


def required_codes(form: Form) -> list[str]:
    """The indicators that may not stay blank."""
    return list(
        FormItem.objects.filter(form=form, required=True).order_by("position").values_list("indicator__code", flat=True)
    )


def cells_of(ret_id: int) -> dict[str, CellContent]:
    """A return's answered cells by indicator code."""
    rows = Cell.objects.filter(ret_id=ret_id).values_list("indicator__code", "state", "value", "text")
    return {code: CellContent(CellState(state), value, text) for code, state, value, text in rows}


def cells_by_return(rows: QuerySet[Return]) -> Iterator[tuple[Return, dict[str, CellContent]]]:
    """Each return with its answered cells, 200 at a time, so that memory does not grow with them."""
    each = rows.iterator(chunk_size=200)
    while chunk := list(islice(each, 200)):
        cells = _cells_of_many([ret.pk for ret in chunk])
        yield from ((ret, cells[ret.pk]) for ret in chunk)


def _cells_of_many(ret_ids: Sequence[int]) -> dict[int, dict[str, CellContent]]:
    cells: dict[int, dict[str, CellContent]] = {ret_id: {} for ret_id in ret_ids}
    found = Cell.objects.filter(ret__in=ret_ids).values_list("ret_id", "indicator__code", "state", "value", "text")
    for ret_id, code, state, value, text in found:
        cells[ret_id][code] = CellContent(CellState(state), value, text)
    return cells


def returns_that_arrived() -> QuerySet[Return]:
    """Every return of every campaign that stands as submitted or accepted: for the installation's self-check."""
    return Return.objects.filter(track__stage__in=[Stage.SUBMITTED.value, Stage.ACCEPTED.value]).order_by("pk")


def return_of_unit(unit_id: int, campaign: Campaign) -> Placement | None:
    """The unit's place on the roster: whether it owes a return."""
    rows = Placement.objects.filter(campaign=campaign, unit_id=unit_id, removed_at=None)
    return rows.select_related("unit").first()


def last_cells(ret: Return) -> dict[str, CellContent]:
    """What the same unit submitted in the campaign before; empty where there is none."""
    before = _submitted_before(ret.campaign.previous_id, [ret.unit_id])
    return cells_of(before[ret.unit_id]) if before else {}


def _submitted_before(previous_id: int | None, unit_ids: Sequence[int]) -> dict[int, int]:
    """Unit id to the id of the return that it submitted in the campaign before."""
    if previous_id is None:
        return {}
    done = Return.objects.filter(
        campaign_id=previous_id,
        unit_id__in=unit_ids,
        track__stage__in=[Stage.SUBMITTED.value, Stage.ACCEPTED.value],
    )
    return dict(done.values_list("unit_id", "pk"))


def known_of(ret: Return) -> Known:
    """What the checks of a return look at: its cells, the unit's last ones, the unit as the roster has it."""
    return Known(cells_of(ret.pk), last_cells(ret), _facts(ret.placement))


def _facts(placement: Placement) -> dict[str, str]:
    return unit_facts(UnitKind(placement.kind), Level(placement.level))


def said_of(ret_id: int) -> Said:
    """What the unit has explained and the offices have exempted; of each check the newest word."""
    return _said_of_many([ret_id])[ret_id]


def _said_of_many(ret_ids: Sequence[int]) -> dict[int, Said]:
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
        cells, said = _cells_of_many(ids), _said_of_many(ids)
        before = _submitted_before(chunk[0].campaign.previous_id, [ret.unit_id for ret in chunk])
        last = _cells_of_many(list(before.values()))
        for ret in chunk:
            known = Known(cells[ret.pk], last.get(before.get(ret.unit_id, 0), {}), _facts(ret.placement))
            yield ret, findings(text, known, required, said[ret.pk])


def returns_in(scope: Scope, campaign: Campaign) -> QuerySet[Return]:
    """Returns of units inside `scope`."""
    inside = scope.as_q(code="placement__division_code", unit="unit_id", line="placement__line")
    return Return.objects.filter(inside, campaign=campaign, placement__removed_at=None)


def return_in(scope: Scope, pk: int) -> Return | None:
    """One return inside `scope`, of whichever campaign, with what its pages show; None outside."""
    inside = scope.as_q(code="placement__division_code", unit="unit_id", line="placement__line")
    rows = Return.objects.filter(inside, placement__removed_at=None)
    return rows.select_related("track", "unit", "campaign", "form", "placement").filter(pk=pk).first()


def returns_for_review(office_id: int, scope: Scope, campaign: Campaign) -> QuerySet[Return]:
    """Returns that wait for this office, oldest first, with what the queue shows. One query whatever its length.

    Nothing waits once the campaign is closed.
    """
    return (
        returns_in(scope, campaign)
        .filter(track__waiting_for_id=office_id, campaign__state=CampaignState.CALLED)
        .select_related("unit", "track", "placement")
        .annotate(due_at=_due())
        .order_by("track__submitted_at")
    )


def _due() -> Subquery:
    due = Assignment.objects.filter(
        duty__campaign=OuterRef("campaign"), duty__kind=DutyKind.RETURN, unit=OuterRef("unit")
    )
    return Subquery(due.values("due_at")[:1])


def count_waiting_for(office_id: int, campaign: Campaign) -> int:
    """How many returns wait for this office."""
    waiting = Return.objects.filter(campaign=campaign, track__waiting_for_id=office_id, placement__removed_at=None)
    return waiting.filter(campaign__state=CampaignState.CALLED).count()


def roster_with_returns(scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    """Everybody expected inside `scope`, with stage, times and due date (see `due_of`) of the return; also who has none."""
    inside = scope.as_q(code="division_code", unit="unit_id", line="line")
    track = "return_row__track__"
    to_correct = When(
        **{f"{track}stage": Stage.SENT_BACK.value, f"{track}correct_by__isnull": False}, then=F(f"{track}correct_by")
    )
    due = Assignment.objects.filter(duty__campaign=campaign, duty__kind=DutyKind.RETURN, unit=OuterRef("unit"))
    return (
        Placement.objects.filter(inside, campaign=campaign, removed_at=None)
        .select_related("unit")
        .annotate(
            return_id=F("return_row__pk"),
            due_at=Case(to_correct, default=Subquery(due.values("due_at")[:1])),
            stage=F(f"{track}stage"),
            submitted_at=F(f"{track}submitted_at"),
            accepted=F(f"{track}accepted"),
            offices=F(f"{track}offices"),
        )
    )


def missing_in(scope: Scope, campaign: Campaign) -> QuerySet[Placement]:
    """Those inside `scope` who have not submitted, those sent back included."""
    return missing(roster_with_returns(scope, campaign))


def missing(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """The rows of a roster that have not submitted. One that has not begun has no return, so no stage at all."""
    stage = "return_row__track__stage"
    open_stages = [Stage.DRAFT.value, Stage.SENT_BACK.value]
    return rows.filter(Q(**{f"{stage}__isnull": True}) | Q(**{f"{stage}__in": open_stages}))


def with_chases(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """The rows of a roster with `chases`, how often they were reminded, and `chased_at`, when last."""
    own = Chase.objects.filter(placement=OuterRef("pk")).order_by()
    count = own.values("placement").annotate(count=Count("pk")).values("count")
    last = own.values("placement").annotate(last=Max("at")).values("last")
    return rows.annotate(chases=Coalesce(Subquery(count), 0), chased_at=Subquery(last))


def last_chase(ret: Return) -> Chase | None:
    """The newest reminder that the unit got for this return."""
    return Chase.objects.filter(placement=ret.placement_id).select_related("office").first()


def due_of(ret: Return) -> datetime | None:
    """By when the return is due: the date to correct by when it was sent back, else the unit's assignment."""
    if ret.track.stage == Stage.SENT_BACK.value and ret.track.correct_by:
        return ret.track.correct_by
    own = Assignment.objects.filter(duty__campaign=ret.campaign_id, duty__kind=DutyKind.RETURN, unit=ret.unit_id)
    return own.values_list("due_at", flat=True).first()


def chain_of(ret: Return) -> tuple[int, ...]:
    """The unit ids of the offices that accept, nearest first."""
    rows = ChainOffice.objects.filter(placement_id=ret.placement_id).order_by("position")
    return tuple(rows.values_list("office_id", flat=True))


def changed_since(ret: Return, version: int) -> set[str]:
    """The codes of cells changed after `version`."""
    rows = CellChange.objects.filter(ret=ret, version__gt=version)
    return set(rows.values_list("indicator__code", flat=True))


def version_seen_by(ret: Return, office_id: int) -> int:
    """The version that the office saw when it last accepted or sent back; 0 when it never did."""
    steps = ret.track.steps.filter(unit_id=office_id, act__in=["accept", "send_back"])
    return steps.order_by("-at", "-pk").values_list("version", flat=True).first() or 0


def history_of(ret: Return, code: str) -> QuerySet[CellChange]:
    """Every change of one cell, newest first."""
    return CellChange.objects.filter(ret=ret, indicator__code=code).order_by("-at", "-pk")


def broken_versions() -> Iterator[tuple[int, int]]:
    """Return id and number of the first version that does not fit its chain, of each return that has one."""
    versions = ReturnVersion.objects.select_related("ret").order_by("ret_id", "number").iterator(500)
    for ret_id, own in groupby(versions, key=lambda version: version.ret_id):
        rows = list(own)
        number = first_broken(rows[0].ret.unit_id, rows)
        if number is not None:
            yield ret_id, number


def versions_of(ret: Return) -> QuerySet[ReturnVersion]:
    """What was submitted, newest first."""
    return ReturnVersion.objects.filter(ret=ret).order_by("-number")


def cells_behind(
    scope: Scope,
    campaign: Campaign,
    *,
    code: str,
    counting: Counting,
    place: int | None = None,
    by: Level | None = None,
) -> QuerySet[Cell]:
    """The cells that a total sums, with unit and state of each: what a figure opens into.

    `place` and `by` are those of the total: a prefecture in a table by county is its own offices only.
    """
    cells = counted_cells(scope, campaign, counting).filter(indicator__code=code)
    if place is not None and by is not None:
        cells = cells.annotate(place=code_at(by, "ret__placement__division_code")).filter(place=place)
    return cells.select_related("ret__unit", "ret__placement", "ret__track", "indicator")


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A figure of a past campaign for the public home."""

    name: str
    value: str
    unit: str


def public_figures(campaign: Campaign) -> Sequence[PublicFigure]:
    """The best known figures of a campaign, over returns that every office has accepted; none before there are any.

    A closed campaign never changes, so each process sums it once.
    """
    return _closed_figures(campaign.pk) if campaign.state == CampaignState.CLOSED else _figures(campaign)


@lru_cache(maxsize=8)
def _closed_figures(campaign_id: int) -> Sequence[PublicFigure]:
    return _figures(Campaign.objects.get(pk=campaign_id))


def _figures(campaign: Campaign) -> Sequence[PublicFigure]:
    whole = Scope(ranges=(range_of(campaign.division_code),))
    summed = totals(whole, campaign, counting=Counting.ALL_OFFICES)
    items: Mapping[str, FormItem] = {
        row.indicator.code: row
        for row in FormItem.objects.filter(form__campaign=campaign, indicator__code__in=PUBLIC_CODES).select_related(
            "indicator"
        )
    }
    figures = []
    for code in PUBLIC_CODES:
        total = summed.get((0, code))
        if total and total.value and code in items:
            indicator = items[code].indicator
            shown = show_number(total.value, ValueKind(indicator.kind))
            figures.append(PublicFigure(items[code].label, shown, indicator.unit))
    return figures
