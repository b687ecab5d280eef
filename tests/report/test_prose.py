"""Sentences of a report, with their conditions: rise, fall, no base, nothing, incomplete, and the extremes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.report.facts import Same
from sciweek.report.prose import (
    Clause,
    Teller,
    change,
    change_of,
    comparison,
    coverage,
    percent,
    rounding,
    share_of_change,
)
from sciweek.report.shown import shown
from sciweek.returns.enums import ValueKind
from tests.report.material import facts, figure

HELD = Clause("A01", "共举办活动{}", (("A02", "线下{}"), ("A03", "线上{}")))


def told(given, *clauses):
    return Teller(given, shown(given)).paragraph(clauses or (HELD,))


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (120, 100, "，比上届增长20.0%"),
        (80, 100, "，比上届下降20.0%"),
        (100, 100, "，与上届持平"),
        (100, 0, ""),
        (0, 0, ""),
        (0, 100, "，比上届下降100.0%"),
        (1, 1, "，与上届持平"),
        (2, 1, "，比上届增长100.0%"),
        (299, 100, "，比上届增长199.0%"),
        (3, 1, "，是上届的3.0倍"),
        (10**15, 1, "，是上届的1,000,000,000,000,000.0倍"),
        (10_001, 10_000, "，与上届基本持平"),
        (9_999, 10_000, "，与上届基本持平"),
        (1, 10**15, "，比上届下降超过99.9%"),
        (10_005, 10_000, "，比上届增长0.1%"),
    ],
)
def test_a_change_has_a_base_or_is_not_said(now, before, said):
    assert change(now, before) == said


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_change_never_says_the_opposite(now, before):
    said = change(now, before)
    assert ("增长" in said or "倍" in said) <= (now > before)
    assert ("下降" in said) <= (now < before)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_the_share_of_a_table_has_the_sign_of_the_change(now, before):
    said = share_of_change(now, before)
    assert (said == "–") == (before == 0)
    if before:
        assert said.startswith("+" if now >= before else "-")


def test_a_figure_of_nothing_is_no_sentence():
    assert told(facts(figure(0, 5))) == ""
    assert told(facts()) == ""


def test_parts_are_told_behind_their_whole_and_zero_ones_are_not():
    parts = [figure(2, code="A02"), figure(0, code="A03")]
    assert told(facts(figure(2), *parts)) == "共举办活动2次，其中线下2次。"
    assert told(facts(figure(2), figure(0, code="A02"), figure(0, code="A03"))) == "共举办活动2次。"


def test_clauses_are_joined_and_empty_ones_left_out():
    given = facts(figure(1, 1), figure(0, code="A04"), figure(7, code="B01", unit="人次"))
    clauses = (Clause("A01", "活动{}"), Clause("A04", "讲座{}"), Clause("B01", "参加{}"))
    assert told(given, *clauses) == "活动1次，与上届持平；参加7人次。"


def test_an_incomplete_report_compares_only_the_same_units_and_says_what_waits():
    partial = facts(figure(120, 100, same=Same(8, 90, 60)), expected=12, submitted=10, counted=9)
    assert told(partial) == "共举办活动120次。"
    said = coverage(partial) + comparison(partial)
    assert "尚未计入3家：未上报2家，正在审核1家。" in said
    assert "合计不与上届比较" in said
    assert "两届都有数的单位，举办科普专题活动（8家）比上届增长50.0%。" in said
    assert change_of(partial, partial.figures[0]) == "+50.0%"


def test_what_was_sent_back_is_among_what_has_not_come():
    partial = facts(expected=12, submitted=10, counted=10, whole={"sent_back": 1})
    assert "尚未计入2家：未上报2家（含退回修改1家）。" in coverage(partial)


def test_a_complete_report_has_no_gap_and_says_with_whom_it_compares():
    whole = facts(figure(1, 1), expected=9, counted=9)
    assert "尚未计入" not in coverage(whole)
    assert comparison(whole) == "比较对象为某省上届科技活动周逐级验收的9家单位的合计。"


def test_later_changes_of_the_roster_are_told():
    assert "部署时8家" in coverage(facts(whole={"frozen": 8}))
    assert "部署时" not in coverage(facts())


def test_before_anything_is_accepted_the_report_says_so():
    nothing = facts(figure(0), expected=5, submitted=2, counted=0)
    assert coverage(nothing).endswith("还没有一家经逐级验收，本报告暂无可计入的数字。")
    assert told(nothing) == ""
    assert coverage(facts(expected=0, counted=0)) == "本届活动周没有应报单位。"


def test_without_a_campaign_before_nothing_is_compared():
    alone = facts(figure(5), before_name="", before_counted=0)
    assert comparison(alone) == "没有上一届的统计资料，本报告不作比较。"
    assert told(alone) == "共举办活动5次。"
    assert "没有逐级验收" in comparison(facts(before_counted=0))


def test_a_redefined_figure_is_named_and_never_compared():
    given = facts(figure(120, 100, redefined=True))
    assert told(given) == "共举办活动120次。"
    assert change_of(given, given.figures[0]) == "口径变化"
    assert "举办科普专题活动口径有变化，不作比较。" in comparison(given)


def test_money_is_said_in_ten_thousands_with_two_decimals():
    money = figure(12_345_678_901, kind=ValueKind.MONEY, unit="万元")
    assert told(facts(money)) == "共举办活动12,345.68万元。"


def test_a_million_is_told_in_ten_thousands_and_the_reader_is_told():
    large = facts(figure(1_234_567, unit="人次"))
    assert told(large) == "共举办活动123.46万人次。"
    assert "准确数见数据册" in rounding(shown(large))
    assert rounding(shown(facts(figure(999_999)))) == ""


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "–"), (0, 3, "0.0%"), (3, 3, "100.0%"), (1, 3, "33.3%"), (1, 10**6, "0.1%"), (10**6 - 1, 10**6, "99.9%")],
)
def test_only_all_is_a_hundred_per_cent_and_only_nothing_is_none(part, whole, said):
    assert percent(part, whole) == said


def test_an_own_report_that_is_not_complete_compares_nothing():
    assert comparison(facts(figure(5, 4), counted=9, own=True)) == "本届报表尚未收齐，合计不与上届比较。"
    assert "由某省科学技术厅验收" in coverage(facts(figure(5), counted=9, own=True))
