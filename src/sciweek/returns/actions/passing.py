"""A return's way through the offices: submitted, accepted, sent back, taken back (上报, 验收, 退回, 撤回)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, Refused, Stale, WrongState, permit
from sciweek.mailroom.actions import Recipient, post
from sciweek.people.person import Person
from sciweek.people.queries import officers_of
from sciweek.returns.actions.filling import locked_return, permit_filling
from sciweek.returns.actions.subtotals import recompute_county
from sciweek.returns.findings import blocking
from sciweek.returns.models import Return, ReturnPaper, ReturnVersion
from sciweek.returns.queries.checks import findings_of, known_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.returns import chain_of, due_of, next_number
from sciweek.returns.rules import may_review, may_withdraw, moves, must_ask_head
from sciweek.returns.values import CellContent
from sciweek.returns.versions import START, frozen_cells, version_hash
from sciweek.review import actions as review
from sciweek.review.queries import last_step


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one return of a bulk acceptance; `sentence` is empty when it was accepted."""

    ret_id: int
    unit: str
    sentence: str = ""


def _refuse_unseen(ret: Return, seen: int | None) -> None:
    """Refuse when the actor looked at other figures than are there now. None: the actor acts on what is there."""
    if seen is not None and seen != ret.version:
        raise Stale("您打开页面之后，这份报表又改过。请刷新页面，看过最新内容再办理。", theirs=ret.version, yours=seen)


def _recount(ret: Return) -> None:
    """What counts has changed: the subtotals of the unit's county follow in this transaction."""
    recompute_county(ret.campaign_id, ret.placement.division_code)


def _refuse_filed(ret: Return) -> None:
    if not moves(ret):
        raise WrongState("活动周已经归档，或这个单位已移出应报名单，报表不再变动。")


@transaction.atomic
def submit_return(*, actor: Person, ret_id: int, seen: int | None = None) -> Return:
    """Submit: no finding may be open that blocks; the cells are frozen as a version; the first office is told.

    `seen` is the version that the actor looked at.

    Raises:
        NotPermitted: see `permit_filling`.
        Stale: a colleague changed a cell since.
        BadInput: findings are open (see `findings.Finding.blocks`), says how many and which; or the sealed sheet is
            missing, which a form may ask for and an office that enters for a unit always needs.
        WrongState: the form leaves submitting to the unit's head; see also `review.transitions.submitted`.
    """
    ret = locked_return(ret_id)
    standing_in = permit_filling(actor, ret)
    _refuse_unseen(ret, seen)
    _refuse_unsigned(actor, ret, standing_in)
    known = known_of(ret)
    open_ones = blocking(findings_of(ret, known))
    if open_ones:
        first = open_ones[0]
        raise BadInput(f"还有 {len(open_ones)} 项审核问题没有处理，不能上报。第一项（{first.grade}）：{first.sentence}")
    number = _freeze(actor, ret, known.cells)
    due = due_of(ret)
    if ret.on_time is None:
        ret.on_time = due is None or clock.now() <= due
    ret.head_version = None
    ret.save(update_fields=["on_time", "head_version"])
    ret.track = review.submit(actor=actor, track_id=ret.track_id, version=ret.version)
    _recount(ret)
    record(actor, "return.submit", ret, version=ret.version, number=number, standing_in=standing_in)
    if ret.track.waiting_for_id:
        tell(ret.track.waiting_for_id, "returns/submitted", ret)
    if standing_in:
        tell(ret.unit_id, "returns/entered", ret, office=actor.unit_name)
    return ret


def _refuse_unsigned(actor: Person, ret: Return, standing_in: bool) -> None:
    """Refuse what the unit's head has yet to submit, and what lacks the sealed sheet that it must come with."""
    if not standing_in and must_ask_head(actor, ret):
        raise WrongState("这张表由单位负责人确认后上报。请点“送负责人确认”，负责人登录后上报。")
    needed = standing_in or ret.form.scan_required
    if needed and not ReturnPaper.objects.filter(ret=ret, number=next_number(ret)).exists():
        raise BadInput("还没有附上本次上报的盖章扫描件。请打印、签字、盖章后拍照或扫描上传。")


def _freeze(actor: Person, ret: Return, cells: Mapping[str, CellContent]) -> int:
    """Keep the cells as the next version of the return's own hash chain; its number."""
    frozen = frozen_cells(cells)
    last = ReturnVersion.objects.filter(ret=ret).order_by("-number").first()
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    ReturnVersion.objects.create(
        ret=ret,
        number=number,
        version=ret.version,
        cells=frozen,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
        previous=previous,
        hash=version_hash(previous, ret.unit_id, number, frozen),
    )
    return number


@transaction.atomic
def withdraw_return(*, actor: Person, ret_id: int) -> Return:
    """Take the return back before anybody has accepted it.

    Whether it came in time is judged anew at the next submission; one that was sent back before keeps its mark.

    Raises:
        NotPermitted, WrongState: not the unit's own, or an office has accepted.
    """
    ret = locked_return(ret_id)
    permit(may_withdraw(actor, ret), "只有本单位可以撤回，且上级还没有验收。")
    ret.track = review.withdraw(actor=actor, track_id=ret.track_id)
    if last_step(ret.track_id, "send_back") is None:
        ret.on_time = None
        ret.save(update_fields=["on_time"])
    _recount(ret)
    record(actor, "return.withdraw", ret)
    return ret


@transaction.atomic
def accept_return(*, actor: Person, ret_id: int, seen: int | None = None) -> Return:
    """Accept as the office whose turn it is; the next office is told, or the unit when the chain is complete.

    `seen` is the version that the officer looked at: nobody accepts figures that changed under his eyes.

    Raises:
        NotPermitted: see `rules.may_review`.
        Stale: the unit took the return back and changed it since.
        WrongState: see `review.transitions.accepted`, or the campaign is closed.
    """
    ret = locked_return(ret_id)
    permit(may_review(actor, ret, chain_of(ret)), "只有审批链上的部门可以验收，且不能验收本单位的报表。")
    _refuse_filed(ret)
    _refuse_unseen(ret, seen)
    ret.track = review.accept(actor=actor, track_id=ret.track_id, version=ret.version)
    _recount(ret)
    record(actor, "return.accept", ret, version=ret.version, accepted=ret.track.accepted)
    if ret.track.waiting_for_id:
        tell(ret.track.waiting_for_id, "returns/submitted", ret)
    else:
        tell(ret.unit_id, "returns/accepted", ret)
    return ret


@transaction.atomic
def send_back_return(
    *, actor: Person, ret_id: int, reason: str, correct_by: datetime | None = None, marks: Sequence[str] = ()
) -> Return:
    """Send back with a reason, a date and marked cells; nobody but the unit changes a figure.

    Raises:
        NotPermitted: see `rules.may_review`.
        BadInput, WrongState: see `review.actions.send_back`, or the campaign is closed.
    """
    ret = locked_return(ret_id)
    permit(may_review(actor, ret, chain_of(ret)), "只有审批链上的部门可以退回，且不能退回本单位的报表。")
    _refuse_filed(ret)
    codes = {item.code for item in form_text(ret.form).items}
    known = [code for code in marks if code in codes]
    ret.track = review.send_back(
        actor=actor,
        track_id=ret.track_id,
        reason=reason,
        correct_by=correct_by,
        marks=known,
        version=ret.version,
    )
    _recount(ret)
    record(actor, "return.send_back", ret, version=ret.version, marks=known)
    tell(ret.unit_id, "returns/sent_back", ret, reason=reason, correct_by=correct_by, office=actor.unit_name)
    return ret


def accept_many(*, actor: Person, ret_ids: Sequence[int]) -> list[BulkResult]:
    """Accept each on its own: one that cannot be accepted stops no other."""
    units = dict(Return.objects.filter(pk__in=ret_ids).values_list("pk", "unit__name"))
    results = []
    for ret_id in ret_ids:
        unit = units.get(ret_id, "")
        try:
            accept_return(actor=actor, ret_id=ret_id)
        except Refused as refusal:
            results.append(BulkResult(ret_id, unit, refusal.sentence))
        else:
            results.append(BulkResult(ret_id, unit))
    return results


def tell(unit_id: int, template: str, ret: Return, **more: object) -> None:
    """Mail the officers of a unit about a return; nothing where nobody has an address."""
    people = [Recipient(m.account.name, m.account.email) for m in officers_of(unit_id) if m.account.email]
    if people:
        context = {"ret": ret, "unit": ret.unit, "campaign": ret.campaign, **more}
        post(template, to=people, context=context, about=f"return:{ret.pk}", division_code=ret.placement.division_code)
