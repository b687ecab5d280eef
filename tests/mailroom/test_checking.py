"""What the self-check says of the outbox."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sciweek.core.health import CHECKS
from sciweek.mailroom.checking import outbox
from sciweek.mailroom.models import Message, State

pytestmark = pytest.mark.django_db


def message(state: State, minutes: int, error: str = "") -> None:
    moment = timezone.now() + timedelta(minutes=minutes)
    Message.objects.create(to_address="a@example.cn", state=state, made_at=moment, next_try_at=moment, error=error)


def test_an_outbox_in_which_nothing_waits_is_green() -> None:
    assert outbox in CHECKS
    for state, minutes in ((State.QUEUED, -14), (State.QUEUED, 8), (State.SENT, -999), (State.KEPT, -999)):
        message(state, minutes)
    assert (outbox().said, outbox().ok) == ("没有积压", True)


def test_letters_that_should_have_gone_lead_to_the_worker() -> None:
    message(State.QUEUED, -16)
    assert outbox().said == "1 封到时间 15 分钟还没有发出"
    assert "./sciweek work" in outbox().mend


def test_failed_letters_are_counted_for_a_week_with_the_last_reason() -> None:
    message(State.FAILED, -60 * 24 * 8, "old")
    assert outbox().ok
    message(State.FAILED, -60, "TimeoutError: timed out")
    message(State.FAILED, -10, "SMTPRecipientsRefused: {'a@example.cn': (550, b'no such user')}")
    assert outbox().said == "近 7 天有 2 封发送失败，最近一封：SMTPRecipientsRefused"
    assert "重发" in outbox().mend
