"""Making and judging the table of confidence, by cross-validation over notices with known answers.

A notice and its damaged copies are always in one fold, so that no value is judged by a table that knew its notice.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sciweek.notices.reading import damage, read_notice
from sciweek.notices.reading.confidence import Table, logit
from sciweek.notices.reading.scoring import judged

FOLDS, INNER_FOLDS = 10, 4
# How many imagined values with the share of its field a rule starts with: a rule that was met twice proves little.
PRIOR = 4
LEAST_IN_STEP = 120
# Few, for the values of one notice and its copies go wrong together: they are worth fewer than they are many.
BINS = (0.0, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """A value that was found, in which notice and copy, and whether it is right."""

    notice: str
    copy: str
    rule: str
    doubts: frozenset[str]
    right: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """The probability that a table gave to a value of a notice that it did not know, and whether the value is right."""

    probability: float
    right: bool
    copy: str


Answered = Sequence[tuple[str, str, Mapping[str, object]]]


def samples_of(notices: Answered) -> list[Sample]:
    """Every judged value of each notice (name, text, answers) and of its damaged copies."""
    made = []
    for name, text, answers in notices:
        copies = {"": text, **{kind: act(text, random.Random(f"{name} {kind}")) for kind, act in damage.KINDS.items()}}  # noqa: S311
        for kind, copy in copies.items():
            for found in read_notice(copy).found():
                right = judged(found, answers)
                if right is not None:
                    rule = f"{found.field}|{found.rule}"
                    made.append(Sample(name, kind, rule, found.doubts, right))
    return made


def fit(samples: Sequence[Sample]) -> Table:
    """The table that these values give."""
    rough = _rough(samples)
    return Table(rough.base, rough.rules, rough.doubts, list(_steps(_scored_apart(samples))))


def _scored_apart(samples: Sequence[Sample]) -> Iterator[tuple[float, bool]]:
    for rest, held in _folds(samples, INNER_FOLDS):
        rough = _rough(rest)
        yield from ((rough.score(each.rule, each.doubts), each.right) for each in held)


def _folds(samples: Sequence[Sample], folds: int) -> Iterator[tuple[list[Sample], list[Sample]]]:
    """The values of the other notices and those of each part of the notices in turn."""
    names = sorted({each.notice for each in samples})
    random.Random(1).shuffle(names)  # noqa: S311
    for fold in range(min(folds, len(names))):
        held = set(names[fold::folds])
        yield [each for each in samples if each.notice not in held], [each for each in samples if each.notice in held]


def _rough(samples: Sequence[Sample]) -> Table:
    """Shares by rule, each drawn towards its field's, and the weight of each doubt beside them."""
    base = _share(sum(each.right for each in samples), len(samples), 0.5, 2)
    by_field, by_rule = Counter[str](), Counter[str]()
    right_field, right_rule = Counter[str](), Counter[str]()
    for each in samples:
        by_rule[each.rule] += 1
        right_rule[each.rule] += each.right
    for rule, count in by_rule.items():
        by_field[field_of(rule)] += count
        right_field[field_of(rule)] += right_rule[rule]
    fields = {field: _share(right_field[field], count, base, PRIOR) for field, count in by_field.items()}
    rules = {rule: _share(right_rule[rule], count, fields[field_of(rule)], PRIOR) for rule, count in by_rule.items()}
    met, right, expected = Counter[str](), Counter[str](), defaultdict[str, float](float)
    for each in samples:
        for doubt in each.doubts:
            met[doubt] += 1
            right[doubt] += each.right
            expected[doubt] += rules[each.rule]
    doubts = {}
    for doubt, count in sorted(met.items()):
        mean = expected[doubt] / count
        doubts[doubt] = logit(_share(right[doubt], count, mean, PRIOR)) - logit(mean)
    return Table(base, rules, doubts, [])


def field_of(rule: str) -> str:
    """The field in the name under which the table keeps a rule."""
    return rule.partition("|")[0]


def _share(right: int, count: int, before: float, weight: int) -> float:
    return (right + before * weight) / (count + weight)


def _steps(scored: Iterable[tuple[float, bool]]) -> Iterator[tuple[float, float]]:
    """Rising steps (least score, share right), each of enough values: pools of neighbours that do not rise are joined."""
    pools: list[tuple[float, int, int]] = []
    for score, right in sorted(scored):
        if (pools and pools[-1][2] < LEAST_IN_STEP) or (pools and pools[-1][0] == score):
            pools[-1] = (pools[-1][0], pools[-1][1] + right, pools[-1][2] + 1)
        else:
            pools.append((score, int(right), 1))
        while len(pools) > 1 and pools[-2][2] >= LEAST_IN_STEP <= pools[-1][2] and _of(pools[-2]) >= _of(pools[-1]):
            _least, rights, count = pools.pop()
            pools[-1] = (pools[-1][0], pools[-1][1] + rights, pools[-1][2] + count)
    if len(pools) > 1 and pools[-1][2] < LEAST_IN_STEP:
        _, rights, count = pools.pop()
        pools[-1] = (pools[-1][0], pools[-1][1] + rights, pools[-1][2] + count)
    yield from ((pool[0], _of(pool)) for pool in pools)


def _of(pool: tuple[float, int, int]) -> float:
    return (pool[1] + 1) / (pool[2] + 2)


def cross_validated(samples: Sequence[Sample]) -> list[Guess]:
    """For every value the probability by a table that did not know its notice."""
    return [
        Guess(table.probability(each.rule, each.doubts), each.right, each.copy)
        for rest, held in _folds(samples, FOLDS)
        for table in [fit(rest)]
        for each in held
    ]


@dataclass(frozen=True, slots=True)
class Bin:
    """Guesses between two probabilities: how many, their mean, the share right, and its 95 % interval (Wilson)."""

    least: float
    most: float
    count: int
    mean: float
    share: float
    low: float
    high: float


def reliability(guesses: Sequence[Guess]) -> list[Bin]:
    """The guesses in bins; empty bins are left out."""
    held: dict[int, list[Guess]] = defaultdict(list)
    for guess in guesses:
        held[min(bisect_right(BINS, guess.probability), len(BINS) - 1)].append(guess)
    made = []
    for index in sorted(held):
        inside = held[index]
        right = sum(guess.right for guess in inside)
        low, high = wilson(right, len(inside))
        mean = sum(guess.probability for guess in inside) / len(inside)
        made.append(Bin(BINS[index - 1], BINS[index], len(inside), mean, right / len(inside), low, high))
    return made


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The interval in which a share lies, by what was counted."""
    share, spread = right / count, z * z / count
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return centre - half, centre + half


def brier(guesses: Sequence[Guess]) -> float:
    """The mean squared distance between probability and outcome."""
    return sum((guess.probability - guess.right) ** 2 for guess in guesses) / len(guesses)


def calibration_error(guesses: Sequence[Guess]) -> float:
    """The mean distance between probability and share right, over the bins by their size."""
    return sum(each.count * abs(each.mean - each.share) for each in reliability(guesses)) / len(guesses)


def separation(guesses: Sequence[Guess]) -> float:
    """How often a right value is surer than a wrong one (ties half): 0.5 for a constant, 1 for an oracle."""
    wrong = sorted(guess.probability for guess in guesses if not guess.right)
    right = [guess.probability for guess in guesses if guess.right]
    if not wrong or not right:
        return 0.5
    below = sum(bisect_right(wrong, each) for each in right)
    ties = sum(bisect_right(wrong, each) - bisect_left(wrong, each) for each in right)
    return (below - ties / 2) / (len(wrong) * len(right))
