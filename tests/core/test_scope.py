"""A scope asked of the database and of one row in memory gives the same answer; the empty scope reaches nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.core.scope import NOWHERE, Scope
from sciweek.people.enums import Level, UnitKind
from sciweek.people.models import Unit
from sciweek.places.models import Division

CODES = (630000, 630100, 630102, 630103, 630200)
lines = st.sampled_from(["/1/", "/1/2/", "/1/3/", "/4/"])
scopes = st.builds(
    Scope,
    ranges=st.lists(st.sampled_from([(630000, 639999), (630100, 630199), (630102, 630102)]), max_size=2).map(tuple),
    units=st.frozensets(st.integers(1, 5), max_size=2),
    lines=st.lists(lines, max_size=2).map(tuple),
)


@pytest.fixture
def units(db):
    place = {division.code: division for division in Division.objects.filter(code__in=CODES)}
    rows = [(630000, "/1/"), (630100, "/1/2/"), (630102, "/1/2/3/"), (630103, "/1/3/"), (630200, "/4/5/")]
    return [
        Unit.objects.create(
            name=f"单位{n}",
            kind=UnitKind.SCHOOL,
            level=Level.COUNTY,
            division=place[code],
            division_code=code,
            line=line,
        )
        for n, (code, line) in enumerate(rows)
    ]


def test_database_and_memory_agree(units):
    @settings(max_examples=60)
    @given(scopes)
    def agree(scope):
        scope = Scope(scope.ranges, frozenset(units[n - 1].pk for n in scope.units), scope.lines)
        found = set(Unit.objects.filter(scope.as_q()).values_list("pk", flat=True))
        assert found == {u.pk for u in units if scope.holds(code=u.division_code, unit=u.pk, line=u.line)}

    agree()


def test_the_empty_scope_reaches_nothing(units):
    assert not NOWHERE
    assert not Unit.objects.filter(NOWHERE.as_q()).exists()


@given(scopes, scopes)
def test_joining_scopes_loses_nothing(one, two):
    both = one | two
    assert set(one.ranges) | set(two.ranges) == set(both.ranges)
    assert both.units == one.units | two.units
