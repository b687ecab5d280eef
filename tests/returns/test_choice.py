"""What a table shows, written to an address and read from one: any address gives a table, and says what it left out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciweek.people.enums import Level, UnitKind
from sciweek.returns.addresses import Offered, read_choice, read_figure
from sciweek.returns.choice import Choice, Narrowing, codes_at, items_shown
from sciweek.returns.enums import NUMERIC, Dimension, ValueKind
from sciweek.returns.rollup import Counting
from sciweek.returns.template import FormText, GroupText, ItemText

ITEMS = {"A": ["A01", "A02"], "B": ["B01"], "T": ["T01"]}
FORM = FormText(
    *("表", "", "", ""),
    groups=[
        GroupText(
            letter,
            f"{letter}组",
            "",
            [ItemText(c, f"指标{c}", "次", ValueKind.TEXT if letter == "T" else ValueKind.INTEGER) for c in codes],
        )
        for letter, codes in ITEMS.items()
    ],
    checks=(),
)
PLACES = {"630000": "全省", "630000b": "省本级", "630100": "甲市", "630100b": "甲市本级", "630102": "乙县"}
OFFERED = Offered(form=FORM, places=PLACES, by=Level.PREFECTURE, columns=Dimension.PLACE)

dimensions = st.sampled_from(Dimension)
narrowings = st.builds(
    Narrowing,
    place=st.sampled_from(["", *PLACES]),
    line=st.none() | st.integers(0, 2**31 - 1),
    kind=st.sampled_from(["", *UnitKind.values]),
    level=st.none() | st.sampled_from(Level),
)
words = st.dictionaries(
    st.sampled_from(["rows", "columns", "by", "place", "line", "kind", "level", "show", "counting", "answers", "x"]),
    st.lists(
        st.sampled_from(
            [*Dimension.values, *PLACES, *UnitKind.values, *Counting, "A01", "A-", "T01", "T-", "none", "1", "2", ""]
        )
        | st.text(max_size=12),
        max_size=3,
    ),
)


def parameters(choice: Choice) -> dict[str, list[str]]:
    """The choice as an address gives it to a page."""
    found: dict[str, list[str]] = {}
    for name, value in choice.pairs():
        found.setdefault(name, []).append(value)
    return found


def is_whole(choice: Choice) -> bool:
    """Whether the table adds one indicator alone, or none to another, and reading its address gives it back."""
    one_alone = choice.by_indicator or len(choice.items(FORM)) == 1
    again = read_choice(parameters(choice), OFFERED)
    return (
        one_alone and choice.rows != choice.columns and again.choice.address == choice.address and again.left_out == ()
    )


@settings(max_examples=60)
@given(asked=words)
def test_any_address_gives_a_table_that_adds_no_different_units(asked: dict[str, list[str]]) -> None:
    found = read_choice(asked, OFFERED)
    assert is_whole(found.choice)
    assert all(label and value and value.isprintable() for label, value in found.left_out)
    assert read_figure(asked, OFFERED).narrowing == found.choice.narrowing


@settings(max_examples=40)
@given(rows=dimensions, columns=dimensions, narrowing=narrowings, key=st.integers(1, 99), data=st.data())
def test_every_link_of_a_table_leads_to_a_table(
    rows: Dimension, columns: Dimension, narrowing: Narrowing, key: int, data: st.DataObject
) -> None:
    asked = Choice(rows=rows, columns=columns, by=Level.PREFECTURE, narrowing=narrowing, shown=("A01",))
    choice = read_choice(parameters(asked), OFFERED).choice
    assert is_whole(choice.swapped)
    assert choice.swapped.swapped == choice
    for dimension in (choice.rows, choice.columns):
        if dimension is not None:
            keys: dict[Dimension, Any] = {
                Dimension.INDICATOR: "A02",
                Dimension.PLACE: data.draw(st.sampled_from([630100, 630000, 630102])),
                Dimension.LINE: key,
                Dimension.KIND: "school",
                Dimension.LEVEL: 2,
            }
            assert is_whole(choice.narrowed_to(dimension, keys[dimension]))


@pytest.mark.parametrize(
    ("shown", "codes"),
    [((), ["A01", "A02", "B01"]), (("A-",), ["A01", "A02"]), (("B01", "A02"), ["A02", "B01"]), (("T01",), [])],
)
def test_indicators_are_chosen_all_by_group_or_one_by_one_and_words_never(
    shown: tuple[str, ...], codes: list[str]
) -> None:
    assert [item.code for item in items_shown(FORM, shown)] == codes
    assert all(item.kind in NUMERIC for item in items_shown(FORM, shown))


def test_without_an_indicator_on_a_side_the_first_is_picked_and_said() -> None:
    found = read_choice({"rows": ["place"], "columns": ["kind"]}, OFFERED)
    assert (found.choice.shown, found.picked) == (("A01",), True)
    found = read_choice({"rows": ["place"], "columns": ["kind"], "show": ["B01"]}, OFFERED)
    assert (found.choice.shown, found.picked) == (("B01",), False)


@given(asked=words)
def test_a_form_of_words_only_has_a_table_without_figures(asked: dict[str, list[str]]) -> None:
    only_words = replace(FORM, groups=FORM.groups[2:])
    choice = read_choice(asked, replace(OFFERED, form=only_words)).choice
    assert choice.by_indicator
    assert choice.items(only_words) == []


def test_a_table_begins_with_indicators_by_place_and_turns_with_its_rows() -> None:
    begun = read_choice({}, OFFERED).choice
    assert (begun.rows, begun.columns, begun.by) == (Dimension.INDICATOR, Dimension.PLACE, Level.PREFECTURE)
    assert read_choice({"rows": ["kind"]}, OFFERED).choice.columns == Dimension.INDICATOR


def test_inside_a_prefecture_places_are_counties() -> None:
    found = read_choice({"place": ["630100"], "by": ["2"]}, OFFERED)
    assert found.choice.by == Level.COUNTY
    assert found.left_out == ()
    prefecture = read_choice({}, OFFERED).choice.narrowed_to(Dimension.PLACE, 630100)
    assert (prefecture.narrowing.place, prefecture.by) == ("630100", Level.COUNTY)
    own = read_choice({}, OFFERED).choice.narrowed_to(Dimension.PLACE, 630000)
    assert own.narrowing.codes == (630000, 630000)


def test_what_cannot_be_had_is_named() -> None:
    asked = {"rows": ["kind"], "columns": ["kind"], "show": ["Z99", "A01"], "place": ["632100"], "kind": ["x" * 30]}
    found = read_choice(
        {**asked, "line": ["²"], "level": ["9"], "since": ["1"], "export": ["csv"]}, OFFERED, beside={"export"}
    )
    assert set(found.left_out) == {
        ("列", "单位类型"),
        ("指标", "Z99"),
        ("地区", "632100"),
        ("条线", "²"),
        ("单位类型", f"{'x' * 20}…"),
        ("单位级别", "9"),
        ("参数", "since"),
    }


@pytest.mark.parametrize(
    ("at", "place", "codes"),
    [
        ((630100, Level.PREFECTURE), "", (630100, 630199)),
        ((630100, Level.COUNTY), "", (630100, 630100)),
        ((630000, Level.PREFECTURE), "", (630000, 630099)),
        ((630102, Level.COUNTY), "630100", (630102, 630102)),
        ((630200, Level.PREFECTURE), "630100", (630200, 630199)),
    ],
)
def test_a_figure_stands_where_row_and_narrowing_meet(
    at: tuple[int, Level], place: str, codes: tuple[int, int]
) -> None:
    assert Narrowing(place=place, at=codes_at(*at)).codes == codes


@pytest.mark.parametrize(
    "asked",
    [
        {"at": ["999999"], "by": ["2"]},
        {"at": ["63010²"], "by": ["2"]},
        {"at": ["630102"], "by": ["2"]},
        {"at": ["630100"]},
    ],
)
def test_a_crooked_place_of_a_figure_is_named(asked: dict[str, list[str]]) -> None:
    found = read_figure(asked, OFFERED)
    assert found.at is None
    assert found.left_out[0][0] == "地区"
