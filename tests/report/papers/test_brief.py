"""The daily brief: one page, whatever there is to say."""

import pytest

from sciweek.core import clock
from sciweek.documents.papers import blocks as b
from sciweek.documents.papers.pdf import About, pages_as_png
from sciweek.report.files.package import brief_of
from sciweek.report.papers.brief import brief
from sciweek.returns.enums import ValueKind
from tests.report.material import content, figure, place

FIGURES = (
    figure(1_234_567, 1, code="A01"),
    figure(1_000_000, code="A02"),
    figure(9_876_543, 5, code="B01", unit="人次"),
    figure(2_345_678, code="D01", unit="份"),
    figure(34_567, code="E01", unit="条"),
    figure(123_456_789_000_000, code="F01", unit="万元", kind=ValueKind.MONEY),
)


def made(places):
    rows = [place(630000 + number, f"巴音郭楞{number:02}州", expected=1_234, submitted=999) for number in range(places)]
    return content(*FIGURES, places=rows, expected=12_340, submitted=9_990, counted=8_000, whole={"sent_back": 123})


@pytest.mark.parametrize("places", [0, 1, 9, 10, 11, 21, 32])
def test_it_is_one_page(places):
    about = About("简报", "某厅", clock.now())
    assert len(pages_as_png(brief(made(places), 1_234), about)) == 1


@pytest.mark.parametrize("places", [1, 10, 11, 25, 32])
def test_every_place_and_the_sum_stand_in_the_table_once(places):
    table = next(block for block in brief(made(places), 0) if isinstance(block, b.Table))
    names = [cell for row in table.rows for cell in row if cell.endswith("州") or cell == "合计"]
    assert sorted(names) == sorted([row.name for row in made(places).facts.places] + ["合计"])
    assert len({len(row) for row in table.rows} | {len(table.head)}) == 1


def test_it_says_what_came_today_and_nothing_that_is_not_there():
    told = "".join(b.all_texts(brief(made(3), 5)))
    assert "今日新上报5家。" in told
    assert "已计入的8000家单位，共举办科普专题活动123.46万次；" in told
    empty = "".join(b.all_texts(brief(content(figure(0), counted=0, submitted=1), 0)))
    assert "今日没有新上报的单位。" in empty
    assert "主要数字" not in empty


@pytest.mark.parametrize(("ending", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_it_is_made_as_word_and_as_pdf(ending, start):
    file = brief_of(made(3), 0, ending)
    assert file.name == f"某省科技活动周简报（2001年5月20日）.{ending}"
    assert file.data.startswith(start)
