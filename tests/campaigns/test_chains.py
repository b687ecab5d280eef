"""The chain of offices from the reports-to tree."""

from hypothesis import given
from hypothesis import strategies as st

from sciweek.campaigns.chains import LONGEST_CHAIN, Reporter, chain_of

NAMES = {number: f"单位{number}" for number in range(1, 30)}


def test_the_nearest_office_comes_first_and_the_campaigns_office_last() -> None:
    assert chain_of(Reporter(4, (1, 2, 3, 4)), 1, NAMES).offices == (3, 2, 1)


def test_offices_above_the_campaigns_own_are_left_out() -> None:
    assert chain_of(Reporter(4, (1, 2, 3, 4)), 2, NAMES).offices == (3, 2)


def test_a_unit_that_reports_elsewhere_is_named_with_the_mend() -> None:
    chain = chain_of(Reporter(9, (7, 8, 9)), 1, NAMES)
    assert not chain.offices
    assert "更改它的报送单位" in chain.reason


def test_the_office_itself_has_no_chain() -> None:
    assert "牵头单位本身" in chain_of(Reporter(1, (1,)), 1, NAMES).reason


def test_a_closed_office_breaks_the_chain() -> None:
    open_units = {number: name for number, name in NAMES.items() if number != 3}
    assert "已停用" in chain_of(Reporter(4, (1, 2, 3, 4)), 1, open_units).reason


@given(st.lists(st.integers(1, 29), min_size=1, max_size=8, unique=True), st.integers(1, 29))
def test_a_chain_has_one_to_three_offices_or_a_reason(line: list[int], office: int) -> None:
    chain = chain_of(Reporter(line[-1], tuple(line)), office, NAMES)
    assert bool(chain.offices) != bool(chain.reason)
    if chain.offices:
        assert 1 <= len(chain.offices) <= LONGEST_CHAIN
        assert chain.offices[-1] == office
        assert line[-1] not in chain.offices
