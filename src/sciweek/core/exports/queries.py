"""Reads of exports. They are nobody's but the asker's, under the membership that he asked under."""

from typing import Protocol

from django.db.models import QuerySet

from sciweek.core.models import Export


class Owner(Protocol):
    """An account acting under one membership."""

    @property
    def account_id(self) -> int: ...
    @property
    def membership_id(self) -> int: ...


def exports_of(owner: Owner) -> QuerySet[Export]:
    """The person's own exports, newest first. Who acts under another membership does not see those of this one."""
    rows = Export.objects.filter(account_id=owner.account_id, membership_id=owner.membership_id)
    return rows.order_by("-pk")
