"""Reads of work summaries."""

from collections.abc import Collection

from django.db.models import Max, QuerySet

from sciweek.campaigns.models import Placement
from sciweek.core.scope import Scope
from sciweek.returns.models import Summary


def count_summaries(placement_ids: Collection[int]) -> dict[int, int]:
    """How many drafts each unit has kept; one that has none is left out. One query."""
    rows = Summary.objects.filter(placement__in=placement_ids).order_by()
    return dict(rows.values_list("placement").annotate(Max("number")))


def summaries_of(placement: Placement) -> QuerySet[Summary]:
    """A unit's drafts, the newest first: it is the one that counts."""
    return Summary.objects.filter(placement=placement).select_related("file")


def summary_in(scope: Scope, pk: int) -> Summary | None:
    """One draft inside `scope`, of whichever campaign; None outside."""
    inside = scope.as_q(code="placement__division_code", unit="placement__unit_id", line="placement__line")
    rows = Summary.objects.filter(inside, placement__removed_at=None).select_related("file", "placement__campaign")
    return rows.filter(pk=pk).first()
