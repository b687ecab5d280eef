"""Reads of pictures."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.scope import Scope
from sciweek.materials.enums import Stage, Use
from sciweek.materials.models import Delivery, Picture


def count_pictures(placement_ids: Collection[int]) -> dict[int, int]:
    """How many pictures each unit has; one that has none is left out. One query."""
    rows = Picture.objects.filter(placement__in=placement_ids).order_by()
    return dict(rows.values_list("placement").annotate(Count("pk")))


def pictures_of(placement: Placement) -> QuerySet[Picture]:
    """A unit's pictures in the order in which they came."""
    return Picture.objects.filter(placement=placement).order_by("added_at", "pk")


def pictures_in(scope: Scope, campaign: Campaign) -> QuerySet[Picture]:
    """The pictures of a campaign inside `scope`."""
    rows = _inside(scope).filter(campaign=campaign)
    return rows.select_related("placement", "unit", "thumb")


def publishable_pictures(scope: Scope, campaign: Campaign) -> QuerySet[Picture]:
    """Those that an office may publish: handed in by their unit, and free for it; children only by consent."""
    handed_in = Delivery.objects.filter(placement__campaign=campaign, kind=DutyKind.PICTURES, stage=Stage.HANDED_IN)
    return pictures_in(scope, campaign).filter(placement__in=handed_in.values("placement"), use=Use.USABLE)


def picture_in(scope: Scope, pk: int) -> Picture | None:
    """One picture inside `scope`, of whichever campaign, with its files; None outside."""
    beside = ("placement__campaign", "unit", "original", "web", "thumb")
    return _inside(scope).select_related(*beside).filter(pk=pk).first()


def _inside(scope: Scope) -> QuerySet[Picture]:
    inside = scope.as_q(code="placement__division_code", unit="placement__unit_id", line="placement__line")
    return Picture.objects.filter(inside, placement__removed_at=None)
