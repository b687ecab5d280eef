"""This campaign beside the one before by three honest numbers, and the cells behind each of them.

Of all returns each time; of the units that answered both times; of all returns on the divisions of today. What counts of
the campaign before is what every office of the chain accepted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from sciweek.campaigns.models import Campaign
from sciweek.places.queries import Followed
from sciweek.returns.choice import Narrowing
from sciweek.returns.models import Cell
from sciweek.returns.queries.cells import cells_behind
from sciweek.returns.queries.matching import matched, matched_cells
from sciweek.returns.queries.present import on_present_divisions, present_totals
from sciweek.returns.queries.totals import Question, sums
from sciweek.returns.rollup import Counting, Total
from sciweek.returns.years import NO_PAIR, Line, Over, Pair, added


@dataclass(frozen=True, slots=True)
class Years:
    """Lines with their three pairs. `divided`: places of either roster that could not be followed to one of today."""

    lines: Sequence[Line]
    pairs: Mapping[Over, Mapping[str, Pair]]
    divided: Sequence[Followed]

    def pair(self, line: Line, over: Over) -> Pair:
        """One of the three; nothing where the line may not be compared over it."""
        return self.pairs[over].get(line.code, NO_PAIR)


def before(question: Question, past: Campaign) -> Question:
    """The same question to the campaign before."""
    return replace(question, campaign=past, counting=Counting.ALL_OFFICES)


def three_numbers(question: Question, past: Campaign, lines: Sequence[Line]) -> Years:
    """All lines, each over all, over matched units and on present divisions."""
    then = before(question, past)
    here_now, here_then = on_present_divisions(question), on_present_divisions(then)
    every = _pairs(_by_code(then), _by_code(question), lines)
    present = _pairs(present_totals(here_then), present_totals(here_now), lines)
    pairs = {
        Over.ALL: every,
        Over.MATCHED: matched(question, matched_before(here_then.question), lines),
        Over.PRESENT: present,
    }
    return Years(lines, pairs, [*here_then.divided, *here_now.divided])


def matched_before(then: Question) -> Question:
    """Whose figures of the campaign before are matched: those of the same units, wherever in reach they stood."""
    return replace(then, narrowing=Narrowing())


def cells_compared(question: Question, past: Campaign, line: Line, over: Over, *, now: bool) -> QuerySet[Cell]:
    """The cells that one side of one number of a line sums."""
    then = before(question, past)
    side, codes = (question, line.codes) if now else (then, line.before_codes)
    if over == Over.MATCHED:
        reached = matched_before(on_present_divisions(then).question)
        cells = matched_cells(question, reached, line, of_now=now)
        return cells.select_related("ret__unit", "ret__placement", "ret__track", "indicator")
    present = on_present_divisions(side) if over == Over.PRESENT else None
    asked = present.question if present else side
    cells = cells_behind(
        asked.scope,
        asked.campaign,
        codes=codes,
        counting=asked.counting,
        narrowing=asked.narrowing,
        anchors=asked.anchors,
    )
    return cells.filter(ret__placement__division_code__in=present.codes) if present else cells


def _by_code(question: Question) -> dict[str, Total]:
    return {code: total for (_keys, code), total in sums(question, None).items()}


def _pairs(then: Mapping[str, Total], now: Mapping[str, Total], lines: Sequence[Line]) -> dict[str, Pair]:
    return {line.code: Pair(added(then, line.before_codes), added(now, line.codes)) for line in lines}
