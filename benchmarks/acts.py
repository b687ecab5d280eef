"""One act from its call to the commit: a correction saved, submitted, accepted and sent back, with version, audit, mail
and county subtotals. The reference of the ratios is one empty durable transaction with one row written.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle

from django.db import transaction

from benchmarks.province import AFTER, Laid, filler_of, lay
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.actions.passing import accept_return, send_back_return, submit_return
from sciweek.returns.models import Return
from sciweek.returns.queries.forms import form_text

REASON = "请对照签到记录核实后重新上报。"


def run(words: argparse.Namespace) -> None:
    """Fill a hundred returns, then correct, submit, accept and send back one after another."""
    laid = lay(words.returns, words.indicators)
    returns = _schools(laid, 100)
    spent: dict[str, list[float]] = {}

    def timed(name: str, act: Callable[[], object]) -> None:
        begin = time.perf_counter()
        act()
        spent.setdefault(name, []).append((time.perf_counter() - begin) * 1000)

    with clock.at(AFTER):
        codes = list(form_text(returns[0][0].form).kinds)
        for number, (ret, filler, officer) in zip(range(200), cycle(returns), strict=False):
            for name, act in _acts_on(ret, filler, officer, codes, number):
                timed(name, act)
    reference = statistics.median(spent["empty transaction"])
    for name, values in spent.items():
        worst = statistics.quantiles(values, n=20)[-1]
        middle = statistics.median(values)
        print(f"  {name:<24}{middle:8.2f} ms, p95 {worst:8.2f} ms  {middle / reference:8.1f} x")


def _acts_on(
    ret: Return, filler: Person, officer: Person, codes: list[str], number: int
) -> Iterator[tuple[str, Callable[[], object]]]:
    """A correction's way, act by act; the first time round the whole form is typed."""
    version = Return.objects.values_list("version", flat=True).get(pk=ret.pk)
    one, many = {codes[0]: str(number)}, {code: str(number + 8) for code in codes}
    yield "empty transaction", partial(_touch, ret)
    yield "save one cell", partial(save_cells, actor=filler, ret_id=ret.pk, version=version, typed=one)
    if not version:
        yield (
            f"save {len(codes)} cells",
            partial(save_cells, actor=filler, ret_id=ret.pk, version=version + 1, typed=many),
        )
    yield "submit", partial(submit_return, actor=filler, ret_id=ret.pk)
    yield "accept", partial(accept_return, actor=officer, ret_id=ret.pk)
    yield "send back", partial(send_back_return, actor=officer, ret_id=ret.pk, reason=REASON)


@transaction.atomic
def _touch(ret: Return) -> None:
    Campaign.objects.filter(pk=ret.campaign_id).update(introduction="")


def _schools(laid: Laid, count: int) -> list[tuple[Return, Person, Person]]:
    """Returns that are with their units, who fills each, and the officer above."""
    open_ones = Return.objects.filter(pk__in=laid.ret_ids, track__stage__in=["draft", "sent_back"], unit__kind="school")
    rows = open_ones.select_related("unit", "form")[:count]
    return [(ret, filler_of(ret.unit), laid.officers[_above(ret.unit)]) for ret in rows]


def _above(unit: Unit) -> int:
    assert unit.reports_to_id is not None
    return unit.reports_to_id
