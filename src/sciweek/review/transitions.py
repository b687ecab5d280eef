"""Which act follows which on the way through a chain of offices (统计联网直报: 上报, 验收, 退回).

Pure functions over a state, so that every path can be tested without a database. Offices are counted from 0, the first
one above the unit; `accepted` says how many have accepted, so it is also the position of the office whose turn it is.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from sciweek.core.errors import WrongState


class Stage(StrEnum):
    """Where a track stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"


STAGE_NAMES = {Stage.DRAFT: "填报中", Stage.SUBMITTED: "已上报", Stage.SENT_BACK: "已退回", Stage.ACCEPTED: "已验收"}


@dataclass(frozen=True, slots=True)
class TrackState:
    """A stage, how many offices the chain has, and how many of them have accepted."""

    stage: Stage
    offices: int
    accepted: int = 0


def submitted(state: TrackState) -> TrackState:
    """The state after the unit submits.

    Raises:
        WrongState: already submitted, or accepted.
    """
    if state.stage not in {Stage.DRAFT, Stage.SENT_BACK}:
        raise WrongState(f"当前是“{STAGE_NAMES[state.stage]}”，不能再次上报。如需更改，请先撤回，或请上级退回。")
    return replace(state, stage=Stage.SUBMITTED if state.offices else Stage.ACCEPTED, accepted=0)


def withdrawn(state: TrackState) -> TrackState:
    """The state after the unit takes back what nobody has accepted yet.

    Raises:
        WrongState: not submitted, or an office has accepted.
    """
    if state.stage != Stage.SUBMITTED or state.accepted:
        raise WrongState("上级已验收或尚未上报，不能撤回。已验收的请联系验收部门退回。")
    return replace(state, stage=Stage.DRAFT)


def accepted(state: TrackState, position: int) -> TrackState:
    """The state after the office at `position` accepts; the last one's acceptance completes the chain.

    Raises:
        WrongState: not submitted, an office below has not accepted yet, or this one has already.
    """
    if state.stage != Stage.SUBMITTED:
        raise WrongState(f"当前是“{STAGE_NAMES[state.stage]}”，不能验收。")
    if position < state.accepted:
        raise WrongState("本级已经验收，无需重复。")
    if position > state.accepted:
        raise WrongState("下级还没有验收，请等下级验收后再办理。")
    count = state.accepted + 1
    return replace(state, accepted=count, stage=Stage.ACCEPTED if count == state.offices else Stage.SUBMITTED)


def sent_back(state: TrackState, position: int) -> TrackState:
    """The state after the office at `position` sends back: the unit may change again, all acceptances lapse.

    An office may send back when it is its turn or a turn below it, and it may take its own acceptance back as long as
    no office above has accepted.

    Raises:
        WrongState: nothing was submitted, or an office above has accepted.
    """
    if state.stage not in {Stage.SUBMITTED, Stage.ACCEPTED}:
        raise WrongState(f"当前是“{STAGE_NAMES[state.stage]}”，不能退回。")
    if position < state.accepted - 1:
        raise WrongState("上级已经验收，本级不能退回。请联系上级部门退回。")
    return replace(state, stage=Stage.SENT_BACK, accepted=0)
