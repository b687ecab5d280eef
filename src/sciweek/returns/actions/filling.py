"""Filling a return: opened from the roster, saved cell by cell, every change kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from sciweek.campaigns.models import Campaign, ChainOffice, Placement
from sciweek.campaigns.queries import offices_of
from sciweek.core import clock
from sciweek.core.audit import Actor, Fact, record, record_all
from sciweek.core.errors import BadInput, NotFound, Stale, permit
from sciweek.core.names import clean_name, normal_phone
from sciweek.people.person import Person
from sciweek.people.queries import officers_everywhere
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.enums import CellState, ValueKind
from sciweek.returns.models import Cell, CellChange, FormItem, Return
from sciweek.returns.queries.forms import kept_items
from sciweek.returns.queries.returns import is_unattended, stands_in
from sciweek.returns.rules import may_fill, may_import
from sciweek.returns.values import NOT_HERE, CellContent, read_value
from sciweek.review.actions import open_track, open_tracks

NOT_NOW = "只有本单位可以修改自己的报表，且要在上报之前或退回之后、活动周归档之前。"
NOT_STANDING_IN = "只有审批链上的部门可以代录，且这个单位没有可用账号，或者请求过代录。"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the new version, what changed, and which typed texts could not be read."""

    version: int
    changed: tuple[str, ...]
    unreadable: Mapping[str, str] = field(default_factory=dict)


def open_return(*, actor: Actor, unit_id: int, campaign: Campaign) -> Return:
    """The unit's return, made on the first call from the frozen roster and its chain.

    Raises:
        NotPermitted: another unit's.
        NotFound: the unit is not expected to report in this campaign.
    """
    permit(actor.unit_id == unit_id, "只能打开本单位的报表。")
    return _opened(actor, unit_id, campaign)


def open_for_unit(*, actor: Person, placement: Placement) -> Return:
    """The return of a unit that an office enters for (代录), made on the first call.

    Raises:
        NotPermitted: the office is not in the unit's chain, or the unit has people of its own and has not asked.
    """
    present = Return.objects.filter(placement=placement).select_related("track", "campaign", "placement").first()
    wanted = is_unattended(placement.unit_id) or bool(present and present.asks_since)
    permit(actor.is_officer and actor.unit_id in offices_of(placement) and wanted, NOT_STANDING_IN)
    return _opened(actor, placement.unit_id, placement.campaign)


def _opened(actor: Actor, unit_id: int, campaign: Campaign) -> Return:
    present = Return.objects.filter(campaign=campaign, unit_id=unit_id, placement__removed_at=None)
    found = present.select_related("track", "unit", "campaign", "form", "placement", "entered_by").first()
    if found is not None:
        return found
    form = ensure_form(campaign)
    with transaction.atomic():
        placement = (
            Placement.objects.select_for_update().filter(campaign=campaign, unit_id=unit_id, removed_at=None).first()
        )
        if placement is None:
            raise NotFound("本单位不在这届活动周的应报名单中。如有疑问，请联系牵头单位。")
        if again := present.first():
            return again
        track = open_track(offices=list(offices_of(placement)))
        made = Return.objects.create(campaign=campaign, placement=placement, unit_id=unit_id, form=form, track=track)
        record(actor, "return.open", made, unit=unit_id)
    return made


@transaction.atomic
def open_returns(*, actor: Actor, campaign: Campaign) -> int:
    """Open the return of every unit on the roster that has none yet, in a handful of queries; how many were opened.

    For installations that take a campaign over from elsewhere; units otherwise open their own by `open_return`.
    """
    return _open_all(actor, campaign, Placement.objects.all())


@transaction.atomic
def open_for_units(*, actor: Person, campaign: Campaign, placement_ids: Collection[int]) -> int:
    """Open those of these returns that are not there yet: the office's own, and those of units without people of their
    own in whose chain the office stands. Others are left out; `open_for_unit` says why. How many were opened.
    """
    if not may_import(actor, campaign):
        return 0
    people = officers_everywhere().filter(unit=OuterRef("unit")).order_by()
    chain = ChainOffice.objects.filter(placement=OuterRef("pk"), office=actor.unit_id).order_by()
    standing_in = ~Exists(people) & Exists(chain) if actor.is_officer else Q(pk__in=[])
    wanted = Placement.objects.filter(Q(unit=actor.unit_id) | Q(standing_in), pk__in=placement_ids)
    return _open_all(actor, campaign, wanted)


def _open_all(actor: Actor, campaign: Campaign, wanted: QuerySet[Placement]) -> int:
    form = ensure_form(campaign)
    expected = wanted.filter(campaign=campaign, removed_at=None).order_by("pk")
    locked = list(expected.select_for_update(of=("self",)))
    # Asked after the lock: whoever had to wait for it finds what the other has opened.
    opened = set(Return.objects.filter(campaign=campaign).values_list("placement_id", flat=True))
    placements = [placement for placement in locked if placement.pk not in opened]
    chains: dict[int, list[int]] = {placement.pk: [] for placement in placements}
    offices = ChainOffice.objects.filter(placement__in=chains).order_by("placement_id", "position")
    for placement_id, office_id in offices.values_list("placement_id", "office_id"):
        chains[placement_id].append(office_id)
    tracks = open_tracks(chains=[chains[placement.pk] for placement in placements])
    made = Return.objects.bulk_create(
        [
            Return(campaign=campaign, placement=placement, unit_id=placement.unit_id, form=form, track=track)
            for placement, track in zip(placements, tracks, strict=True)
        ],
        batch_size=300,
    )
    record_all(actor, [Fact("return.open", ret, {"unit": ret.unit_id}) for ret in made])
    return len(made)


def locked_return(ret_id: int) -> Return:
    """The return with its row locked, and its track, campaign and unit read along; of its form not the long texts, which
    `queries.forms.form_text` keeps.

    Two statements: rows that a locking read joins to are those of before the wait for the lock.

    Raises:
        NotFound: no such return.
    """
    if not Return.objects.select_for_update().filter(pk=ret_id).values_list("pk"):
        raise NotFound("没有这份报表。")
    rows = Return.objects.select_related("track", "unit", "campaign", "form", "placement")
    return rows.defer("form__checks", "form__notes", "campaign__introduction").get(pk=ret_id)


def permit_filling(actor: Person, ret: Return) -> bool:
    """Go on when the actor may change the return's figures; whether he stands in for the unit (代录).

    Raises:
        NotPermitted: neither the unit's own people nor an office that enters for it, or it is with the offices.
    """
    if may_fill(actor, ret):
        return False
    standing_in = stands_in(actor, ret)
    permit(standing_in, NOT_NOW)
    return standing_in


@transaction.atomic
def save_cells(*, actor: Person, ret_id: int, version: int, typed: Mapping[str, str], source: str = "page") -> Saved:
    """Save what was typed into cells; readable texts are kept even when others are not. `source` goes into the audit.

    Figures that an office enters are marked so (代录) until the unit saves a figure itself.

    Raises:
        NotPermitted: see `permit_filling` (谁填报谁修改).
        Stale: a cell that is to change was changed since `version`; both versions are given.
        NotFound: a code that the form does not ask for.
    """
    ret = locked_return(ret_id)
    standing_in = permit_filling(actor, ret)
    items = kept_items(ret.form_id)
    if unknown := set(typed) - set(items):
        raise NotFound(f"表上没有这些指标：{'、'.join(sorted(unknown))}。请刷新页面。")
    contents: dict[str, CellContent | None] = {}
    unreadable: dict[str, str] = {}
    for code, text in typed.items():
        indicator = items[code].indicator
        try:
            contents[code] = read_value(
                text, ValueKind(indicator.kind), unit=indicator.unit, options=tuple(items[code].options)
            )
        except BadInput as refusal:
            unreadable[code] = refusal.sentence
    _refuse_stale(ret, version, typed, contents)
    ret.entered_by_id = actor.unit_id if standing_in else None
    changed = write_cells(actor, ret, items, contents, source=source)
    return Saved(ret.version, changed, unreadable)


def _refuse_stale(
    ret: Return, version: int, typed: Mapping[str, str], contents: Mapping[str, CellContent | None]
) -> None:
    if version >= ret.version:
        return
    changes = CellChange.objects.filter(ret=ret, version__gt=version, indicator__code__in=contents)
    touched = set(changes.values_list("indicator__code", flat=True))
    now = _present(ret, touched)
    differing = sorted(code for code in touched if contents[code] != now.get(code))
    if differing:
        raise Stale(
            "这些单元格刚被同事改过。请对照两个版本，确认后再保存。",
            theirs={code: now.get(code) for code in differing},
            yours={code: typed[code] for code in differing},
        )


def _present(ret: Return, codes: set[str]) -> dict[str, CellContent]:
    rows = Cell.objects.filter(ret=ret, indicator__code__in=codes)
    return {
        code: CellContent(CellState(state), value, text)
        for code, state, value, text in rows.values_list("indicator__code", "state", "value", "text")
    }


def write_cells(
    actor: Person,
    ret: Return,
    items: Mapping[str, FormItem],
    contents: Mapping[str, CellContent | None],
    *,
    source: str = "page",
) -> tuple[str, ...]:
    """Write contents that differ, with a change row each, under a new version; which codes changed."""
    present = _present(ret, set(contents))
    changed = [code for code, content in contents.items() if present.get(code) != content]
    if not changed:
        return ()
    moment = clock.now()
    ret.version, ret.changed_at = ret.version + 1, moment
    ret.save(update_fields=["version", "changed_at", "entered_by"])
    if emptied := [code for code in changed if contents[code] is None]:
        Cell.objects.filter(ret=ret, indicator__code__in=emptied).delete()
    Cell.objects.bulk_create(
        [_cell(ret, items[code], content) for code in changed if (content := contents[code]) is not None],
        update_conflicts=True,
        unique_fields=["ret", "indicator"],
        update_fields=["state", "value", "text"],
    )
    _keep_changes(actor, ret, items, moment, {code: (present.get(code), contents[code]) for code in changed})
    record(
        actor,
        "return.save",
        ret,
        version=ret.version,
        cells=sorted(changed),
        source=source,
        entered_by=ret.entered_by_id,
    )
    return tuple(changed)


def _keep_changes(
    actor: Person,
    ret: Return,
    items: Mapping[str, FormItem],
    moment: datetime,
    changes: Mapping[str, tuple[CellContent | None, CellContent | None]],
) -> None:
    """A row for each cell that the new version changes, from what to what."""
    CellChange.objects.bulk_create(
        [
            CellChange(
                ret_id=ret.pk,
                indicator_id=items[code].indicator_id,
                version=ret.version,
                at=moment,
                account_id=actor.account_id,
                actor_name=actor.name,
                **_as_changed("old", old),
                **_as_changed("new", new),
            )
            for code, (old, new) in changes.items()
        ]
    )


def _cell(ret: Return, item: FormItem, content: CellContent) -> Cell:
    return Cell(
        campaign_id=ret.campaign_id,
        ret_id=ret.pk,
        indicator_id=item.indicator_id,
        state=content.state.value,
        value=content.value,
        text=content.text,
    )


def _as_changed(side: str, content: CellContent | None) -> dict[str, Any]:
    """One side of a change row; empty for a blank cell."""
    return {
        f"{side}_state": content.state.value if content else "",
        f"{side}_value": content.value if content else None,
        f"{side}_text": content.text if content else "",
    }


@transaction.atomic
def fill_rest(*, actor: Person, ret_id: int, sign: str) -> Saved:
    """Fill every blank cell with 0, or with `-`: an explicit act, kept as such.

    Raises:
        NotPermitted: see `save_cells`.
        BadInput: another sign.
    """
    if sign not in {"0", "-"}:
        raise BadInput("只能一次填 0 或“-”。")
    ret = locked_return(ret_id)
    standing_in = permit_filling(actor, ret)
    ret.entered_by_id = actor.unit_id if standing_in else None
    items = kept_items(ret.form_id)
    answered = set(Cell.objects.filter(ret=ret).values_list("indicator__code", flat=True))
    content = CellContent(CellState.VALUE, 0) if sign == "0" else NOT_HERE
    text_kinds = {ValueKind.TEXT, ValueKind.CHOICE, ValueKind.DATE}
    rest = {
        code: content
        for code, item in items.items()
        if code not in answered and (sign == "-" or ValueKind(item.indicator.kind) not in text_kinds)
    }
    changed = write_cells(actor, ret, items, rest)
    record(actor, "return.fill_rest", ret, sign=sign, cells=len(changed))
    return Saved(ret.version, changed)


@transaction.atomic
def save_cover(*, actor: Person, ret_id: int, filler: str, phone: str, checker: str, head: str) -> Return:
    """Save who filled, checked and answers for the return (封面); each may stay empty.

    Raises:
        NotPermitted: see `save_cells`.
        BadInput: no name, or no phone number.
    """
    ret = locked_return(ret_id)
    permit_filling(actor, ret)
    cover = {
        "filler_name": clean_name(filler) if filler.strip() else "",
        "filler_phone": normal_phone(phone) if phone.strip() else "",
        "checker_name": clean_name(checker) if checker.strip() else "",
        "head_name": clean_name(head) if head.strip() else "",
    }
    changed = {name: value for name, value in cover.items() if getattr(ret, name) != value}
    if not changed:
        return ret
    for name, value in changed.items():
        setattr(ret, name, value)
    ret.save(update_fields=list(changed))
    record(actor, "return.cover", ret, personal=changed, fields=sorted(changed))
    return ret
