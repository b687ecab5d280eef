"""What became of a code, over any number of years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from sciweek.places.models import DivisionChange
from sciweek.places.queries import Followed, followed_since, present_codes
from sciweek.places.succession import Step, single_successors, successors

START = date(2000, 1, 1)
END = START + timedelta(days=6)
CODES = st.integers(630101, 630106)
DAYS = st.integers(0, 6).map(lambda number: START + timedelta(days=number))
STEPS = st.lists(st.builds(Step, CODES, CODES, DAYS), max_size=12)


@given(STEPS, DAYS)
def test_going_in_two_stages_comes_to_the_same_codes_as_going_at_once(steps: list[Step], between: date) -> None:
    codes = {step.old for step in steps} | {630101}
    half = successors(codes, steps, after=START, until=between)
    rest = successors({code for held in half.values() for code in held}, steps, after=between, until=END)
    assert successors(codes, steps, after=START, until=END) == {
        code: frozenset(new for middle in held for new in rest[middle]) for code, held in half.items()
    }


@given(STEPS, DAYS)
def test_nothing_outside_the_days_counts_and_no_code_is_lost(steps: list[Step], day: date) -> None:
    codes = [630101, 630102, 639999]
    assert single_successors(codes, steps, after=day, until=day) == {code: code for code in codes}
    found = successors(codes, steps, after=START, until=END)
    assert list(found) == codes
    assert all(found.values())
    assert found[639999] == {639999}


def test_a_code_is_followed_over_several_changes_and_from_its_day_on() -> None:
    steps = [Step(1, 2, date(2013, 2, 8)), Step(2, 3, date(2015, 2, 16))]

    def today(day: date) -> dict[int, int | None]:
        return single_successors([1, 2], steps, after=day, until=date(2020, 1, 1))

    assert today(date(2013, 2, 7)) == {1: 3, 2: 3}
    assert today(date(2013, 2, 8)) == {1: 1, 2: 3}
    assert today(date(2015, 2, 16)) == {1: 1, 2: 2}


def test_two_places_that_exchange_their_codes_on_one_day_are_told_apart() -> None:
    steps = [Step(1, 2, END), Step(2, 1, END)]
    assert single_successors([1, 2], steps, after=START, until=END) == {1: 2, 2: 1}


def test_a_divided_place_has_no_single_successor_until_its_parts_are_one_again() -> None:
    division, union = date(2001, 1, 1), date(2002, 1, 1)
    divided = [Step(1, 1, division), Step(1, 2, division)]
    united = [Step(1, 3, union), Step(2, 3, union)]
    assert single_successors([1], divided, after=START, until=union) == {1: None}
    assert single_successors([1], divided + united, after=START, until=union) == {1: 3}


@pytest.mark.django_db
def test_the_codes_of_a_former_year_lead_to_those_of_today(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    former = [632121, 632321, 632858, 632859, 630102]
    assert present_codes(former, date(2012, 6, 15)) == {
        632121: 630203,
        632321: 632301,
        632858: 632803,
        632859: 632803,
        630102: 630102,
    }
    assert present_codes([632321], date(2021, 6, 15)) == {632321: 632321}
    with django_assert_num_queries(0):
        present_codes(former, date(2012, 6, 15))


@pytest.mark.django_db
def test_a_division_that_was_divided_leads_to_none() -> None:
    for new in (630102, 630103):
        DivisionChange.objects.create(
            old_code=630102, old_name="城东区", new_code=new, on=date(2016, 1, 1), kind="split"
        )
    assert present_codes([630102, 630104], date(2015, 6, 15)) == {630102: None, 630104: 630104}


@pytest.mark.django_db
def test_a_divided_place_stands_under_what_holds_its_parts(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for new in (630102, 630103):
        DivisionChange.objects.create(
            old_code=630102, old_name="旧城区", new_code=new, on=date(2016, 1, 1), kind="split"
        )
    day = date(2015, 6, 15)
    followed_since([630104], day)
    with django_assert_num_queries(1):
        found = followed_since([630102, 630104, 632321], day)
    assert found == {
        630102: Followed(630102, 630100, "旧城区", (630102, 630103)),
        630104: Followed(630104, 630104),
        632321: Followed(632321, 632301),
    }
    with django_assert_num_queries(0):
        assert followed_since([632859], date(2012, 6, 15)) == {632859: Followed(632859, 632803)}
