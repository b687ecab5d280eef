"""What marks stand for: totals of now and before, of one place, progress, texts; whatever else is unknown."""

from decimal import Decimal

import pytest

from sciweek.documents.filling.layouts import Found, Layout
from sciweek.report.files.ministry import GUIDE, lookup_in, unknown_marks
from sciweek.returns.enums import ValueKind
from tests.report.material import content, figure, place

PLACES = [
    place(630100, "西宁市", counted=4, totals={"A01": 70, "F01": 1_500_000}, before={"A01": 60}),
    place(630200, "海东市", totals={"A01": 50}),
]
COUNTIES = [
    place(630100, "西宁市本级", totals={"A01": 1}),
    place(630102, "城东区", totals={"A01": 69}),
    place(630202, "乐都区", totals={"A01": 25}),
    place(630203, "城东区", totals={"A01": 25}),
]


@pytest.fixture(scope="module")
def report():
    money = {"code": "F01", "name": "经费", "unit": "万元", "kind": ValueKind.MONEY}
    blank = figure(0, code="A04", name="讲座")
    blank = type(blank)(**{name: getattr(blank, name) for name in blank.__slots__} | {"answered": 0, "none": 3})
    return content(figure(120, 100), figure(1_500_000, **money), blank, places=PLACES, counties=COUNTIES)


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("A01", 120),
        ("A01.本年", 120),
        ("A01.上年", 100),
        ("A01.增幅", "+20.0%"),
        ("A01@630100", 70),
        ("A01＠西宁市", 70),
        ("A01@西宁市本级", 1),
        ("A01 . 上届 @ 西宁市", 60),
        ("A01.上年@海东市", ""),
        ("A01.比上届@630100", "+16.7%"),
        ("A01@630203", 25),
        ("F01", Decimal("1.50")),
        ("F01@海东市", ""),
        ("A04", "-"),
        ("上报.计入", 10),
        ("上报.计入@西宁市", 4),
        ("上报.上报率", "100.0%"),
        ("活动周.名称", "某省科技活动周"),
        ("报告.版次", "草稿"),
    ],
)
def test_a_mark_has_its_value(report, mark, value):
    assert lookup_in(report)(mark) == value


@pytest.mark.parametrize(
    "mark",
    [
        "X99",
        "A01.去年",
        "A01@999999",
        "A01@城东区",
        "a01",
        "上报.x",
        "上报.计入@城东区",
        "活动周",
        "",
        "A01.本年.上年",
        "=1+1",
    ],
)
def test_what_nobody_knows_or_two_places_bear_is_unknown(report, mark):
    assert lookup_in(report)(mark) is None


def test_the_guide_names_only_marks_that_are_known(report):
    lookup = lookup_in(report)
    assert [mark for mark in GUIDE if lookup(mark) is None] == []


def test_unknown_marks_are_listed_with_their_places(report):
    layout = Layout("x", {}, [Found("A01", "甲"), Found("X99", "乙"), Found("A01", "图形", reached=False)])
    assert [each.place for each in unknown_marks(layout, report)] == ["乙", "图形"]
