"""How sure a value is: the share of values found in the same way that were right where the answers are known.

The rule that found a value gives its odds; what speaks against it (a copy without line ends, a name that ends oddly)
changes them; steps measured by cross-validation turn the result into a probability. The table is written by
`sciweek extract --calibrate`; how it is made stands in `calibration`.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sciweek.notices.reading.fields import Found, NoticeFields
from sciweek.notices.reading.text import is_one_piece

TABLE = Path(__file__).with_name("confidence.json")
# Beyond so many signs a value of the field has mostly swallowed what stands behind it.
LONG = {"title": 60, "theme": 24, "main_venue": 24, "attachments": 45, "recipients": 40}
LONG_NAME = 20


@dataclass(frozen=True, slots=True)
class Table:
    """Shares of right values by rule, the weights of doubts in log odds, and the measured steps."""

    base: float
    rules: Mapping[str, float]
    doubts: Mapping[str, float]
    steps: Sequence[tuple[float, float]]

    def score(self, rule: str, doubts: Iterable[str]) -> float:
        """A rough probability, before it is measured against the steps. A rule never seen has the share of all."""
        odds = logit(self.rules.get(rule, self.base)) + sum(self.doubts.get(doubt, 0.0) for doubt in doubts)
        return 1 / (1 + math.exp(-odds))

    def probability(self, rule: str, doubts: Iterable[str]) -> float:
        """The share of values with such a score that were right."""
        score = self.score(rule, doubts)
        reached = [share for least, share in self.steps if least <= score]
        return reached[-1] if reached else self.steps[0][1] if self.steps else score


def logit(share: float) -> float:
    """Log odds; nothing that was only counted is certain."""
    bounded = min(max(share, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


@cache
def shipped() -> Table:
    """The table that comes with the package."""
    kept = json.loads(TABLE.read_text(encoding="utf-8"))
    return Table(kept["base"], kept["rules"], kept["doubts"], [tuple(step) for step in kept["steps"]])


def doubts_of(found: Found, text: str, *, mended: bool) -> frozenset[str]:
    """What speaks against a value: what its rule said, and what the text and the value themselves say."""
    made = set(found.doubts)
    if is_one_piece(text):
        made.add("one piece")
    if mended:
        made.add("mended copy")
    if not text.rstrip().endswith(("。", ")", "日", "》", "发", "知")):
        made.add("no end")
    value = found.value.get("title") if isinstance(found.value, dict) else found.value
    if isinstance(value, str) and len(value) > LONG.get(found.field, LONG_NAME) and found.field in {*LONG, *NAMED}:
        made.add("long")
    return frozenset(made)


NAMED = {"issuing_agencies", "hosts", "organisers", "co_organisers"}


def confident(fields: NoticeFields, text: str, *, mended: bool) -> None:
    """Give every value its doubts and its confidence."""
    table = shipped()
    for place, each in enumerate(fields.values):
        doubts = doubts_of(each, text, mended=mended)
        sure = table.probability(f"{each.field}|{each.rule}", doubts)
        fields.values[place] = replace(each, doubts=doubts, confidence=sure)
