"""Charts are well-formed, named, drawn inside their frame, and carry no style, script or live markup."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sciweek.documents.charts import svg as charts
from sciweek.documents.charts.scale import scale_of
from sciweek.documents.charts.svg import WIDTH, Series

bars = partial(charts.bars, shown="{:,}".format)
VALUES = st.lists(st.integers(-(10**15), 10**15), max_size=12)
NAMES = st.text(max_size=20)


def tree(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def rects(svg: str) -> list[tuple[float, ...]]:
    return [
        tuple(float(each.get(name)) for name in ("x", "y", "width", "height")) for each in tree(svg).iter("{*}rect")
    ]


def texts(svg: str) -> list[str]:
    return [each.text for each in tree(svg).iter("{*}text")]


@given(VALUES)
def test_a_scale_holds_every_value_and_zero_on_a_mark(values):
    marks = scale_of(values).marks
    assert marks[0] <= min([0, *values])
    assert marks[-1] >= max([0, *values])
    assert 0 in marks
    assert 2 <= len(marks) <= 7


@given(VALUES)
def test_steps_of_a_scale_are_round(values):
    marks = scale_of(values).marks
    step = marks[1] - marks[0]
    assert str(step).rstrip("0") in ("1", "2", "5")


@given(NAMES, st.lists(st.tuples(NAMES, st.integers(-(10**15), 10**15), st.integers(-(10**6), 10**6)), max_size=8))
def test_bars_of_any_values_and_names_are_well_formed_and_inside(title, rows):
    svg = bars(
        title, [row[0] for row in rows], [Series("甲", [r[1] for r in rows]), Series("乙", [r[2] for r in rows])]
    )
    height = float(tree(svg).get("viewBox").split()[3])
    assert all(x >= 0 and w >= 0 and h >= 0 and x + w <= WIDTH + 0.2 and y + h <= height for x, y, w, h in rects(svg))


def test_a_chart_is_an_image_that_tells_its_figures():
    root = tree(bars("活动", ["西宁市", "海东市"], [Series("场次", [1234, 0])]))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "活动"
    assert root.find("{*}title").text == "活动"
    assert root.find("{*}desc").text == "西宁市 1,234；海东市 0"


def test_labels_with_markup_stay_text():
    svg = bars('<script>"x"&', ["<b>甲</b>"], [Series("a", [1])])
    assert "<script" not in svg
    assert "<b>甲</b>" in texts(svg)


def test_nothing_in_a_chart_offends_the_policy_on_styles_and_scripts():
    svg = bars("甲", ["乙"], [Series("丙", [1])])
    assert not [name for each in tree(svg).iter() for name in each.attrib if name == "style" or name.startswith("on")]
    assert not list(tree(svg).iter("{*}style", "{*}script"))


def test_longer_bars_mean_more():
    wide = [width for _x, _y, width, _h in rects(bars("甲", ["一", "二", "三"], [Series("数", [1, 10, 0])]))]
    assert wide[1] > wide[0] > wide[2] == 0


def test_negative_bars_go_to_the_other_side():
    (left, _y, wide, _h), (right, *_rest) = rects(bars("甲", ["一", "二"], [Series("数", [-5, 5])]))
    assert left + wide == pytest.approx(right, abs=0.2)


def test_a_long_label_is_shortened_in_the_drawing_and_whole_in_the_description():
    svg = bars("甲", ["海西蒙古族藏族自治州格尔木市"], [Series("数", [1])])
    assert "海西蒙古族藏族自治州格尔木市" in tree(svg).find("{*}desc").text
    assert all(len(text) <= 10 for text in texts(svg))


def test_a_chart_without_data_says_so():
    assert tree(bars("甲", [], [Series("数", [])])).find("{*}desc").text == "没有数据"


def test_figures_that_cannot_be_drawn_truly_are_refused():
    with pytest.raises(ValueError, match="one value for each label"):
        bars("甲", ["一"], [Series("数", [1, 2])])
