"""The list of picked pictures: nothing stands in it twice, it has a limit that is said, and its order is what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.errors import BadInput, WrongState
from sciweek.report.pictures import MOST, Pick, added, ordered, without

lists = st.lists(st.integers(1, 60), max_size=MOST, unique=True).map(lambda ids: [Pick(pk, f"图{pk}") for pk in ids])


@given(lists, lists)
def test_what_is_added_stands_behind_and_never_twice(kept, new):
    fresh = [pick for pick in new if pick not in kept]
    if not fresh:
        with pytest.raises(WrongState):
            added(kept, new)
    elif len(kept) + len(fresh) > MOST:
        with pytest.raises(BadInput, match=f"最多 {MOST} 张图片：已选用 {len(kept)} 张"):
            added(kept, new)
    else:
        assert added(kept, [*new, *new]) == [*kept, *fresh]


@given(lists, st.sets(st.integers(1, 60)))
def test_what_is_taken_out_leaves_the_rest_in_order(kept, gone):
    left = [pick for pick in kept if pick.picture_id not in gone]
    if left == kept:
        with pytest.raises(WrongState):
            without(kept, gone)
    else:
        assert without(kept, gone) == left


def test_the_order_is_what_was_typed_and_equals_keep_theirs():
    typed = [(3, Pick(1)), (1, Pick(2)), (3, Pick(3)), (0, Pick(4))]
    assert [pick.picture_id for pick in ordered(typed)] == [4, 2, 1, 3]
