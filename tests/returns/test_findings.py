"""What a return's cells say against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.returns.enums import CellState, ValueKind
from sciweek.returns.findings import HINT, MANDATORY, UNCHECKED, blocking, findings
from sciweek.returns.template import Check, FormText, GroupText, ItemText, shipped
from sciweek.returns.values import NOT_HERE, CellContent

CODES = ("T01", "T02", "T03")


def form(*checks: Check) -> FormText:
    items = [ItemText(code, f"指标{code}", "次", ValueKind.INTEGER) for code in CODES]
    return FormText("表", "", "", "", [GroupText("T", "组", "", items)], checks)


def cells(*values: int | str | None) -> dict[str, CellContent]:
    kept = {}
    for code, value in zip(CODES, values, strict=False):
        if value == "-":
            kept[code] = NOT_HERE
        elif value is not None:
            kept[code] = CellContent(CellState.VALUE, int(value))
    return kept


SUM = Check("sum", MANDATORY, "T01", ("T02", "T03"), "总数应等于各项之和")
AT_MOST = Check("at_most", MANDATORY, "T01", ("T02",), "其中不能多于总数")
TOGETHER = Check("together", HINT, "T02", ("T01",), "有次数就应有人数")


def test_a_required_blank_blocks_and_says_how_to_answer() -> None:
    found = findings(form(), cells(1), CODES)
    assert [finding.codes for finding in blocking(found)] == [("T02",), ("T03",)]
    assert "没有发生填 0，没有这类事项填“-”" in found[0].sentence


@pytest.mark.parametrize("answer", [0, "-"])
def test_zero_and_dash_are_answers(answer: int | str) -> None:
    assert findings(form(), cells(answer, answer, answer), CODES) == []


def test_a_wrong_sum_blocks_and_names_both_sides() -> None:
    (found,) = findings(form(SUM), cells(10, 4, 5), ())
    assert found.blocks
    assert found.codes == CODES
    assert "T01 填 10" in found.sentence
    assert "T02＋T03 合计 9" in found.sentence


def test_a_dash_counts_as_nothing_in_a_sum() -> None:
    assert findings(form(SUM), cells(4, 4, "-"), ()) == []


def test_a_blank_is_not_taken_for_zero_and_the_check_says_that_it_cannot_be_made() -> None:
    (found,) = findings(form(SUM), cells(4, 4, None), ())
    assert found.grade == UNCHECKED
    assert found.codes[0] == "T03"
    assert "T03 未填" in found.sentence
    assert not found.blocks


def test_a_check_over_blanks_only_says_nothing() -> None:
    assert findings(form(SUM, AT_MOST), {}, ()) == []


def test_a_part_greater_than_its_whole_blocks_at_the_part() -> None:
    (found,) = findings(form(AT_MOST), cells(3, 4, 0), ())
    assert found.blocks
    assert found.codes[0] == "T02"


@pytest.mark.parametrize(("times", "people", "asks"), [(0, 5, True), (5, 0, True), (0, 0, False), (5, 9, False)])
def test_people_without_activities_are_asked_about_and_do_not_block(times: int, people: int, asks: bool) -> None:
    found = findings(form(TOGETHER), cells(times, people), ())
    assert bool(found) is asks
    assert not blocking(found)


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=2))
def test_a_right_sum_is_never_found_fault_with(parts: list[int]) -> None:
    assert findings(form(SUM, AT_MOST), cells(sum(parts), *parts), CODES) == []


answers = st.dictionaries(
    st.sampled_from([item.code for item in shipped().items]),
    st.one_of(st.just(NOT_HERE), st.integers(0, 10**9).map(lambda value: CellContent(CellState.VALUE, value))),
)


@given(answers)
def test_every_finding_of_the_shipped_form_leads_to_a_cell_and_speaks(kept: dict[str, CellContent]) -> None:
    text = shipped()
    codes = [item.code for item in text.items]
    found = findings(text, kept, codes)
    assert {finding.codes[0] for finding in found if "还没有填" in finding.sentence} == set(codes) - set(kept)
    assert all(set(finding.codes) <= set(codes) and finding.sentence for finding in found)
