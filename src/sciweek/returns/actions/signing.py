"""What goes with a return besides its figures: the sealed sheet, the head's word, an office's entering (代录), a dispute."""

from django.db import transaction

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, WrongState, permit
from sciweek.core.files import MEGABYTE, Limits, Upload, keep, read_within
from sciweek.core.images import redrawn
from sciweek.core.text import clean_words
from sciweek.people.enums import Role
from sciweek.people.person import Person
from sciweek.people.queries import officers_of
from sciweek.returns.actions.filling import NOT_NOW, locked_return, permit_filling
from sciweek.returns.actions.passing import tell
from sciweek.returns.models import DisputeWord, Return, ReturnPaper
from sciweek.returns.queries.returns import chain_of, dispute_of, next_number
from sciweek.returns.rules import may_dispute, may_fill, may_review, moves, must_ask_head

SCANS = Limits({"application/pdf", "image/png", "image/jpeg"}, 10 * MEGABYTE)
MOST_SCANS = 10


@transaction.atomic
def attach_paper(*, actor: Person, ret_id: int, upload: Upload) -> ReturnPaper:
    """Attach a scan or photo of the sealed sheet to the coming submission; pictures are drawn anew, without EXIF.

    Raises:
        NotPermitted: see `permit_filling`.
        BadInput: see `read_within` and `redrawn`; or ten are attached already.
    """
    ret = locked_return(ret_id)
    permit_filling(actor, ret)
    number = next_number(ret)
    if ReturnPaper.objects.filter(ret=ret, number=number).count() >= MOST_SCANS:
        raise BadInput(f"一次上报最多附 {MOST_SCANS} 个扫描件。请合并成一个 PDF。")
    data, media_type = read_within(upload, SCANS)
    if media_type != "application/pdf":
        data, media_type = redrawn(data), "image/jpeg"
    file = keep(data, name=upload.name, media_type=media_type, actor=actor)
    made = ReturnPaper.objects.create(
        ret=ret,
        file=file,
        number=number,
        office_id=actor.unit_id,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, "return.paper", ret, number=number, sha256=file.sha256)
    return made


@transaction.atomic
def ask_head(*, actor: Person, ret_id: int) -> Return:
    """Put the return as it stands before the unit's head, who submits it.

    Raises:
        NotPermitted: not the unit's own people, or it is with the offices.
        WrongState: the form does not leave submitting to the head, or the unit has no head with an account.
    """
    ret = locked_return(ret_id)
    permit(may_fill(actor, ret), NOT_NOW)
    if not must_ask_head(actor, ret):
        raise WrongState("这张表不需要送负责人确认，可以直接上报。")
    if not officers_of(ret.unit_id).filter(role=Role.UNIT_HEAD).exists():
        raise WrongState("本单位还没有负责人账号。请在“人员”里邀请单位负责人，再送确认。")
    ret.head_version = ret.version
    ret.save(update_fields=["head_version"])
    record(actor, "return.ask_head", ret, version=ret.version)
    tell(ret.unit_id, "returns/to_head", ret, filler=actor.name)
    return ret


@transaction.atomic
def ask_entry(*, actor: Person, ret_id: int, asks: bool) -> Return:
    """Ask the offices above to enter for the unit (代录), or take that back.

    Raises:
        NotPermitted: not the unit's own people, or it is with the offices.
        WrongState: that is so already.
    """
    ret = locked_return(ret_id)
    permit(may_fill(actor, ret), NOT_NOW)
    if asks == (ret.asks_since is not None):
        raise WrongState("已经请求过代录。" if asks else "没有请求代录。")
    ret.asks_since = clock.now() if asks else None
    ret.save(update_fields=["asks_since"])
    record(actor, "return.ask_entry", ret, asks=asks)
    chain = chain_of(ret)
    if asks and chain:
        tell(chain[0], "returns/asks_entry", ret)
    return ret


@transaction.atomic
def dispute(*, actor: Person, ret_id: int, text: str) -> DisputeWord:
    """Object to what an office entered for the unit; the offices of the chain are told.

    Raises:
        NotPermitted: not the unit's own people, or nothing was entered for it and submitted.
        WrongState: an objection waits for its answer already.
        BadInput: fewer than six characters, or more than 500.
    """
    ret = locked_return(ret_id)
    permit(may_dispute(actor, ret), "只有本单位可以对上级代录并上报的表提出异议。")
    if is_disputed(ret):
        raise WrongState("已经提出异议，请等上级答复。")
    word = _said(actor, ret, text, raised=True)
    for office in chain_of(ret):
        tell(office, "returns/disputed", ret, text=word.text)
    return word


@transaction.atomic
def answer_dispute(*, actor: Person, ret_id: int, text: str) -> DisputeWord:
    """Answer a unit's objection and leave the figures as they are; who agrees with the unit sends the return back.

    Raises:
        NotPermitted: not an office of the chain, or the campaign is closed.
        WrongState: nothing waits for an answer.
        BadInput: fewer than six characters, or more than 500.
    """
    ret = locked_return(ret_id)
    permit(may_review(actor, ret, chain_of(ret)) and moves(ret), "只有审批链上的部门可以答复异议。")
    if not is_disputed(ret):
        raise WrongState("没有等待答复的异议。")
    word = _said(actor, ret, text, raised=False)
    tell(ret.unit_id, "returns/dispute_answered", ret, text=word.text, office=actor.unit_name)
    return word


def is_disputed(ret: Return) -> bool:
    """Whether the newest word of the dispute is the unit's."""
    words = dispute_of(ret)
    return bool(words) and words[-1].raised


def _said(actor: Person, ret: Return, text: str, *, raised: bool) -> DisputeWord:
    words = clean_words(text, "异议" if raised else "答复")
    made = DisputeWord.objects.create(
        ret=ret,
        raised=raised,
        text=words,
        unit_id=actor.unit_id,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, "return.dispute" if raised else "return.answer_dispute", ret)
    return made
