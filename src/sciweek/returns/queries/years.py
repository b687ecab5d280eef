"""Reads of the campaign before, as far as its figures may stand beside this one's.

What counts of the campaign before is what every office of the chain accepted.
"""

from collections.abc import Mapping
from dataclasses import replace

from sciweek.campaigns.models import Campaign
from sciweek.returns.choice import Choice, Key
from sciweek.returns.crosstable import totals_by_place
from sciweek.returns.links import Comparison
from sciweek.returns.models import Form
from sciweek.returns.queries.forms import form_of, form_text
from sciweek.returns.queries.links import comparable
from sciweek.returns.queries.totals import Question, sums
from sciweek.returns.rollup import Counting, Total
from sciweek.returns.template import ItemText
from sciweek.returns.years import Basis, added, fair


def comparisons_of(campaign: Campaign, form: Form) -> Mapping[str, Comparison]:
    """What each figure of the campaign's form is compared with on the form before. Two queries; none without a form before."""
    before = form_of(campaign.previous) if campaign.previous else None
    return fair(comparable(before, form), form_text(form), form_text(before)) if before else {}


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
    summed = sums(asked, sorted({code for codes in plain.values() for code in codes})) if plain else {}
    if choice.by_indicator:
        whole = {code: total for (_keys, code), total in summed.items()}
        totals: dict[Key, Total] = {code: added(whole, codes) for code, codes in plain.items()}
        return Basis(past.name, totals, redefined)
    by_place = totals_by_place(replace(choice, columns=None), summed)
    by_row = {row: total for (row, _column), total in by_place.items()}
    return Basis(past.name, by_row, redefined, frozenset(by_row) - {None})
