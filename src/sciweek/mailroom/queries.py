"""Reads of the outbox."""

from django.db.models import Q, QuerySet

from sciweek.core.scope import Scope
from sciweek.mailroom.models import Message


def messages_in(scope: Scope) -> QuerySet[Message]:
    """Messages to places inside `scope`, newest first. One without a place is nobody's but the system's."""
    inside = Q(pk__in=[])
    for low, high in scope.ranges:
        inside |= Q(division_code__range=(low, high))
    return Message.objects.filter(inside).order_by("-made_at", "-pk")


def messages_about(about: str) -> QuerySet[Message]:
    """Messages about one thing, oldest first."""
    return Message.objects.filter(about=about).order_by("made_at", "pk")
