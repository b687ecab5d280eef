"""Which indicators are sums of others, by the form's own checks."""

import pytest

from sciweek.report.facts import Sum
from sciweek.report.sums import sums_of
from sciweek.returns.checks import read_checks
from sciweek.returns.template import shipped


def of(*formulas):
    rows = [
        {"code": f"T{number}", "grade": "强制性", "formula": text, "sentence": "不成立"}
        for number, text in enumerate(formulas)
    ]
    return sums_of(read_checks(rows, shipped().kinds))


def test_the_shipped_form_says_what_adds_up():
    assert {each.whole: list(each.parts) for each in sums_of(shipped().checks) if each.whole != "A01"} == {
        "B01": ["B02", "B04"],
        "E01": ["E02", "E03", "E04", "E05"],
        "F01": ["F02", "F03", "F04"],
    }


@pytest.mark.parametrize(
    "formula", ["A01 = A02 + A03", "A02 + A03 = A01", "A01 = 合计(A02:A03)", "A01 = 合计(A02, A03)"]
)
def test_a_sum_is_read_however_it_is_written(formula):
    assert of(formula) == [Sum("A01", ["A02", "A03"])]


@pytest.mark.parametrize(
    "formula",
    [
        "A01 ≥ A02 + A03",
        "A01 = A02",
        "A01 = A02 - A03",
        "A01 = 2 × A02 + A03",
        "A01 = A02 + 上年(A03)",
        "A01 = A02 + A02",
        "A01 + A04 = A02 + A03",
        "A01 = 最大(A02, A03)",
        "若 A01 > 0 则 A01 = A02 + A03",
        "A01 = A01 + A02",
    ],
)
def test_what_is_no_plain_sum_is_none(formula):
    assert of(formula) == []


def test_wholes_come_before_what_their_parts_are_the_sum_of():
    assert [each.whole for each in of("A02 = A04 + A05", "A01 = A02 + A03")] == ["A01", "A02"]


def test_sums_that_go_round_are_none():
    assert of("A01 = A02 + A03", "A02 = A01 + A04") == []
