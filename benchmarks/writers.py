"""Many people at once: corrections, submissions, acceptances and send-backs over a few counties; then every total is
compared with a recount. The claim is two zeros: wrong totals, and acts lost to a deadlock or a lock that timed out.
"""

import argparse
import statistics
import threading
import time
from random import Random

from django.db import DatabaseError, connection

from benchmarks.acts import REASON
from benchmarks.province import AFTER, Laid, filler_of, lay
from sciweek.core import clock
from sciweek.core.errors import Refused
from sciweek.people.person import Person
from sciweek.returns.actions.filling import fill_rest, save_cells
from sciweek.returns.actions.passing import accept_return, send_back_return, submit_return
from sciweek.returns.models import Return
from sciweek.returns.rollup import subtotals_kept, subtotals_now

HOT = 200
ACTS = ("correct", "accept", "accept", "send_back")


def run(words: argparse.Namespace) -> None:
    """Write for some seconds, then count."""
    laid = lay(words.returns, words.indicators)
    hot = _hot(laid)
    spent: list[float] = []
    lost: list[str] = []
    refused: list[str] = []
    until = time.monotonic() + words.seconds

    def writer(seed: int) -> None:
        draw = Random(seed)
        while time.monotonic() < until:
            ret, filler, officers = draw.choice(hot)
            begin = time.perf_counter()
            try:
                with clock.at(AFTER):
                    _act(draw, ret, filler, officers)
            except Refused as refusal:
                refused.append(type(refusal).__name__)
            except DatabaseError as error:
                lost.append(str(error).splitlines()[0])
            else:
                spent.append((time.perf_counter() - begin) * 1000)
        connection.close()

    threads = [threading.Thread(target=writer, args=(seed,)) for seed in range(words.writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept, now = subtotals_kept(laid.campaign.pk), subtotals_now(laid.campaign.pk)
    wrong = sum(kept.get(key) != now.get(key) for key in kept.keys() | now.keys())
    print(f"  {words.writers} writers, {words.seconds} s, {HOT} returns of a few counties")
    print(f"  {len(spent) / words.seconds:8.0f} acts a second, p95 {statistics.quantiles(spent, n=20)[-1]:.0f} ms")
    print(f"  {len(refused)} refused by a rule (somebody else was first)")
    print(f"  {wrong} wrong of {len(now):,} subtotals, {len(lost)} acts lost {sorted(set(lost))[:3]}")


def _hot(laid: Laid) -> list[tuple[Return, Person, list[Person]]]:
    rows = Return.objects.filter(pk__in=laid.ret_ids, unit__kind="school").select_related("unit", "form")
    chosen = []
    for ret in rows.order_by("placement__division_code", "pk")[:HOT]:
        chain = ret.track.chain.order_by("position").values_list("office_id", flat=True)
        chosen.append((ret, filler_of(ret.unit), [laid.officers[office] for office in chain]))
    return chosen


def _act(draw: Random, ret: Return, filler: Person, officers: list[Person]) -> None:
    state = Return.objects.select_related("track").get(pk=ret.pk)
    if state.track.stage in {"draft", "sent_back"}:
        typed = {code: str(draw.randint(0, 500)) for code in ("X001", "X002", "X003")}
        save_cells(actor=filler, ret_id=ret.pk, version=state.version, typed=typed)
        fill_rest(actor=filler, ret_id=ret.pk, sign="0")
        submit_return(actor=filler, ret_id=ret.pk)
        return
    officer = officers[min(state.track.accepted, len(officers) - 1)]
    if draw.choice(ACTS) == "accept":
        accept_return(actor=officer, ret_id=ret.pk)
    else:
        send_back_return(actor=officer, ret_id=ret.pk, reason=REASON)
