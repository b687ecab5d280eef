"""A campaign's roster on the divisions of today: where the codes lead under which its units stood."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.scope import Scope
from sciweek.people.enums import Level
from sciweek.places.queries import Followed, followed_since
from sciweek.returns.enums import Dimension
from sciweek.returns.queries.totals import Question, sums
from sciweek.returns.rollup import NOTHING, Total


@dataclass(frozen=True, slots=True)
class Present:
    """A question asked on present divisions: `question` is that of the roster's own codes, `codes` are those that count."""

    question: Question
    codes: frozenset[int]
    divided: tuple[Followed, ...]


def on_present_divisions(question: Question) -> Present:
    """The question as it is to be asked of a campaign whose places have changed since.

    A scope of places reaches what stands there today, under whichever code it stood then; nothing else. One query, and one
    more where places were divided.
    """
    followed = _followed(question.campaign)
    ranges = question.scope.ranges
    former = {code for code, each in followed.items() if _in(ranges, each.code) and not _in(ranges, code)}
    scope = question.scope | Scope(ranges=tuple((code, code) for code in sorted(former)))
    wanted = question.narrowing.codes
    codes = {
        code
        for code, each in followed.items()
        if (_in((wanted,), each.code) if wanted else _in(ranges, each.code) or not _in(ranges, code))
    }
    divided = [each for code, each in sorted(followed.items()) if each.parts and code in codes]
    asked = replace(question, scope=scope, narrowing=replace(question.narrowing, place="", at=None))
    return Present(asked, frozenset(codes), tuple(divided))


def present_totals(present: Present) -> Mapping[str, Total]:
    """Indicator code to total, over the places that count. As many queries as `sums`."""
    whole: dict[str, Total] = {}
    by_place = replace(present.question, axes=(Dimension.PLACE,), by=Level.COUNTY)
    for ((place,), code), total in sums(by_place, None).items():
        if place in present.codes:
            whole[code] = whole.get(code, NOTHING) + total
    return whole


def _followed(campaign: Campaign) -> Mapping[int, Followed]:
    """What became of each place of the roster since the campaign was called."""
    codes = Placement.objects.filter(campaign=campaign).order_by().values_list("division_code", flat=True).distinct()
    since = campaign.called_at.astimezone(clock.SHANGHAI).date() if campaign.called_at else campaign.start
    return followed_since(codes, since)


def _in(ranges: tuple[tuple[int, int], ...], code: int) -> bool:
    return any(low <= code <= high for low, high in ranges)
