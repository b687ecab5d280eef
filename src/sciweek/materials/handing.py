"""Which act follows which on a part that a unit hands in (工作总结、影像资料、媒体报道). Pure.

| now | hand in | reopen | send back |
|---|---|---|---|
| open | handed in | × | × |
| handed in | × | open | sent back |
| sent back | handed in | × | × |

Whether it came in time is judged at the first handing in. A unit that takes its part back itself is judged anew; one that
was sent back by an office keeps its mark, as with returns.
"""

from dataclasses import dataclass, replace

from sciweek.core.errors import WrongState
from sciweek.materials.enums import Stage


@dataclass(frozen=True, slots=True)
class State:
    """Where a part stands. `on_time` is None until it is judged."""

    stage: Stage = Stage.OPEN
    on_time: bool | None = None
    ever_sent_back: bool = False


def handed_in(state: State, *, in_time: bool) -> State:
    """The state after the unit hands in.

    Raises:
        WrongState: it is handed in already.
    """
    if state.stage == Stage.HANDED_IN:
        raise WrongState("已经上报过了，请刷新页面查看。")
    return replace(state, stage=Stage.HANDED_IN, on_time=in_time if state.on_time is None else state.on_time)


def reopened(state: State) -> State:
    """The state after the unit takes it back to change it.

    Raises:
        WrongState: it is with the unit.
    """
    if state.stage != Stage.HANDED_IN:
        raise WrongState("还没有上报，可以直接修改。")
    return replace(state, stage=Stage.OPEN, on_time=state.on_time if state.ever_sent_back else None)


def sent_back(state: State) -> State:
    """The state after an office sends it back.

    Raises:
        WrongState: it is with the unit.
    """
    if state.stage != Stage.HANDED_IN:
        raise WrongState("这一项还没有上报，或已经退回。")
    return replace(state, stage=Stage.SENT_BACK, ever_sent_back=True)
