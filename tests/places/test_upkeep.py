"""Reading the sheets of aliases and changes, and telling what they would change."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.errors import BadInput
from sciweek.places.edition import shipped
from sciweek.places.models import ChangeKind
from sciweek.places.upkeep import (
    KINDS,
    AliasRow,
    ChangeRow,
    Difference,
    Effect,
    differences,
    read_aliases,
    read_changes,
)
from tests.places.sheets import ALIAS_HEAD, CHANGE_HEAD, change, sheet, shipped_sheet

PRESENT = {int(row["code"]) for row in shipped("divisions")}
LAST = 2 + len(shipped("changes"))
ALIASES = st.lists(st.builds(AliasRow, st.sampled_from([630102, 630103]), st.sampled_from("甲乙丙")), unique=True)
# Figures and signs that a row is read from, what csv quotes, and what a spreadsheet would run.
TEXT = st.text("0126３-.年月日更名改码西宁县市 \"',=;\u3000", max_size=8)


def said(reading: object) -> list[tuple[int, str]]:
    return [(fault.number, fault.sentence) for fault in reading.faults]  # type: ignore[attr-defined]


def test_the_words_of_the_sheet_are_those_of_the_page() -> None:
    assert {value: str(label) for value, label in ChangeKind.choices} == KINDS


def test_the_shipped_tables_have_no_fault_and_a_source_for_every_change() -> None:
    changes = read_changes(shipped_sheet("changes"), PRESENT)
    assert said(changes) == said(read_aliases(shipped_sheet("aliases"), PRESENT)) == []
    assert len(changes.rows) == len(shipped("changes"))
    assert [row.old_name for row in changes.rows.values() if not row.source] == []


def test_what_a_list_exports_is_read_back_as_it_was() -> None:
    rows = list(read_changes(shipped_sheet("changes", [change(source="")]), PRESENT).rows.values())
    exported = sheet(CHANGE_HEAD, [[str(value) for value in row.values] for row in rows])
    assert list(read_changes(exported, PRESENT).rows.values()) == rows
    aliases = list(read_aliases(shipped_sheet("aliases"), PRESENT).rows.values())
    exported = sheet(ALIAS_HEAD, [[str(value) for value in row.values] for row in aliases])
    assert list(read_aliases(exported, PRESENT).rows.values()) == aliases


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("63010", "东川"), "代码“63010”不对，应为 6 位数字"),
        (("６３０１０２", "东川"), "不对，应为 6 位数字"),
        (("639999", "东川"), "代码 639999 今天没有这个地方。请改成现在的代码，或删去这一行。"),
        (("630102", ""), "叫法没有填"),
        (("630102", "东" * 41), "叫法超过 40 个字（现有 41 个）"),
        (("630102", "６３０１０２"), "六位数字会当作代码"),
        (("630102", "、/"), "不能用来查找"),
        (("630100", "宁市"), "与第 2 行重复，请删去一行。"),
    ],
)
def test_a_wrong_alias_is_told_by_its_row_with_the_mend(row: tuple[str, str], sentence: str) -> None:
    reading = read_aliases(sheet(ALIAS_HEAD, [("630100", "宁市"), row]), PRESENT)
    assert [number for number, _sentence in said(reading)] == [3]
    assert sentence in said(reading)[0][1]
    assert list(reading.rows) == [2]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"on": "上个月"}, "日期“上个月”看不懂，请写成 2020-06-12 的样子。"),
        ({"on": "2021-02-30"}, "日期“2021-02-30”看不懂"),
        ({"kind": "升格"}, "变更“升格”不认识，请填：更名、改码、分设、合并、划转。"),
        ({"old_code": ""}, "旧代码没有填。请补上，或删去这一行。"),
        ({"new_code": "999999"}, "行政区划代码 999999 不对"),
        ({"new_code": "632898"}, "新代码 632898 今天没有这个地方，也没有别的行写它后来的去向"),
        ({"kind": "split"}, "分设要把每个去向各写一行（仍用原代码的也写一行），现在只有一行"),
        ({"kind": "更名"}, "更名不改代码，而两个代码不同"),
        ({"new_code": "632899"}, "合并应有新的代码，而两个代码相同"),
        ({"basis": "批" * 201}, "说明超过 200 个字（现有 201 个）"),
        ({"old_code": "632321", "old_name": "同仁县", "new_code": "632301"}, "行重复，请删去一行。"),
    ],
)
def test_a_wrong_change_is_told_by_its_row_with_the_mend(values: dict[str, str], sentence: str) -> None:
    faults = said(read_changes(shipped_sheet("changes", [change(**values)]), PRESENT))
    assert [number for number, _sentence in faults] == [LAST]
    assert sentence in faults[0][1]


def test_two_ways_out_of_one_code_on_one_day_must_be_a_split() -> None:
    ways = [change(new_code=code) for code in ("632801", "632802")]
    faults = said(read_changes(shipped_sheet("changes", ways), PRESENT))
    assert [number for number, _sentence in faults] == [LAST, LAST + 1]
    assert "在同一天有 2 个去向" in faults[0][1]
    split = [change(new_code=code, kind="分设") for code in ("632801", "632802")]
    assert said(read_changes(shipped_sheet("changes", split), PRESENT)) == []


def test_a_code_that_another_row_carries_on_need_not_be_of_today() -> None:
    chain = [change(new_code="632898"), change(old_code="632898", on="2022-01-01")]
    assert said(read_changes(shipped_sheet("changes", chain), PRESENT)) == []
    backwards = [change(new_code="632898"), change(old_code="632898", on="2020-01-01")]
    assert [number for number, _sentence in said(read_changes(shipped_sheet("changes", backwards), PRESENT))] == [LAST]


def test_a_sheet_without_rows_or_columns_is_refused_as_a_whole() -> None:
    with pytest.raises(BadInput, match="表里只有表头"):
        read_aliases(sheet(ALIAS_HEAD, []), PRESENT)
    with pytest.raises(BadInput, match="没有找到这些列：叫法"):
        read_aliases(sheet(("代码", "说明"), [("630100", "宁市")]), PRESENT)


@given(st.lists(st.tuples(*[TEXT] * 7), max_size=5))
def test_whatever_stands_in_a_sheet_each_row_is_read_or_told(rows: list[tuple[str, ...]]) -> None:
    try:
        asked = sheet(CHANGE_HEAD, rows)
        reading = read_changes(asked, PRESENT)
    except BadInput:
        return
    assert reading.rows.keys() | {fault.number for fault in reading.faults} == {row.number for row in asked.rows[1:]}


@given(ALIASES, ALIASES)
def test_the_differences_lead_from_one_table_to_the_other(current: list[AliasRow], wanted: list[AliasRow]) -> None:
    steps = differences(current, wanted)
    gone, come = {each.before for each in steps}, {each.after for each in steps}
    assert (set(current) - gone) | (come - {None}) == set(wanted)
    assert gone & set(wanted) == set()


def test_a_difference_says_what_happens_and_shows_the_former_value_only_where_it_was_another() -> None:
    before = ChangeRow(632321, "同仁县", 632301, date(2020, 5, 7), "recode")
    after = ChangeRow(632321, "同仁县", 632301, date(2020, 6, 12), "recode", source="民函〔2020〕63号")
    (step,) = differences([before], [after])
    assert step == Difference(Effect.CHANGED, before, after)
    assert step.cells[3:] == [("2020-05-07", "2020-06-12"), (None, "改码"), (None, ""), ("未核实", "民函〔2020〕63号")]
    assert [each.effect for each in differences([before], [])] == [Effect.REMOVED]
    assert [each.effect for each in differences([], [before])] == [Effect.ADDED]
