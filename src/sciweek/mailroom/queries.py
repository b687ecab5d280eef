"""Reads of the outbox."""

from datetime import datetime

from django.db.models import Q, QuerySet

from sciweek.core.scope import Scope
from sciweek.mailroom.models import Message, State


def messages_in(scope: Scope) -> QuerySet[Message]:
    """Messages to places inside `scope`, newest first. One without a place is nobody's but the system's."""
    inside = Q(pk__in=[])
    for low, high in scope.ranges:
        inside |= Q(division_code__range=(low, high))
    return Message.objects.filter(inside).order_by("-made_at", "-pk")


def messages_about(about: str) -> QuerySet[Message]:
    """Messages about one thing, oldest first."""
    return Message.objects.filter(about=about).order_by("made_at", "pk")


def messages_overdue(due: datetime) -> QuerySet[Message]:
    """Messages that should have gone out at `due` or before, and still wait."""
    return Message.objects.filter(state=State.QUEUED, next_try_at__lte=due)


def messages_that_failed(since: datetime) -> QuerySet[Message]:
    """Messages given up since an instant, the latest first."""
    return Message.objects.filter(state=State.FAILED, next_try_at__gte=since).order_by("-next_try_at", "-pk")
