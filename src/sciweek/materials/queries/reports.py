"""Reads of media reports."""

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, QuerySet

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.scope import Scope
from sciweek.materials.enums import Stage
from sciweek.materials.models import Delivery, MediaReport


def count_reports(placement_ids: Collection[int]) -> dict[int, int]:
    """How many media reports each unit has; one that has none is left out. One query."""
    rows = MediaReport.objects.filter(placement__in=placement_ids).order_by()
    return dict(rows.values_list("placement").annotate(Count("pk")))


def reports_of(placement: Placement) -> QuerySet[MediaReport]:
    """A unit's media reports, with `joint` (see `reports_in`)."""
    return _with_joint(MediaReport.objects.filter(placement=placement))


def reports_in(scope: Scope, campaign: Campaign) -> QuerySet[MediaReport]:
    """The media reports of a campaign inside `scope`, with `joint`: whether another unit gives the same address too."""
    return _with_joint(_inside(scope).filter(campaign=campaign)).select_related("placement", "unit")


def handed_in_reports(scope: Scope, campaign: Campaign) -> QuerySet[MediaReport]:
    """The media reports of a campaign inside `scope` that their units have handed in; without `joint`."""
    handed_in = Delivery.objects.filter(placement__campaign=campaign, kind=DutyKind.MEDIA, stage=Stage.HANDED_IN)
    return _inside(scope).filter(campaign=campaign, placement__in=handed_in.values("placement"))


def joint_addresses(campaign: Campaign) -> set[str]:
    """The keys of the addresses that several units of a campaign give. One query, however long the list is."""
    rows = MediaReport.objects.filter(campaign=campaign, url_key__gt="", placement__removed_at=None).order_by()
    units = rows.values("url_key").annotate(units=Count("placement", distinct=True))
    return set(units.filter(units__gt=1).values_list("url_key", flat=True))


def report_in(scope: Scope, pk: int) -> MediaReport | None:
    """One media report inside `scope`, of whichever campaign; None outside."""
    rows = _with_joint(_inside(scope)).select_related("placement__campaign", "unit", "proof")
    return rows.filter(pk=pk).first()


def same_address(scope: Scope, report: MediaReport) -> QuerySet[MediaReport]:
    """The reports of other units inside `scope` under the same address."""
    if not report.url_key:
        return MediaReport.objects.none()
    others = _inside(scope).filter(campaign=report.campaign_id, url_key=report.url_key)
    return others.exclude(pk=report.pk).select_related("unit")


def _inside(scope: Scope) -> QuerySet[MediaReport]:
    inside = scope.as_q(code="placement__division_code", unit="placement__unit_id", line="placement__line")
    return MediaReport.objects.filter(inside, placement__removed_at=None)


def _with_joint(rows: QuerySet[MediaReport]) -> QuerySet[MediaReport]:
    others = MediaReport.objects.filter(
        campaign=OuterRef("campaign"), url_key=OuterRef("url_key"), url_key__gt="", placement__removed_at=None
    ).exclude(placement=OuterRef("placement"))
    return rows.annotate(joint=Exists(others))
