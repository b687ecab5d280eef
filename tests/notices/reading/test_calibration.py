"""The confidence of a value is the share of such values that are right, by cross-validation over known answers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.notices.reading.calibration import (
    Guess,
    Sample,
    brier,
    calibration_error,
    cross_validated,
    fit,
    reliability,
    samples_of,
    separation,
    wilson,
)
from sciweek.notices.reading.confidence import Table, shipped
from tests.notices.reading.answers import NOTICES, OWN, answered

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return samples_of([*answered(OWN), *(answered(NOTICES) if NOTICES.is_dir() else [])])


@pytest.fixture(scope="module")
def guesses(samples: list[Sample]) -> list[Guess]:
    return cross_validated(samples)


def what_is_wrong_with(guesses: list[Guess]) -> list[str]:
    """Why these probabilities are none: they say something else than happens, or they say nothing."""
    share = sum(guess.right for guess in guesses) / len(guesses)
    wrong = []
    if calibration_error(guesses) > 0.03:
        wrong.append("error")
    for each in reliability(guesses):
        low, high = wilson(round(each.share * each.count), each.count, z=3)
        if each.count >= 50 and not low - 0.03 <= each.mean <= high + 0.03:
            wrong.append(f"bin {each.least}")
    if separation(guesses) < 0.65:
        wrong.append("separation")
    if brier(guesses) > 0.97 * share * (1 - share):
        wrong.append("no better than a constant")
    return wrong


def test_the_confidence_is_calibrated_on_notices_that_the_table_did_not_know(guesses: list[Guess]) -> None:
    assert what_is_wrong_with(guesses) == []


def test_a_constant_confidence_fails_the_same_test(guesses: list[Guess]) -> None:
    share = sum(guess.right for guess in guesses) / len(guesses)
    constant = [Guess(share, guess.right, guess.copy) for guess in guesses]
    assert what_is_wrong_with(constant) == ["separation", "no better than a constant"]


def test_confidences_given_to_the_wrong_values_fail_the_same_test(guesses: list[Guess]) -> None:
    shuffled = [guess.probability for guess in guesses]
    random.Random(3).shuffle(shuffled)
    mixed = [Guess(probability, guess.right, guess.copy) for probability, guess in zip(shuffled, guesses, strict=True)]
    assert "separation" in what_is_wrong_with(mixed)


@pytest.mark.skipif(not NOTICES.is_dir(), reason="the table was made with the shared notices, which are not here")
def test_the_table_that_is_shipped_is_the_one_that_the_answers_give(samples: list[Sample]) -> None:
    made, kept = fit(samples), shipped()
    assert {rule for rule, share in made.rules.items() if abs(kept.rules.get(rule, 0) - share) > 0.05} == set()


def test_a_rule_that_was_often_wrong_is_less_sure_and_a_new_one_as_sure_as_all() -> None:
    known = [
        Sample(f"{n}", "", "theme|good" if n % 2 else "theme|bad", frozenset(), n % 2 == 1 or n % 4 == 0)
        for n in range(600)
    ]
    table = fit(known)
    assert table.probability("theme|bad", []) < 0.6
    assert table.probability("theme|good", []) > 0.9
    assert table.score("new", []) == pytest.approx(table.base)


probabilities = st.floats(0.01, 0.99)


@given(
    st.lists(st.tuples(probabilities, probabilities), min_size=1, max_size=6).map(sorted), probabilities, probabilities
)
def test_a_higher_score_never_gives_a_lower_probability(
    steps: list[tuple[float, float]], one: float, other: float
) -> None:
    rising = [(least, share) for (least, _), share in zip(steps, sorted(share for _, share in steps), strict=True)]
    table = Table(0.5, {"low": min(one, other), "high": max(one, other)}, {}, rising)
    assert table.probability("low", []) <= table.probability("high", [])


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(counted: tuple[int, int]) -> None:
    low, high = wilson(*counted)
    assert -1e-9 <= low <= counted[0] / counted[1] + 1e-9
    assert counted[0] / counted[1] - 1e-9 <= high <= 1 + 1e-9
