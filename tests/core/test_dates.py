"""The grammar of Chinese dates, as a table of expressions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.dates import Kind, date_expressions, han_number, read_date

# Expression, kind, first day, last day, time of day; a year that is not written is 2023.
TABLE = [
    ("2023年5月20日", "DAY", "2023-05-20", "2023-05-20", None),
    ("２０２３年５月２０日", "DAY", "2023-05-20", "2023-05-20", None),
    ("二〇二三年五月二十日", "DAY", "2023-05-20", "2023-05-20", None),
    ("二○二三年五月二十日", "DAY", "2023-05-20", "2023-05-20", None),
    ("二零二三年五月二十日", "DAY", "2023-05-20", "2023-05-20", None),
    ("二O二三年五月二十日", "DAY", "2023-05-20", "2023-05-20", None),
    ("2023年 5 月 20 日", "DAY", "2023-05-20", "2023-05-20", None),
    ("2023年5月20号", "DAY", "2023-05-20", "2023-05-20", None),
    ("2023-05-20", "DAY", "2023-05-20", "2023-05-20", None),
    ("2023.5.20", "DAY", "2023-05-20", "2023-05-20", None),
    ("2023/5/20", "DAY", "2023-05-20", "2023-05-20", None),
    ("5月20日", "DAY", "2023-05-20", "2023-05-20", None),
    ("五月二十日", "DAY", "2023-05-20", "2023-05-20", None),
    ("2023年05月20日", "DAY", "2023-05-20", "2023-05-20", None),
    ("5月20日-31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20-31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日-5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日-2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日—31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20—31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日—5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日—2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日——31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20——31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日——5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日——2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日–31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20–31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日–5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日–2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日－31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20－31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日－5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日－2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日~31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20~31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日~5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日~2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日～31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20～31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日～5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日～2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日至31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20至31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日至5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日至2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日到31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20到31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日到5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日到2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20日 至 31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("5月20 至 31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日 至 5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("2023年5月20日 至 2023年5月31日", "RANGE", "2023-05-20", "2023-05-31", None),
    ("6月15日前", "DUE", None, "2023-06-15", None),
    ("6月15日之前", "DUE", None, "2023-06-15", None),
    ("6月15日以前", "DUE", None, "2023-06-15", None),
    ("截至6月15日", "DUE", None, "2023-06-15", None),
    ("截止6月15日", "DUE", None, "2023-06-15", None),
    ("截止到6月15日", "DUE", None, "2023-06-15", None),
    ("不迟于6月15日", "DUE", None, "2023-06-15", None),
    ("2023年6月15日下班前", "DUE", None, "2023-06-15", None),
    ("六月十五日前", "DUE", None, "2023-06-15", None),
    ("６月１５日前", "DUE", None, "2023-06-15", None),
    ("6月15日(星期四)前", "DUE", None, "2023-06-15", None),
    ("6月15日17:00前", "DUE", None, "2023-06-15", "17:00"),
    ("6月15日下午5点前", "DUE", None, "2023-06-15", "17:00"),
    ("6月15日24时前", "DUE", None, "2023-06-15", "23:59"),
    ("6月15日18：00前", "DUE", None, "2023-06-15", "18:00"),
    ("6月15日上午9时前", "DUE", None, "2023-06-15", "09:00"),
    ("6月15日中午12点前", "DUE", None, "2023-06-15", "12:00"),
    ("6月15日下午5点半前", "DUE", None, "2023-06-15", "17:30"),
    ("6月15日17时30分前", "DUE", None, "2023-06-15", "17:30"),
    ("截至6月15日16:00", "DUE", None, "2023-06-15", "16:00"),
    ("6月15日晚8点前", "DUE", None, "2023-06-15", "20:00"),
    ("6月15日 12:00之前", "DUE", None, "2023-06-15", "12:00"),
    ("截止6月15日下午6点", "DUE", None, "2023-06-15", "18:00"),
    ("5月下旬", "FUZZY", None, None, None),
    ("5月上旬", "FUZZY", None, None, None),
    ("6月中旬", "FUZZY", None, None, None),
    ("2023年5月下旬", "FUZZY", None, None, None),
    ("五月上旬", "FUZZY", None, None, None),
    ("本月底", "FUZZY", None, None, None),
    ("6月底", "FUZZY", None, None, None),
    ("6月底前", "FUZZY", None, None, None),
    ("年底前", "FUZZY", None, None, None),
    ("本年底", "FUZZY", None, None, None),
    ("今年底", "FUZZY", None, None, None),
    ("春节前", "FUZZY", None, None, None),
    ("6月初", "FUZZY", None, None, None),
    ("本月中旬", "FUZZY", None, None, None),
    ("十月末", "FUZZY", None, None, None),
    ("5个工作日内", "RELATIVE", None, None, None),
    ("三个工作日内", "RELATIVE", None, None, None),
    ("7日内", "RELATIVE", None, None, None),
    ("公示之日起7日内", "RELATIVE", None, None, None),
    ("10天内", "RELATIVE", None, None, None),
    ("15个自然日内", "RELATIVE", None, None, None),
    ("每月29日前", "RELATIVE", None, None, None),
    ("收到通知后5个工作日内", "RELATIVE", None, None, None),
    ("即日起", "FROM_NOW", None, None, None),
    ("自即日起", "FROM_NOW", None, None, None),
    ("自即日起至6月2日", "FROM_NOW", None, "2023-06-02", None),
    ("即日起至6月2日下午5点", "FROM_NOW", None, "2023-06-02", "17:00"),
    ("即日起到6月2日", "FROM_NOW", None, "2023-06-02", None),
]


@pytest.mark.parametrize(("said", "kind", "start", "end", "clock"), TABLE)
def test_an_expression_is_read(said: str, kind: str, start: str | None, end: str | None, clock: str | None) -> None:
    found = list(date_expressions(f"事项安排在{said},请知悉。", 2023))
    assert len(found) == 1
    only = found[0]
    assert only.kind.name == kind
    assert (only.start and only.start.isoformat()) == start
    assert (only.end and only.end.isoformat()) == end
    assert (only.time and only.time.strftime("%H:%M")) == clock


@pytest.mark.parametrize("said", ["2月30日", "13月1日", "5月20日至10日", "科技活动周", "5月20日"])
def test_what_names_no_day_gives_none(said: str) -> None:
    assert list(date_expressions(said)) == []


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2049, 12, 31)), st.text("办法省科 ，。", max_size=10))
def test_a_day_is_found_at_its_place_whatever_stands_before(day: date, before: str) -> None:
    said = f"{day.year}年{day.month}月{day.day}日"
    found = [each for each in date_expressions(before + said) if each.kind is Kind.DAY]
    assert [(each.start, (before + said)[slice(*each.span)].strip()) for each in found] == [(day, said)]
    assert read_date(said) == day


@given(st.integers(1, 99))
def test_arabic_numbers_read_as_themselves(number: int) -> None:
    assert han_number(str(number)) == number
