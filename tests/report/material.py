"""Facts of a small report, as plain values: what the pure tests of the room are made of."""

from datetime import date

from sciweek.report.content import Texts, content_of
from sciweek.report.facts import Figure, PlaceRow, ReportFacts
from sciweek.report.lists import Lists, UnitRow
from sciweek.returns.enums import ValueKind
from sciweek.returns.rollup import Total

DAY = date(2001, 5, 20)


def figure(value, before=None, *, code="A01", name="举办科普专题活动", unit="次", kind=ValueKind.INTEGER, **more):
    """One indicator that three units answered."""
    return Figure(code, name, unit, kind, "活动", value, 3, 0, before, **more)


def place(code=630100, name="西宁市", *, expected=10, submitted=10, counted=10, totals=(), before=(), **more):
    """One place; totals and last year's by code."""
    numbers = {"frozen": expected, "on_time": submitted, "sent_back": 0} | more
    return PlaceRow(
        code=code,
        name=name,
        expected=expected,
        submitted=submitted,
        counted=counted,
        totals={key: each if isinstance(each, Total) else Total(each, 1, 0) for key, each in dict(totals).items()},
        before=dict(before),
        **numbers,
    )


def facts(*figures, expected=10, submitted=None, counted=10, **changes):
    """A report over these figures, complete unless told otherwise."""
    whole = place(
        630000,
        "某省",
        expected=expected,
        submitted=counted if submitted is None else submitted,
        counted=counted,
        totals={each.code: each.total for each in figures},
        **changes.pop("whole", {}),
    )
    values = {
        "campaign": "某省科技活动周",
        "slug": "spring",
        "theme": "科学",
        "start": DAY,
        "end": DAY,
        "division_code": 630000,
        "place": "某省",
        "office": "某省科学技术厅",
        "hosts": ["某省科学技术厅"],
        "streams": [],
        "sub_weeks": [],
        "main_venue": "",
        "branch_venues": 0,
        "contact": "",
        "form": "科技活动周情况统计表",
        "before_name": "某省上届科技活动周",
        "before_counted": 9,
        "figures": list(figures),
        "sums": [],
        "whole": whole,
        "places": [],
        "counties": [],
        "written": DAY,
    }
    return ReportFacts(**{**values, **changes})


def content(*figures, texts=None, **changes):
    """The content over such facts."""
    return content_of(facts(*figures, **changes), texts or Texts())


def lists(*names):
    """Lists of units with these names."""
    rows = [UnitRow(name, 630102, "西宁市城东区", "中小学", "县区级", "已验收", True, None, True, "") for name in names]
    return Lists(lambda: iter(rows), ("单位名称", "A01"), lambda: iter([[name, 1] for name in names]), lambda: iter(()))
