"""Days as papers write them."""

from datetime import date

import pytest

from sciweek.documents.papers.days import span


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2001, 5, 20), date(2001, 5, 31), "2001年5月20日至31日"),
        (date(2001, 5, 20), date(2001, 6, 1), "2001年5月20日至6月1日"),
        (date(2001, 12, 30), date(2002, 1, 2), "2001年12月30日至2002年1月2日"),
        (date(2001, 5, 20), date(2001, 5, 20), "2001年5月20日"),
    ],
)
def test_a_span_repeats_neither_year_nor_month(start, end, said):
    assert span(start, end) == said
