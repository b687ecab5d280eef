"""The one maintained level of totals: county subtotals, recomputed in the transaction that changes what counts."""

from django.db import connection, transaction

from sciweek.campaigns.models import Placement
from sciweek.core.locks import lock_pair
from sciweek.returns.models import Subtotal
from sciweek.returns.rollup import subtotals_kept, subtotals_now

# The same sums as `rollup.subtotals_now`, which tests and `doctor` hold against it. One statement inside the database: each
# submission and acceptance runs it, and by way of models it took three times as long.
RECOMPUTE = """
INSERT INTO returns_subtotal (campaign_id, division_code, indicator_id, bucket, value, answered, none)
SELECT p.campaign_id, p.division_code, c.indicator_id,
       CASE WHEN t.stage = 'accepted' THEN 3 WHEN t.accepted >= 1 THEN 2 ELSE 1 END AS bucket,
       COALESCE(SUM(c.value), 0),
       COUNT(CASE WHEN c.state = 'V' THEN 1 END),
       COUNT(CASE WHEN c.state = 'N' THEN 1 END)
  FROM campaigns_placement p
  JOIN returns_return r ON r.placement_id = p.id
  JOIN review_track t ON t.id = r.track_id
  JOIN returns_cell c ON c.ret_id = r.id
  JOIN returns_indicator i ON i.id = c.indicator_id
 WHERE p.campaign_id = %s AND p.division_code = %s AND p.removed_at IS NULL
   AND t.stage IN ('submitted', 'accepted') AND i.kind IN ('integer', 'decimal', 'money')
 GROUP BY p.campaign_id, p.division_code, c.indicator_id, bucket
"""


@transaction.atomic
def recompute_county(campaign_id: int, code: int) -> None:
    """Make the subtotals of one county what its cells say. To be called after the writes, last before the audit.

    Recomputed, never incremented: whoever comes second under the lock sees what the first has committed, and whatever
    once went wrong is right again after the next change. A batch over several counties takes them in ascending order.
    """
    lock_pair(campaign_id, code)
    Subtotal.objects.filter(campaign_id=campaign_id, division_code=code).delete()
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTE, [campaign_id, code])


def follow_roster(placement: Placement) -> None:
    """Recompute the county of a unit that was taken off the roster or put back."""
    recompute_county(placement.campaign_id, placement.division_code)


@transaction.atomic
def rebuild_subtotals(campaign_id: int) -> int:
    """Make all subtotals of a campaign what the cells say; how many were wrong. For takeovers and after a repair."""
    kept, now = subtotals_kept(campaign_id), subtotals_now(campaign_id)
    placed = Placement.objects.filter(campaign_id=campaign_id).values_list("division_code", flat=True)
    for code in sorted({*placed, *(code for code, _indicator, _bucket in kept)}):
        recompute_county(campaign_id, code)
    return sum(kept.get(key) != now.get(key) for key in kept.keys() | now.keys())
