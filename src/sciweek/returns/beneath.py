"""What one office of the chain has accepted, for that office's own report.

Whose returns an office accepts is the frozen chain of the roster, never the place: a unit of the place that reports past
the office is not in its report. An office's own return is accepted by the office above and so not in it either. Subtotals
do not know which office has accepted; these totals come from the cells, which are the truth.
"""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet

from sciweek.campaigns.models import Campaign, Placement
from sciweek.people.enums import Level
from sciweek.returns.models import Cell, Return
from sciweek.returns.progress import Progress, progress_of
from sciweek.returns.rollup import Totals, sums_of_cells
from sciweek.review.transitions import Stage

ARRIVED = (Stage.SUBMITTED.value, Stage.ACCEPTED.value)


def placed_beneath(campaign: Campaign, office_id: int) -> QuerySet[Placement]:
    """The roster of an office, also who was taken off it; `place_in_chain` is the office's place in each chain, from 0."""
    rows = Placement.objects.filter(campaign=campaign, chain__office=office_id)
    return rows.annotate(place_in_chain=F("chain__position"))


def accepted_by_office(track: str) -> Q:
    """The filter for what the office has accepted, over rows with `place_in_chain`."""
    return Q(**{f"{track}__stage__in": ARRIVED, f"{track}__accepted__gt": F("place_in_chain")})


def returns_accepted_by(campaign: Campaign, office_id: int) -> QuerySet[Return]:
    """The returns on the roster that the office has accepted, whatever the offices above have done."""
    placed = Return.objects.filter(placement__removed_at=None, campaign=campaign, placement__chain__office=office_id)
    return placed.annotate(place_in_chain=F("placement__chain__position")).filter(accepted_by_office("track"))


def totals_accepted_by(campaign: Campaign, office_id: int, *, by: Level) -> Totals:
    """Division code and indicator code to total over these. One query."""
    accepted = returns_accepted_by(campaign, office_id)
    return sums_of_cells(Cell.objects.filter(campaign=campaign, ret__in=accepted.values("pk")), by)


def progress_beneath(campaign: Campaign, office_id: int, *, by: Level) -> Sequence[Progress]:
    """How far the units of an office are; `accepted` is by this office. One query."""
    accepted = Q(removed_at=None) & accepted_by_office("return_row__track")
    return progress_of(placed_beneath(campaign, office_id), by=by, accepted=accepted)
