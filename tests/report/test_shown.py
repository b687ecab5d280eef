"""How totals are written: exact where they fit, in ten thousands where they are large, and always adding up."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sciweek.report.facts import Sum
from sciweek.report.shown import exact_text, shown
from sciweek.returns.enums import ValueKind
from tests.report.material import facts, figure, place

PEOPLE = {"unit": "人次"}


def report(values, parts=()):
    """A report on `B01` over places with these values; `parts` sum up to it."""
    whole = figure(sum(values), code="B01", **PEOPLE)
    more = [figure(value, code=f"P{number}", **PEOPLE) for number, value in enumerate(parts)]
    rows = [place(630100 + 100 * n, f"地区{n}", totals={"B01": value}) for n, value in enumerate(values)]
    sums = [Sum("B01", [each.code for each in more])] if more else []
    return facts(whole, *more, places=rows, sums=sums)


@given(st.lists(st.integers(0, 5 * 10**6), min_size=1, max_size=12))
def test_places_add_up_to_the_whole_as_written(values):
    made = report(values)
    written = shown(made)
    column = [Decimal(written.at(row.code, "B01").replace(",", "")) for row in made.places]
    assert sum(column) == Decimal(written.whole("B01").replace(",", ""))


@given(st.lists(st.integers(0, 5 * 10**6), min_size=2, max_size=6))
def test_parts_add_up_to_the_whole_as_written(parts):
    written = shown(report([sum(parts)], parts))
    told = [Decimal(written.whole(f"P{number}").replace(",", "")) for number in range(len(parts))]
    assert sum(told) == Decimal(written.whole("B01").replace(",", ""))


@given(st.lists(st.integers(0, 80_000), min_size=1, max_size=12))
def test_below_a_million_nothing_is_rounded(values):
    written = shown(report(values))
    assert written.touched == []
    assert written.whole("B01") == f"{sum(values):,}"


def test_what_was_moved_is_listed_with_its_place():
    written = shown(report([1_000_049, 49, 49]))
    assert written.whole("B01") == "100.01"
    assert [(each.whole, each.part, each.plain, each.shown) for each in written.touched] == [
        ("B01", "地区0", 10_000, 10_001)
    ]


def test_a_sum_that_does_not_hold_is_left_as_it_is():
    whole, part = figure(2_000_000, code="B01", **PEOPLE), figure(1_500_051, code="P0", **PEOPLE)
    made = facts(whole, part, figure(1, code="P1", **PEOPLE), sums=[Sum("B01", ["P0", "P1"])])
    assert shown(made).amount("P0") == "150.01万人次"


def test_small_parts_of_a_large_whole_are_told_in_the_same_unit():
    written = shown(report([1_000_000], [995_000, 5_000]))
    assert [written.amount(code) for code in ("B01", "P0", "P1")] == ["100.00万人次", "99.50万人次", "0.50万人次"]


def test_money_is_exact_and_adds_up():
    values = {"kind": ValueKind.MONEY, "unit": "万元"}
    made = facts(
        figure(10_005, code="F01", **values),
        figure(5_002, code="F02", **values),
        figure(5_003, code="F03", **values),
        sums=[Sum("F01", ["F02", "F03"])],
    )
    written = shown(made)
    assert [written.whole(code) for code in ("F01", "F02", "F03")] == ["0.01", "0.00", "0.01"]
    assert [exact_text(each.value, each.kind) for each in made.figures] == ["0.010005", "0.005002", "0.005003"]


@given(st.integers(-(10**18), 10**18), st.sampled_from(ValueKind))
def test_exact_text_is_exact(value, kind):
    if kind in {ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.MONEY}:
        scale = {ValueKind.INTEGER: 1, ValueKind.DECIMAL: 100, ValueKind.MONEY: 1_000_000}[kind]
        assert Decimal(exact_text(value, kind)) * scale == value
        assert "E" not in exact_text(value, kind)
