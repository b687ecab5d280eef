"""The outbox: posted with the act, sent once, tried again, kept where there is no server."""

import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from sciweek.core.scope import NOWHERE, Scope
from sciweek.mailroom.actions import MOST_TRIES, Letter, Recipient, deliver_due, post, post_all, retry, text_for_group
from sciweek.mailroom.models import Message, State
from sciweek.mailroom.queries import messages_about, messages_in

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
TEMPLATE = "campaigns/called"


def context(unit: str = "测试县第一中学") -> dict[str, object]:
    return {"campaign": {"name": "测试周"}, "unit": {"name": unit}, "rows": [("工作总结", None)]}


def post_one(address: str = "a@example.cn", **changes: Any) -> Message:
    return post(TEMPLATE, to=[Recipient("安若水", address)], context=context(), **changes)[0]


@pytest.fixture
def server(settings: Settings, db: None) -> None:
    """Mail goes out, into Django's in-memory box."""
    settings.EMAIL_BACKEND = LOCMEM


@pytest.fixture
def closed_port(settings: Settings, db: None) -> None:
    """A mail server that does not answer: a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port


def test_the_first_line_is_the_subject_and_the_rest_the_body(db: None) -> None:
    message = post_one()
    assert message.subject == "测试周已部署，请按时报送"
    assert message.body.startswith("安若水：")
    assert message.state == State.QUEUED


def test_markup_in_names_stays_plain_text(db: None) -> None:
    message = post(TEMPLATE, to=[Recipient("A", "a@example.cn")], context=context("<b>&中学"))[0]
    assert "<b>&中学" in message.body


def test_nobody_gets_two_and_nobody_without_an_address_gets_one(db: None) -> None:
    to = [Recipient("甲", "a@example.cn"), Recipient("甲", "A@example.cn"), Recipient("乙", "")]
    assert len(post(TEMPLATE, to=to, context=context())) == 1


def test_an_act_that_fails_posts_nothing(db: None) -> None:
    class Undone(Exception):
        pass

    @transaction.atomic
    def act() -> None:
        post_one()
        raise Undone

    with pytest.raises(Undone):
        act()
    assert not Message.objects.exists()


def test_many_letters_cost_one_statement(db: None, django_assert_num_queries: Callable[[int], Any]) -> None:
    letters = [Letter(to=Recipient("甲", f"a{n}@example.cn"), context=context()) for n in range(50)]
    with django_assert_num_queries(1):
        post_all(TEMPLATE, letters=letters, about="campaign:1")
    assert messages_about("campaign:1").count() == 50


def test_what_is_due_goes_out_once(server: None) -> None:
    message = post_one()
    assert deliver_due() == 1
    assert deliver_due() == 0
    message.refresh_from_db()
    assert (message.state, message.tries) == (State.SENT, 1)
    assert [sent.subject for sent in mail.outbox] == [message.subject]
    assert mail.outbox[0].to == ["a@example.cn"]


def test_without_a_server_messages_stay_readable_in_the_outbox(settings: Settings, db: None) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    message = post_one()
    assert deliver_due() == 1
    message.refresh_from_db()
    assert message.state == State.KEPT


def test_a_dead_server_is_tried_later_and_later_and_then_given_up(closed_port: None) -> None:
    message = post_one()
    waits = []
    for _ in range(MOST_TRIES):
        before = timezone.now()
        assert deliver_due() == 0
        message.refresh_from_db()
        waits.append(round((message.next_try_at - before).total_seconds() / 60) if message.next_try_at else 0)
        assert deliver_due() == 0, "not before its time"
        Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now())
    message.refresh_from_db()
    assert waits == [2, 4, 8, 16, 32]
    assert (message.state, message.tries) == (State.FAILED, MOST_TRIES)
    assert "Refused" in message.error


def test_a_failed_message_goes_out_after_a_retry(server: None) -> None:
    message = post_one()
    Message.objects.filter(pk=message.pk).update(state=State.FAILED, tries=MOST_TRIES)
    assert deliver_due() == 0
    retry(message_id=message.pk)
    assert deliver_due() == 1


def test_an_address_that_smuggles_a_header_is_refused_and_stops_nobody_else(server: None) -> None:
    bad = post_one("a@example.cn\nBcc: b@example.cn")
    good = post_one("c@example.cn")
    assert deliver_due() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.FAILED, State.SENT)


def test_a_message_whose_worker_died_is_given_up_and_shown(server: None) -> None:
    message = post_one()
    late = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(state=State.SENDING, next_try_at=late)
    assert deliver_due() == 0
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert "可能已经送达" in message.error
    assert not mail.outbox


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_one_message_twice(race: Callable[..., list[Any]], settings: Settings) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    mail.outbox = []
    for number in range(20):
        post_one(f"a{number}@example.cn")
    results = race(deliver_due, deliver_due)
    assert sum(results) == 20
    assert len({sent.to[0] for sent in mail.outbox}) == len(mail.outbox) == 20


def test_the_outbox_shows_messages_to_places_inside_the_scope_only(db: None) -> None:
    inside = post_one(division_code=630102)
    post_one("b@example.cn", division_code=640100)
    post_one("c@example.cn")
    assert list(messages_in(Scope(ranges=((630100, 630199),)))) == [inside]
    assert not messages_in(NOWHERE).exists()


def test_the_text_for_a_chat_group_begins_with_its_subject(db: None) -> None:
    text = text_for_group(TEMPLATE, {**context("各单位"), "recipient": Recipient("各单位", "")})
    assert text.startswith("【测试周已部署，请按时报送】")
    assert "各单位需要报送" in text
