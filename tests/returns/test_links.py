"""Which figures of two forms may be compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.returns.actions.forms import make_form
from sciweek.returns.enums import LinkKind
from sciweek.returns.links import Comparison, Link, comparisons
from sciweek.returns.models import Indicator, IndicatorLink
from sciweek.returns.queries.links import all_links, comparable
from sciweek.returns.template import read_template
from tests.factories.campaigns import BEFORE, Province, make_campaign

RENAMED, SPLIT, MERGED, REDEFINED = LinkKind.RENAMED, LinkKind.SPLIT, LinkKind.MERGED, LinkKind.REDEFINED
CODES = [f"A{number:02}" for number in range(1, 8)]


def links_of(*rows: tuple[str, str, LinkKind]) -> list[Link]:
    return [Link(before, after, kind, f"{before} {after}") for before, after, kind in rows]


def test_without_links_the_same_code_is_the_same_indicator_and_a_new_one_has_no_counterpart() -> None:
    assert comparisons(["A01", "A03"], ["A01", "A02"], []) == {"A01": Comparison(("A01",), ("A01",), "same")}


def test_a_renamed_one_is_compared_as_it_is() -> None:
    found = comparisons(["A09"], ["A01"], links_of(("A01", "A09", RENAMED)))
    assert found == {"A09": Comparison(("A09",), ("A01",), "renamed", "A01 A09")}


def test_a_merged_one_is_compared_with_the_sum_of_those_it_took_in() -> None:
    found = comparisons(["A09"], ["A01", "A02"], links_of(("A02", "A09", MERGED), ("A01", "A09", MERGED)))
    assert found["A09"] == Comparison(("A09",), ("A01", "A02"), "merged", "A02 A09；A01 A09")


def test_the_parts_of_a_split_are_compared_together() -> None:
    found = comparisons(["A08", "A09"], ["A01"], links_of(("A01", "A09", SPLIT), ("A01", "A08", SPLIT)))
    assert found["A08"] == found["A09"]
    assert (found["A08"].codes, found["A08"].before, found["A08"].kind) == (("A08", "A09"), ("A01",), "split")


@pytest.mark.parametrize(
    ("now", "before", "rows"),
    [
        (["A09"], ["A01"], [("A01", "A09", REDEFINED)]),
        # A part of the split is not asked for any more, or one that was merged was not asked for then.
        (["A08"], ["A01"], [("A01", "A08", SPLIT), ("A01", "A09", SPLIT)]),
        (["A09"], ["A01"], [("A01", "A09", MERGED), ("A02", "A09", MERGED)]),
        # What goes on under its own code cannot go on under another as well.
        (["A01", "A09"], ["A01"], [("A01", "A09", SPLIT)]),
        (["A09"], ["A01", "A02"], [("A01", "A09", RENAMED), ("A02", "A09", MERGED)]),
        (["A09"], ["A01", "A02"], [("A01", "A09", RENAMED), ("A02", "A09", RENAMED)]),
        (["A08", "A09"], ["A01", "A02"], [("A01", "A08", SPLIT), ("A01", "A09", SPLIT), ("A02", "A09", SPLIT)]),
        (["A08"], ["A01"], [("A01", "A08", SPLIT)]),
    ],
)
def test_what_is_not_plain_is_not_compared(
    now: list[str], before: list[str], rows: list[tuple[str, str, LinkKind]]
) -> None:
    found = comparisons(now, before, links_of(*rows))
    assert set(found) == set(now)
    assert not any(each.allowed for each in found.values())


def test_forms_further_apart_are_compared_along_the_codes_between() -> None:
    rows = [("A01", "A05", MERGED), ("A02", "A05", MERGED), ("A05", "A09", RENAMED)]
    assert comparisons(["A09"], ["A01", "A02"], links_of(*rows))["A09"].kind == "merged"
    assert comparisons(["A09"], ["A05"], links_of(*rows))["A09"].kind == "renamed"
    rows = [("A01", "A05", SPLIT), ("A01", "A06", SPLIT), ("A05", "A09", REDEFINED)]
    assert comparisons(["A09", "A06"], ["A01"], links_of(*rows))["A06"].kind == "redefined"


def test_a_link_of_a_later_form_says_nothing_about_earlier_ones() -> None:
    found = comparisons(["A01"], ["A01"], links_of(("A01", "A09", REDEFINED)))
    assert found["A01"].kind == "same"


def test_links_in_a_ring_come_to_an_end() -> None:
    rows = [("A01", "A05", RENAMED), ("A05", "A06", RENAMED), ("A06", "A05", RENAMED), ("A06", "A09", RENAMED)]
    assert set(comparisons(["A09"], ["A01"], links_of(*rows))) <= {"A09"}


codes = st.lists(st.sampled_from(CODES), unique=True, max_size=5)
many_links = st.lists(
    st.builds(
        Link,
        before=st.sampled_from(CODES),
        after=st.sampled_from(CODES),
        kind=st.sampled_from(LinkKind),
        note=st.just(""),
    ),
    max_size=7,
)


@settings(max_examples=150)
@given(now=codes, before=codes, links=many_links)
def test_each_old_code_is_used_once_and_a_redefined_one_never(
    now: list[str], before: list[str], links: list[Link]
) -> None:
    found = comparisons(now, before, links)
    groups = set(found.values())
    used = [code for group in groups for code in group.before]
    assert len(used) == len(set(used))
    assert set(used) <= set(before)
    for code, group in found.items():
        assert code in group.codes
        assert all(found[other] == group for other in group.codes)
        shape = len(group.before), len(group.codes)
        assert (
            group.kind == "redefined"
            or shape == (1, 1)
            or (group.kind, 1)
            in {
                ("merged", shape[1]),
                ("split", shape[0]),
            }
        )
    for link in links:
        if link.kind == REDEFINED and link.before in before and link.after in now and link.before != link.after:
            assert not found[link.after].allowed


FORM = """
title = "表"
[[groups]]
letter = "A"
name = "活动"
[[groups.items]]
code = "{code}"
name = "活动"
unit = "次"
kind = "integer"
"""


def test_forms_of_two_campaigns_are_compared_by_what_is_kept(province: Province) -> None:
    with clock.at(BEFORE):
        one, other = (make_campaign(province.officer, slug=slug) for slug in ("one", "other"))
        before, now = (
            make_form(actor=province.officer, campaign_id=campaign.pk, template=read_template(FORM.format(code=code)))
            for campaign, code in ((one, "A01"), (other, "A02"))
        )
    assert comparable(before, now) == {}
    assert comparable(None, now) == {}
    a01, a02 = (Indicator.objects.get(code=code) for code in ("A01", "A02"))
    IndicatorLink.objects.create(before=a01, after=a02, kind=RENAMED, note="改称")
    assert comparable(before, now) == {"A02": Comparison(("A02",), ("A01",), "renamed", "改称")}
    assert comparable(now, now)["A02"].kind == "same"
    assert all_links() == [Link("A01", "A02", RENAMED, "改称")]
    assert Campaign.objects.count() == 2
