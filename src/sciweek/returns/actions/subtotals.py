"""The one maintained level of totals: county subtotals, recomputed in the transaction that changes what counts."""

from django.db import transaction

from sciweek.campaigns.models import Placement
from sciweek.core.locks import lock_pair
from sciweek.returns.models import Subtotal
from sciweek.returns.rollup import SubtotalKey, Total, county_now, subtotals_kept, subtotals_now


@transaction.atomic
def recompute_county(campaign_id: int, code: int) -> None:
    """Make the subtotals of one county what its cells say. To be called after the writes, last before the audit.

    Recomputed, never incremented: whoever comes second under the lock sees what the first has committed, and whatever
    once went wrong is right again after the next change. A batch over several counties takes them in ascending order.
    """
    lock_pair(campaign_id, code)
    _write(campaign_id, subtotals_kept(campaign_id, code), county_now(campaign_id, code))


def follow_roster(placement: Placement) -> None:
    """Recompute the county of a unit that was taken off the roster or put back."""
    recompute_county(placement.campaign_id, placement.division_code)


@transaction.atomic
def rebuild_subtotals(campaign_id: int) -> int:
    """Make all subtotals of a campaign what the cells say; how many were wrong. For takeovers and after a repair."""
    codes = Placement.objects.filter(campaign_id=campaign_id).values_list("division_code", flat=True)
    for code in sorted(set(codes) | set(_codes_kept(campaign_id))):
        lock_pair(campaign_id, code)
    return _write(campaign_id, subtotals_kept(campaign_id), subtotals_now(campaign_id))


def _codes_kept(campaign_id: int) -> list[int]:
    return list(Subtotal.objects.filter(campaign_id=campaign_id).values_list("division_code", flat=True).distinct())


def _write(campaign_id: int, kept: dict[SubtotalKey, Total], now: dict[SubtotalKey, Total]) -> int:
    """Write what differs; how many rows that were."""
    changed = {key: total for key, total in now.items() if kept.get(key) != total}
    Subtotal.objects.bulk_create(
        [
            Subtotal(
                campaign_id=campaign_id,
                division_code=code,
                indicator_id=indicator,
                bucket=bucket,
                value=total.value,
                answered=total.answered,
                none=total.none,
            )
            for (code, indicator, bucket), total in changed.items()
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["campaign", "division_code", "indicator", "bucket"],
        update_fields=["value", "answered", "none"],
    )
    gone = kept.keys() - now.keys()
    for code, bucket in {(code, bucket) for code, _indicator, bucket in gone}:
        indicators = [indicator for place, indicator, level in gone if (place, level) == (code, bucket)]
        Subtotal.objects.filter(
            campaign_id=campaign_id, division_code=code, bucket=bucket, indicator__in=indicators
        ).delete()
    return len(changed) + len(gone)
