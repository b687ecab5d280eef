"""Reads for the public home: the figures of a past campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sciweek.campaigns.enums import CampaignState
from sciweek.campaigns.models import Campaign
from sciweek.core.scope import Scope
from sciweek.places.codes import range_of
from sciweek.returns.enums import ValueKind
from sciweek.returns.models import (
    FormItem,
)
from sciweek.returns.queries.forms import kept_items, kept_text
from sciweek.returns.queries.years import forget_sums
from sciweek.returns.rollup import Counting, totals
from sciweek.returns.values import show_number

# What the public home shows of a past campaign: the figures people ask for, if the form has them.
PUBLIC_CODES = ("A01", "B01", "B06", "D01", "E01")


def forget_forms() -> None:
    """Drop the kept forms and figures; only tests, whose databases give the same id to different forms, need this."""
    kept_text.cache_clear()
    kept_items.cache_clear()
    _closed_figures.cache_clear()
    forget_sums()


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A figure of a past campaign for the public home."""

    name: str
    value: str
    unit: str


def public_figures(campaign: Campaign) -> Sequence[PublicFigure]:
    """The best known figures of a campaign, over returns that every office has accepted; none before there are any.

    A closed campaign never changes, so each process sums it once.
    """
    return _closed_figures(campaign.pk) if campaign.state == CampaignState.CLOSED else _figures(campaign)


@lru_cache(maxsize=64)
def _closed_figures(campaign_id: int) -> Sequence[PublicFigure]:
    return _figures(Campaign.objects.get(pk=campaign_id))


def _figures(campaign: Campaign) -> Sequence[PublicFigure]:
    whole = Scope(ranges=(range_of(campaign.division_code),))
    summed = totals(whole, campaign, counting=Counting.ALL_OFFICES)
    items: Mapping[str, FormItem] = {
        row.indicator.code: row
        for row in FormItem.objects.filter(form__campaign=campaign, indicator__code__in=PUBLIC_CODES).select_related(
            "indicator"
        )
    }
    figures = []
    for code in PUBLIC_CODES:
        total = summed.get((0, code))
        if total and total.value and code in items:
            indicator = items[code].indicator
            shown = show_number(total.value, ValueKind(indicator.kind))
            figures.append(PublicFigure(items[code].label, shown, indicator.unit))
    return figures
