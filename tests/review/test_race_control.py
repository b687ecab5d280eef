"""Negative control of the race tests: the same decision without the lock does count twice, so those tests can fail."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from sciweek.review.actions import submit
from sciweek.review.models import Track
from sciweek.review.transitions import accepted
from tests.factories.campaigns import Province
from tests.review.test_actions import track_of


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_acceptances_do_race(race: Callable[..., list[Any]]) -> None:
    province = Province()
    track = track_of(province)
    submit(actor=province.filler, track_id=track.pk, version=1)
    both_have_read = threading.Barrier(2, timeout=20)

    def accept_unlocked() -> int:
        read = Track.objects.get(pk=track.pk)
        both_have_read.wait()
        decided = accepted(read.state, 0)
        return Track.objects.filter(pk=track.pk).update(accepted=decided.accepted)

    assert race(accept_unlocked, accept_unlocked) == [1, 1]
