"""Writing messages and sending them. A room's action posts in its own transaction: no act, no mail."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from sciweek.core import clock
from sciweek.mailroom.models import Message, State

log = logging.getLogger(__name__)
MOST_TRIES = 5
BATCH = 50
LONGEST_SENDING = timedelta(minutes=10)
NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A name and a mail address; without an address nothing is posted."""

    name: str
    address: str


def compose(template: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body of `mail/<template>.txt`: the first line is the subject, the rest the body."""
    full = {"base_url": settings.BASE_URL, **context}
    subject, _, body = render_to_string(f"mail/{template}.txt", full).strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"


def text_for_group(template: str, context: Mapping[str, object]) -> str:
    """The message as plain text to copy into a chat group."""
    subject, body = compose(template, context)
    return f"【{subject}】\n{body}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message to come: to whom, and what its template needs besides the recipient."""

    to: Recipient
    context: Mapping[str, object]
    division_code: int | None = None


def post(
    template: str,
    *,
    to: Sequence[Recipient],
    context: Mapping[str, object],
    about: str = "",
    division_code: int | None = None,
) -> list[Message]:
    """Put one message a recipient into the outbox, in the caller's transaction.

    Recipients without an address are left out; one who is named twice gets one message.
    """
    recipients = {recipient.address.lower(): recipient for recipient in to if recipient.address}.values()
    letters = [Letter(to=recipient, context=context, division_code=division_code) for recipient in recipients]
    return post_all(template, letters=letters, about=about)


def post_all(template: str, *, letters: Iterable[Letter], about: str = "") -> list[Message]:
    """Put many messages of one template, each with its own context, into the outbox in a few statements."""
    now, next_try = clock.now(), timezone.now()
    messages = []
    for letter in letters:
        subject, body = compose(template, {**letter.context, "recipient": letter.to})
        messages.append(
            Message(
                to_name=letter.to.name,
                to_address=letter.to.address,
                subject=subject,
                body=body,
                template=template,
                about=about,
                division_code=letter.division_code,
                made_at=now,
                next_try_at=next_try,
            )
        )
    return Message.objects.bulk_create(messages, batch_size=500)


def deliver_due() -> int:
    """Send what is due; how many went out.

    Each message is taken by a conditional update, so two workers never send it twice. One whose worker died while
    sending is given up and shown: it may have arrived, so a person decides whether it goes out again.
    """
    now = timezone.now()
    if settings.EMAIL_BACKEND == NO_SERVER:
        return Message.objects.filter(state=State.QUEUED).update(state=State.KEPT)
    Message.objects.filter(state=State.SENDING, next_try_at__lte=now).update(
        state=State.FAILED, error="发送被中断，可能已经送达。请核对后再重发。"
    )
    sent = 0
    due = Message.objects.filter(state=State.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        lease = timezone.now() + LONGEST_SENDING
        if Message.objects.filter(pk=pk, state=State.QUEUED).update(state=State.SENDING, next_try_at=lease):
            sent += _send(Message.objects.get(pk=pk))
    return sent


def _send(message: Message) -> bool:
    message.tries += 1
    try:
        EmailMessage(message.subject, message.body, to=[message.to_address]).send()
    except (OSError, BadHeaderError) as error:
        log.warning("message %s was not sent: %s", message.pk, error)
        hopeless = isinstance(error, BadHeaderError) or message.tries >= MOST_TRIES
        message.state = State.FAILED if hopeless else State.QUEUED
        message.error = f"{type(error).__name__}: {error}"[:300]
        message.next_try_at = timezone.now() + timedelta(minutes=2**message.tries)
    else:
        message.state, message.sent_at, message.error = State.SENT, timezone.now(), ""
    message.save()
    return message.state == State.SENT


@transaction.atomic
def retry(*, message_id: int) -> Message:
    """Queue a failed message again, at once. The caller has checked who may."""
    message = Message.objects.select_for_update().get(pk=message_id)
    message.state, message.tries, message.next_try_at = State.QUEUED, 0, timezone.now()
    message.save()
    return message
