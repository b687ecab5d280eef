"""The totals as sheets: numbers that a spreadsheet adds up, and sums that are those of their figures."""

import pytest

from sciweek.campaigns.models import Campaign
from tests.factories.campaigns import Province
from tests.returns.test_desk_figures import reported, rows_of
from tests.returns.test_desk_totals import TABLES, TOTALS, SignIn, at_every_level, read


def test_the_totals_as_sheets_are_numbers(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    reported(province, campaign, 2)
    rows = rows_of(signed_in(province.officer), f"{TOTALS}?export=xlsx")
    by_code = {row[0]: row for row in rows[1:]}
    assert rows[0][:7] == ["代码", "指标", "单位", "合计", "填报数", "不存在", "应报"]
    assert by_code["D01"][3:7] == [2400, 2, 0, 5]
    assert by_code["F01"][3] == pytest.approx(3.0)
    answer = signed_in(province.officer).get(f"{TOTALS}?export=csv")
    assert answer.streaming
    assert "F01,科技活动周经费,万元,3.00,2,0,5" in read(answer)


@pytest.mark.once
def test_the_sums_of_a_sheet_are_those_of_its_figures(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    at_every_level(province, campaign)
    client = signed_in(province.officer)
    down: list[tuple[float, float]] = []
    across: list[tuple[float, float]] = []
    for query in TABLES:
        lines = read(client.get(f"{TOTALS}{query}&counting=submitted&export=csv")).splitlines()
        head, *rows = [line.split(",") for line in lines]
        down += sums_down(head, rows)
        across += sums_across(head, rows)
    assert [pair for pair in down + across if pair[0] != pair[1]] == []
    # Of nothing the sums are right too.
    assert any(said for said, _added in down)
    assert any(said for said, _added in across)


def number(text: str) -> float:
    return float(text) if text not in {"", "-"} else 0


def figure_columns(head: list[str]) -> list[int]:
    """Where a sheet has figures of this year."""
    beside = ("填报数", "不存在", "应报", "（%）")
    first = 2 + ("单位" in head)
    return [n for n, name in enumerate(head) if n >= first and not name.endswith(beside) and "上届" not in name]


def sums_down(head: list[str], rows: list[list[str]]) -> list[tuple[float, float]]:
    """Each sum at the foot of a column, as it is said and as the column adds up."""
    body = [row for row in rows if row[1] not in {"合计", "上届", "比上届（%）"}]
    feet = [row for row in rows if row[1] == "合计"]
    return [(number(foot[n]), sum(number(row[n]) for row in body)) for foot in feet for n in figure_columns(head)]


def sums_across(head: list[str], rows: list[list[str]]) -> list[tuple[float, float]]:
    """Each sum at the end of a row, as it is said and as the row adds up."""
    figures = [n for n in figure_columns(head) if head[n] != "合计"]
    if "合计" not in head or not figures:
        return []
    return [(number(row[head.index("合计")]), sum(number(row[n]) for n in figures)) for row in rows]
