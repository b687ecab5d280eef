"""Sentences of a report, with their conditions: rise, fall, no base, nothing, incomplete."""

from datetime import date

import pytest

from sciweek.report.facts import Figure, ReportFacts
from sciweek.report.prose import change, coverage, sentence
from sciweek.returns.enums import ValueKind


def figure(value, before=None, kind=ValueKind.INTEGER, unit="次"):
    return Figure("A01", "科普专题活动", unit, kind, "活动", value, 3, 0, before)


def facts(*figures, expected=10, counted=10):
    day = date(2001, 5, 20)
    return ReportFacts(
        campaign="某省科技活动周",
        theme="科学",
        start=day,
        end=day,
        office="某厅",
        above="某部",
        hosts=["某厅"],
        streams=[],
        main_venue="",
        expected=expected,
        submitted=counted,
        counted=counted,
        on_time=counted,
        before_name="",
        figures=list(figures),
        places=[],
        written=day,
    )


@pytest.mark.parametrize(
    ("value", "before", "said"),
    [
        (120, 100, "，比上届增长 20.0%"),
        (80, 100, "，比上届下降 20.0%"),
        (100, 100, "，与上届持平"),
        (100, None, ""),
        (100, 0, ""),
        (0, 100, "，比上届下降 100.0%"),
    ],
)
def test_a_change_has_a_base_or_is_not_said(value, before, said):
    assert change(figure(value, before)) == said


def test_a_figure_of_nothing_is_no_sentence():
    assert sentence(facts(figure(0, 5)), "A01", "共举办活动 {}") == ""
    assert sentence(facts(), "A01", "共举办活动 {}") == ""


def test_an_incomplete_report_is_not_compared_and_says_what_waits():
    partial = facts(figure(120, 100), expected=12, counted=9)
    assert sentence(partial, "A01", "共举办活动 {}") == "共举办活动 120次。"
    assert "另有 3 家" in coverage(partial)


def test_money_is_said_in_ten_thousands_with_two_decimals():
    money = figure(12_345_678_901, kind=ValueKind.MONEY, unit="万元")
    assert sentence(facts(money), "A01", "投入 {}") == "投入 12,345.68万元。"


def test_a_complete_report_has_no_gap():
    assert "另有" not in coverage(facts(expected=9, counted=9))
