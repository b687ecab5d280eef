"""A figure drawn by place, this campaign beside the one before."""

from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.campaigns.models import Campaign
from sciweek.core.scope import Scope
from sciweek.documents.charts.svg import Series, bars
from sciweek.people.enums import Level
from sciweek.returns.desk.places import Names, own_name
from sciweek.returns.rollup import NOTHING, Counting, totals
from sciweek.returns.template import ItemText
from sciweek.returns.values import show_number


@dataclass(frozen=True, slots=True)
class PlaceChart:
    """A chart with what its colours mean, first to last; `note` says what the second colour counts."""

    svg: SafeString
    keys: list[str]
    note: str


def chart_by_place(
    scope: Scope, campaign: Campaign, item: ItemText, *, by: Level, counting: Counting, names: Names
) -> PlaceChart | None:
    """One indicator by division at `by`; None where there are less than two places to compare. Two queries."""
    codes = {item.code}
    now = totals(scope, campaign, by=by, counting=counting, codes=codes)
    past = campaign.previous
    before = totals(scope, past, by=by, counting=Counting.ALL_OFFICES, codes=codes) if past else {}
    places = sorted({place for place, _code in (*now, *before)})
    if len(places) < 2:
        return None
    series = [Series(campaign.name, [now.get((place, item.code), NOTHING).value for place in places])]
    if before and past:
        series.append(Series(past.name, [before.get((place, item.code), NOTHING).value for place in places]))
    labels = [own_name(place, by, names) for place in places]
    title = _("%(name)s，分地区") % {"name": item.name}
    drawn = bars(title, labels, series, shown=partial(show_number, kind=item.kind))
    note = _("%(name)s 为各级全部验收的数。") % {"name": past.name} if len(series) > 1 and past else ""
    return PlaceChart(SafeString(drawn), [each.name for each in series], note)
