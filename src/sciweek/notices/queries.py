"""Reads of the notice library. All take a `Scope`."""

import hashlib

from django.db.models import QuerySet

from sciweek.core.scope import Scope
from sciweek.notices.models import Notice


def notices_in(scope: Scope) -> QuerySet[Notice]:
    """Notices that were taken in at places or by units inside `scope`, the newest first."""
    # A notice has no reporting line of its own: only place and unit count.
    inside = Scope(ranges=scope.ranges, units=scope.units).as_q(unit="unit_id")
    return Notice.objects.filter(inside).order_by("-taken_at", "-pk")


def digest_of(text: str) -> str:
    """The hash by which the same text is found again: white space does not count."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def same_text(scope: Scope, text: str) -> Notice | None:
    """The notice inside `scope` with this text, if it was taken in before."""
    return notices_in(scope).filter(text_sha256=digest_of(text)).first()
