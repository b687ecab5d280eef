"""What a return's cells say against each other, and what that means for submitting it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.returns.checks import Grade, read_checks
from sciweek.returns.enums import CellState, Exempted, ValueKind
from sciweek.returns.findings import Explained, Finding, Said, Standing, blocking, covered, findings
from sciweek.returns.formulas.evaluating import Known
from sciweek.returns.template import FormText, GroupText, ItemText, shipped
from sciweek.returns.values import NOT_HERE, CellContent

CODES = ("T01", "T02", "T03")
SUM = ("强制性", "T01 = T02 + T03", "总数应等于各项之和")
AT_MOST = ("强制性", "T02 ≤ T01", "其中不能多于总数")
TOGETHER = ("提示性", "T01 > 0 当且仅当 T02 > 0", "有次数就应有人数")


def form(*checks: tuple[str, str, str]) -> FormText:
    items = [ItemText(code, f"指标{code}", "次", ValueKind.INTEGER) for code in CODES]
    kinds = {item.code: item.kind for item in items}
    rows = [
        {"code": f"R{number}", "grade": grade, "formula": formula, "sentence": sentence}
        for number, (grade, formula, sentence) in enumerate(checks, 1)
    ]
    return FormText("表", "", "", "", [GroupText("T", "组", "", items)], read_checks(rows, kinds))


def cells(*values: int | str | None) -> dict[str, CellContent]:
    kept = {}
    for code, value in zip(CODES, values, strict=False):
        if value == "-":
            kept[code] = NOT_HERE
        elif value is not None:
            kept[code] = CellContent(CellState.VALUE, int(value))
    return kept


def found_in(text: FormText, *values: int | str | None, said: Said | None = None) -> list[Finding]:
    return findings(text, Known(cells(*values)), (), said or Said())


def test_a_required_blank_blocks_and_says_how_to_answer() -> None:
    found = findings(form(), Known(cells(1)), CODES)
    assert [finding.codes for finding in blocking(found)] == [("T02",), ("T03",)]
    assert "没有发生填 0，没有这类事项填“-”" in found[0].sentence


@pytest.mark.parametrize("answer", [0, "-"])
def test_zero_and_dash_are_answers(answer: int | str) -> None:
    assert findings(form(), Known(cells(answer, answer, answer)), CODES) == []


def test_a_wrong_sum_blocks_and_names_both_sides() -> None:
    (found,) = found_in(form(SUM), 10, 4, 5)
    assert found.blocks
    assert (found.check, found.codes) == ("R1", CODES)
    assert found.sentence == "总数应等于各项之和：T01 填 10，T02 + T03 为 9，相差 1。"


def test_a_dash_counts_as_nothing_in_a_sum() -> None:
    assert found_in(form(SUM), 4, 4, "-") == []


def test_a_blank_is_not_taken_for_zero_and_the_check_says_that_it_cannot_be_made() -> None:
    (found,) = found_in(form(SUM), 4, 4, None)
    assert (found.standing, found.word) == (Standing.UNCHECKED, "无法审核")
    assert found.codes == ("T03", "T01", "T02")
    assert found.sentence == "总数应等于各项之和：T03 未填，无法审核。"
    assert found.beside
    assert not found.blocks


def test_checks_over_blanks_only_are_listed_and_stand_beside_no_cell() -> None:
    found = found_in(form(SUM, AT_MOST))
    assert [(finding.check, finding.standing, finding.beside) for finding in found] == [
        ("R1", Standing.UNCHECKED, False),
        ("R2", Standing.UNCHECKED, False),
    ]


def test_a_check_against_a_year_that_is_not_there_says_so() -> None:
    (found,) = found_in(form(("核实性", "T01 ≤ 上年(T01)", "不应多于上年")), 5, 0, 0)
    assert found.sentence == "不应多于上年：上一届没有 T01 的数，无法审核。"
    assert not found.beside
    assert not found.blocks


def test_a_division_by_nothing_cannot_be_checked() -> None:
    (found,) = found_in(form(("核实性", "T01 ÷ T02 ≤ 3", "平均过高")), 5, 0, 0)
    assert found.sentence == "平均过高：除数为 0，无法审核。"


def test_a_part_greater_than_its_whole_blocks_at_the_part() -> None:
    (found,) = found_in(form(AT_MOST), 3, 4, 0)
    assert found.blocks
    assert found.codes[0] == "T02"


@pytest.mark.parametrize(("times", "people", "asks"), [(0, 5, True), (5, 0, True), (0, 0, False), (5, 9, False)])
def test_people_without_activities_are_asked_about_and_do_not_block(times: int, people: int, asks: bool) -> None:
    found = found_in(form(TOGETHER), times, people)
    assert bool(found) is asks
    assert not blocking(found)


OVER = cells(3, 4, 0)


def said(text: FormText, words: str = "", exempted: Exempted = Exempted.NONE, values: Known | None = None) -> Said:
    """What was said about the form's only check, the words about these values."""
    digest = covered(text.checks[0], values or Known(OVER))
    return Said({"R1": Explained(words, digest)} if words else {}, {"R1": exempted})


WORDS = "两校合办，由我校统一填报"


@pytest.mark.parametrize(
    ("grade", "words", "exempted", "blocks", "standing", "explainable"),
    [
        ("强制性", "", Exempted.NONE, True, Standing.OPEN, False),
        ("强制性", WORDS, Exempted.NONE, True, Standing.OPEN, False),
        ("强制性", "", Exempted.SKIP, False, Standing.EXEMPT, False),
        ("准强制性", "", Exempted.NONE, True, Standing.OPEN, False),
        ("准强制性", WORDS, Exempted.NONE, True, Standing.OPEN, False),
        ("准强制性", "", Exempted.EXPLAIN, True, Standing.OPEN, True),
        ("准强制性", WORDS, Exempted.EXPLAIN, False, Standing.EXPLAINED, True),
        ("准强制性", "", Exempted.SKIP, False, Standing.EXEMPT, False),
        ("核实性", "", Exempted.NONE, True, Standing.OPEN, True),
        ("核实性", WORDS, Exempted.NONE, False, Standing.EXPLAINED, True),
        ("核实性", "", Exempted.SKIP, False, Standing.EXEMPT, False),
        ("提示性", "", Exempted.NONE, False, Standing.OPEN, False),
    ],
)
def test_each_grade_does_exactly_what_it_says(
    grade: str, words: str, exempted: Exempted, blocks: bool, standing: Standing, explainable: bool
) -> None:
    text = form((grade, "T02 ≤ T01", "其中不能多于总数"))
    (found,) = found_in(text, 3, 4, 0, said=said(text, words, exempted))
    assert (found.blocks, found.standing, found.explainable) == (blocks, standing, explainable)


def test_an_explanation_lapses_when_a_covered_value_changes_and_only_then() -> None:
    text = form(("核实性", "T02 ≤ T01", "其中不能多于总数"))
    words = said(text, WORDS)
    (other_cell,) = found_in(text, 3, 4, 99, said=words)
    assert other_cell.standing == Standing.EXPLAINED
    (changed,) = found_in(text, 3, 5, 0, said=words)
    assert (changed.standing, changed.blocks, changed.explanation) == (Standing.LAPSED, True, WORDS)
    (back,) = found_in(text, 3, 4, 0, said=words)
    assert back.standing == Standing.EXPLAINED


def test_an_explanation_covers_last_years_value_too() -> None:
    text = form(("核实性", "T01 ≤ 上年(T01)", "不应多于上年"))
    now, before = Known(cells(5, 0, 0), cells(3)), Known(cells(5, 0, 0), cells(4))
    words = said(text, WORDS, values=now)
    assert findings(text, now, (), words)[0].standing == Standing.EXPLAINED
    assert findings(text, before, (), words)[0].standing == Standing.LAPSED


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=2))
def test_a_right_sum_is_never_found_fault_with(parts: list[int]) -> None:
    assert found_in(form(SUM, AT_MOST), sum(parts), *parts) == []


answers = st.dictionaries(
    st.sampled_from([item.code for item in shipped().items]),
    st.one_of(st.just(NOT_HERE), st.integers(0, 10**9).map(lambda value: CellContent(CellState.VALUE, value))),
)


@given(answers, answers)
def test_every_finding_of_the_shipped_form_leads_to_a_cell_and_speaks(
    kept: dict[str, CellContent], last: dict[str, CellContent]
) -> None:
    text = shipped()
    codes = [item.code for item in text.items]
    found = findings(text, Known(kept, last, {"单位类型": "中小学", "单位级别": "县区级"}), codes)
    assert {finding.codes[0] for finding in found if not finding.check} == set(codes) - set(kept)
    assert all(set(finding.codes) <= set(codes) and finding.sentence for finding in found)
    grades = {check.code: check.grade for check in text.checks}
    assert all(finding.blocks == (finding.grade != Grade.HINT) for finding in found if finding.standing == "open")
    assert all(grades[finding.check] == finding.grade for finding in found if finding.check)
