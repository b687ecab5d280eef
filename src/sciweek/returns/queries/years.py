"""Reads of the campaign before, as far as its figures may stand beside this one's.

What counts of the campaign before is what every office of the chain accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sciweek.campaigns.enums import CampaignState
from sciweek.returns.choice import Choice, Key
from sciweek.returns.crosstable import Keys, totals_by_place
from sciweek.returns.links import Comparison
from sciweek.returns.models import Form
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.links import comparable
from sciweek.returns.queries.totals import Question, sums
from sciweek.returns.rollup import Counting, Total
from sciweek.returns.template import FormText, ItemText
from sciweek.returns.years import Basis, added, fair


@dataclass(frozen=True, slots=True)
class Forms:
    """A campaign's form, and that of the campaign before where there is one."""

    now: Form
    before: Form | None

    @property
    def text(self) -> FormText:
        """The campaign's form as the pure rules take it."""
        return form_text(self.now)

    def comparisons(self) -> Mapping[str, Comparison]:
        """What each figure of the form is compared with on the form before. One query; none without a form before."""
        if self.before is None:
            return {}
        return fair(comparable(self.before, self.now), self.text, form_text(self.before))


def basis_of(question: Question, choice: Choice, items: list[ItemText], found: Mapping[str, Comparison]) -> Basis:
    """What a table's rows are compared with, or its columns where indicators stand there: the same, a campaign before.

    A figure that is comparable only together with others (a part of a split) has no basis here.
    """
    past = question.campaign.previous
    alone = {item.code: found[item.code] for item in items if item.code in found}
    alone = {code: each for code, each in alone.items() if each.codes == (code,)}
    redefined = frozenset(item.code for item in items if item.code in found and not found[item.code].allowed)
    plain = {code: each.before for code, each in alone.items() if each.allowed}
    if past is None or not (plain or redefined):
        return Basis()
    axes = () if choice.by_indicator else (choice.rows,)
    asked = replace(question, campaign=past, counting=Counting.ALL_OFFICES, axes=axes)
    codes = tuple(sorted({code for codes in plain.values() for code in codes}))
    summed = (_closed_sums if past.state == CampaignState.CLOSED else sums)(asked, codes)
    if choice.by_indicator:
        whole = {code: total for (_keys, code), total in summed.items()}
        totals: dict[Key, Total] = {code: added(whole, codes) for code, codes in plain.items()}
        return Basis(past.name, totals, redefined)
    by_place = totals_by_place(replace(choice, columns=None), summed)
    by_row = {row: total for (row, _column), total in by_place.items()}
    return Basis(past.name, by_row, redefined, frozenset(by_row) - {None})


@lru_cache(maxsize=64)
def _closed_sums(question: Question, codes: tuple[str, ...]) -> Mapping[tuple[Keys, str], Total]:
    """A closed campaign never changes, so each process sums it once for each that asks."""
    return sums(question, codes)


def forget_sums() -> None:
    """Drop what is kept of closed campaigns; only tests, whose databases give the same id to others, need this."""
    _closed_sums.cache_clear()
