"""Bad input, read from real files as both ways of importing read it: told with its place and its mend, or read right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.core.errors import BadInput
from sciweek.returns.findings import NOTHING_SAID
from sciweek.returns.formulas.evaluating import Known
from sciweek.returns.importing.reading import read_filled, refuse_other_campaign, refuse_other_unit
from sciweek.returns.importing.staging import kept, layout_of
from sciweek.returns.importing.trial import Outcome, Trial, try_layout
from sciweek.returns.layout import LaidRow, Layout
from sciweek.returns.template import shipped
from tests.returns.importing.files import (
    CAMPAIGN,
    READ_RIGHT,
    REFUSED,
    UNIT,
    UNREADABLE,
    foreign_sheet,
    form_csv,
    form_sheet,
    form_word,
    row_of,
    with_hidden,
)

FORM = shipped()


def tried(data: bytes, name: str = "表.xlsx") -> Trial:
    return try_layout(read_filled(data, name, FORM), FORM, Known({}, {}, {}), [], NOTHING_SAID)


@pytest.mark.parametrize("wrong", sorted(REFUSED))
def test_a_bad_file_is_refused_whole_with_the_place_and_the_mend(wrong: str) -> None:
    name, data, says = REFUSED[wrong]
    with pytest.raises(BadInput, match="请") as refused:
        refuse_other_campaign(read_filled(data, name, FORM), CAMPAIGN)
    assert says in refused.value.sentence


@pytest.mark.parametrize("wrong", sorted(UNREADABLE))
def test_a_bad_figure_is_told_in_its_row_and_keeps_the_file_from_being_saved_unseen(wrong: str) -> None:
    typed, says = UNREADABLE[wrong]
    trial = tried(form_sheet(D01=typed))
    row = next(row for row in trial.rows if row.item is not None and row.item.code == "D01")
    assert (row.outcome, row.number) == (Outcome.UNREADABLE, row_of("D01"))
    assert trial.first_to_confirm == row_of("D01")
    assert says in row.sentence
    assert trial.needs_person
    assert trial.counts["changes"] == len(FORM.items) - 1


@pytest.mark.parametrize("way", sorted(READ_RIGHT))
def test_what_people_write_is_read_right(way: str) -> None:
    typed, means = READ_RIGHT[way]
    trial = tried(form_sheet(D01=typed))
    row = next(row for row in trial.rows if row.item is not None and row.item.code == "D01")
    assert (row.outcome, row.shown.replace(",", "")) == (Outcome.CHANGES, means)
    assert not trial.needs_person


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (form_sheet(), "表.xlsx"),
        (form_word(), "表.docx"),
        (form_csv(), "表.csv"),
        (form_csv(encoding="gb18030"), "表.csv"),
        (form_csv(encoding="utf-16"), "表.csv"),
    ],
    ids=["xlsx", "docx", "csv", "gbk", "utf-16"],
)
def test_our_own_form_needs_nobody_whatever_it_is_saved_as(data: bytes, name: str) -> None:
    trial = tried(data, name)
    assert (trial.layout.unit, trial.layout.campaign, trial.layout.ours) == (UNIT, CAMPAIGN, True)
    assert not trial.needs_person
    assert not any(finding.blocks for finding in trial.findings)


def test_a_foreign_layout_needs_a_person_though_every_name_is_known() -> None:
    trial = tried(foreign_sheet())
    assert {row.outcome for row in trial.rows} == {Outcome.CHANGES}
    assert trial.needs_person


def test_a_hidden_sheet_is_named() -> None:
    assert tried(with_hidden()).layout.hidden == ["往年"]


def test_a_code_of_another_version_is_named_and_its_row_waits_for_a_person() -> None:
    trial = tried(form_sheet(change=lambda page: page.append(["Z99", "外国专家", "人", None, 3])))
    assert trial.layout.strange == ["Z99"]
    assert trial.counts["unknown"] == 1
    assert trial.needs_person


def test_a_figure_without_a_name_is_shown_and_not_passed_over() -> None:
    trial = tried(form_sheet(change=lambda page: page.append([None, None, None, None, 77])))
    assert [row.text for row in trial.rows if row.outcome == Outcome.UNKNOWN] == ["77"]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("填报单位（盖章）： 测试县第二中学　　填表人：某某", "测试县第二中学"),
        ("填报单位:测试县 第二中学 填报日期：6月1日", "测试县 第二中学"),
        ("填报单位：", ""),
        ("填报单位：\n测试县第二中学", "测试县第二中学"),
    ],
)
def test_the_unit_is_read_from_its_line_up_to_the_next_label(line: str, unit: str) -> None:
    def say(page: object) -> None:
        page["A3"] = line  # type: ignore[index]

    assert read_filled(form_sheet(change=say), "表.xlsx", FORM).unit == unit


def test_a_title_that_ends_in_the_label_says_no_campaign() -> None:
    def say(page: object) -> None:
        page["A1"] = "某省科技活动周：情况统计表"  # type: ignore[index]

    assert read_filled(form_sheet(change=say), "表.xlsx", FORM).campaign == CAMPAIGN


def test_the_unit_may_stand_in_the_next_cell() -> None:
    def say(page: object) -> None:
        page["A3"], page["B3"] = "填报单位：", UNIT  # type: ignore[index]

    assert read_filled(form_sheet(change=say), "表.xlsx", FORM).unit == UNIT


def test_another_units_form_is_refused_and_a_short_name_is_ones_own() -> None:
    layout = Layout([], [], unit="二中")
    refuse_other_unit(layout, UNIT, "二中")
    with pytest.raises(BadInput, match="这是“二中”的表，不是本单位的"):
        refuse_other_unit(layout, "测试县第一中学", "一中")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
ROWS = st.builds(LaidRow, st.integers(1, 99), TEXTS, TEXTS, TEXTS, st.booleans(), st.booleans())
LAYOUTS = st.builds(Layout, st.lists(ROWS, max_size=4), st.lists(TEXTS), TEXTS, TEXTS, st.lists(TEXTS), st.lists(TEXTS))


@given(LAYOUTS)
@settings(max_examples=30, deadline=None)
def test_what_waits_for_a_person_comes_back_as_it_was_read(layout: Layout) -> None:
    assert layout_of(kept(layout)) == layout
