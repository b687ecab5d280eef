"""Which act follows which: every stage with every act as a table, and walks of random acts."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.errors import WrongState
from sciweek.review.transitions import Stage, TrackState, accepted, sent_back, submitted, withdrawn

DRAFT, SUBMITTED, BACK, DONE = Stage.DRAFT, Stage.SUBMITTED, Stage.SENT_BACK, Stage.ACCEPTED
Move = Callable[[TrackState], TrackState]


def accept_at(position: int) -> Move:
    return lambda state: accepted(state, position)


def back_at(position: int) -> Move:
    return lambda state: sent_back(state, position)


@pytest.mark.parametrize(
    ("before", "move", "after"),
    [
        ((DRAFT, 0), submitted, (SUBMITTED, 0)),
        ((BACK, 0), submitted, (SUBMITTED, 0)),
        ((SUBMITTED, 0), withdrawn, (DRAFT, 0)),
        ((SUBMITTED, 0), accept_at(0), (SUBMITTED, 1)),
        ((SUBMITTED, 1), accept_at(1), (SUBMITTED, 2)),
        ((SUBMITTED, 2), accept_at(2), (DONE, 3)),
        ((SUBMITTED, 0), back_at(0), (BACK, 0)),
        ((SUBMITTED, 0), back_at(2), (BACK, 0)),
        ((SUBMITTED, 1), back_at(0), (BACK, 0)),
        ((SUBMITTED, 2), back_at(2), (BACK, 0)),
        ((DONE, 3), back_at(2), (BACK, 0)),
    ],
)
def test_what_is_allowed(before: tuple[Stage, int], move: Move, after: tuple[Stage, int]) -> None:
    state = move(TrackState(before[0], 3, before[1]))
    assert (state.stage, state.accepted) == after


@pytest.mark.parametrize(
    ("before", "move"),
    [
        ((SUBMITTED, 0), submitted),
        ((DONE, 3), submitted),
        ((DRAFT, 0), withdrawn),
        ((SUBMITTED, 1), withdrawn),
        ((DONE, 3), withdrawn),
        ((DRAFT, 0), accept_at(0)),
        ((BACK, 0), accept_at(0)),
        ((SUBMITTED, 0), accept_at(1)),
        ((SUBMITTED, 1), accept_at(0)),
        ((DONE, 3), accept_at(2)),
        ((DRAFT, 0), back_at(0)),
        ((BACK, 0), back_at(0)),
        ((SUBMITTED, 2), back_at(0)),
        ((DONE, 3), back_at(1)),
    ],
)
def test_what_is_refused(before: tuple[Stage, int], move: Move) -> None:
    with pytest.raises(WrongState):
        move(TrackState(before[0], 3, before[1]))


def test_without_offices_a_submission_is_accepted_at_once() -> None:
    assert submitted(TrackState(DRAFT, 0)).stage == DONE


acts = st.one_of(
    st.just(("submit", 0)),
    st.just(("withdraw", 0)),
    st.tuples(st.just("accept"), st.integers(0, 2)),
    st.tuples(st.just("back"), st.integers(0, 2)),
)


@given(st.integers(1, 3), st.lists(acts, max_size=40))
def test_acceptance_never_skips_a_level_and_nobody_accepts_twice(offices: int, walk: list[tuple[str, int]]) -> None:
    state = TrackState(DRAFT, offices)
    accepted_by: list[int] = []
    for act, position in walk:
        try:
            if act == "submit":
                state, accepted_by = submitted(state), []
            elif act == "withdraw":
                state = withdrawn(state)
            elif act == "accept":
                state = accepted(state, position)
                accepted_by.append(position)
            else:
                state, accepted_by = sent_back(state, position), []
        except WrongState:
            continue
        assert accepted_by == list(range(state.accepted))
        assert (state.stage == DONE) == (state.accepted == offices)
        assert state.accepted == 0 or state.stage in {SUBMITTED, DONE}


@given(st.integers(1, 3), st.data())
def test_a_track_that_was_sent_back_starts_over(offices: int, data: st.DataObject) -> None:
    state = submitted(TrackState(DRAFT, offices))
    for position in range(data.draw(st.integers(0, offices))):
        state = accepted(state, position)
    state = sent_back(state, offices - 1)
    assert (state.stage, state.accepted) == (BACK, 0)
    assert submitted(state).accepted == 0
