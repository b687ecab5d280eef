"""Charts are well-formed, named, drawn inside their frame, and carry no style, script or live markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sciweek.documents.charts.scale import scale_of
from sciweek.documents.charts.svg import WIDTH, Series, bars, columns, meter

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


@given(NAMES, st.lists(st.tuples(NAMES, st.integers(-(10**15), 10**15)), max_size=8))
def test_columns_of_any_values_and_names_are_well_formed_and_inside(title, rows):
    svg = columns(title, [row[0] for row in rows], [row[1] for row in rows])
    assert all(x >= 0 and y >= 0 and h >= 0 and x + w <= WIDTH + 0.2 and y + h <= 240 for x, y, w, h in rects(svg))


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


@pytest.mark.parametrize(
    "svg", [bars("甲", ["乙"], [Series("丙", [1])]), columns("甲", ["乙"], [2], now=0), meter("甲", [("乙", 1)], 2)]
)
def test_nothing_in_a_chart_offends_the_policy_on_styles_and_scripts(svg):
    assert not [name for each in tree(svg).iter() for name in each.attrib if name == "style" or name.startswith("on")]
    assert not list(tree(svg).iter("{*}style", "{*}script"))


def test_longer_bars_mean_more():
    wide = [width for _x, _y, width, _h in rects(bars("甲", ["一", "二", "三"], [Series("数", [1, 10, 0])]))]
    assert wide[1] > wide[0] > wide[2] == 0


def test_negative_bars_go_to_the_other_side():
    (left, _y, wide, _h), (right, *_rest) = rects(bars("甲", ["一", "二"], [Series("数", [-5, 5])]))
    assert left + wide == pytest.approx(right, abs=0.2)


def test_stacked_parts_follow_each_other_and_the_sum_is_written():
    svg = bars("甲", ["一"], [Series("线下", [3]), Series("线上", [1])], stacked=True)
    (first, _y, wide, _h), (second, *_rest) = rects(svg)
    assert first + wide == pytest.approx(second, abs=0.2)
    assert "4" in texts(svg)


def test_the_current_column_differs_from_those_before():
    fills = [each.get("fill") for each in tree(columns("甲", ["去年", "今年"], [1, 2], now=1)).iter("{*}rect")]
    assert fills == ["var(--c4)", "var(--c1)"]


def test_a_long_label_is_shortened_in_the_drawing_and_whole_in_the_description():
    svg = bars("甲", ["海西蒙古族藏族自治州格尔木市"], [Series("数", [1])])
    assert "海西蒙古族藏族自治州格尔木市" in tree(svg).find("{*}desc").text
    assert all(len(text) <= 10 for text in texts(svg))


def test_a_chart_without_data_says_so():
    assert tree(bars("甲", [], [Series("数", [])])).find("{*}desc").text == "没有数据"


def test_a_meter_fills_as_much_as_is_done():
    _ground, done, waiting = rects(meter("进度", [("已验收", 1), ("待审", 2)], 4))
    assert (done[2], waiting[0], waiting[2]) == (160, 160, 320)
    assert "共 4" in meter("进度", [("已验收", 1)], 4)


def test_a_meter_of_nothing_is_empty():
    assert rects(meter("进度", [("已验收", 0)], 0))[1][2] == 0


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bars("甲", ["一"], [Series("数", [1, 2])]),
        lambda: bars("甲", ["一"], [Series("数", [-1])], stacked=True),
        lambda: columns("甲", ["一", "二"], [1]),
        lambda: meter("甲", [("乙", 3)], 2),
        lambda: meter("甲", [("乙", -1)], 2),
    ],
)
def test_figures_that_cannot_be_drawn_truly_are_refused(draw):
    with pytest.raises(ValueError, match=r"\w"):
        draw()
