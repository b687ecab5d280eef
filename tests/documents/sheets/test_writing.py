"""What is written is read back equal, and no text ever runs."""

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sciweek.core.errors import BadInput
from sciweek.documents.sheets import writing
from sciweek.documents.sheets.long import letters
from sciweek.documents.sheets.reading import read_sheet, read_workbook
from sciweek.documents.sheets.writing import SheetOut, _fits, csv_text, plain, width_of, write_csv, write_xlsx

ANY = st.text(st.characters(), max_size=40)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1)
CELLS = st.one_of(ANY, NUMBERS, st.decimals(places=2, min_value=-(10**11), max_value=10**11), st.none())
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("x")',
    "\t=1",
    " =1",
    "＝1+1",
    "＠x",
    "{=1}",
    "http://a.example/",
    "\r=1",
]


def written(*sheets: SheetOut) -> bytes:
    out = io.BytesIO()
    write_xlsx(sheets, out)
    return out.getvalue()


def kept(value: object) -> object:
    """A value as reading gives it back: text without control signs and outer blanks, nothing for empty."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str):
        return plain(value).strip()
    return value


def trimmed(values: list[object]) -> list[object]:
    while values and values[-1] in (None, ""):
        values.pop()
    return [None if value == "" else value for value in values]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=4), st.booleans())
def test_a_workbook_is_read_back_as_it_was_written(rows, long):
    sheet = read_sheet(written(SheetOut("数据", ("列一", "列二", "列三", "列四"), rows, long=long)), "x.xlsx")
    wanted = [trimmed([kept(value) for value in row]) for row in rows]
    assert [trimmed(list(row.cells)) for row in sheet.rows[1:]] == [row for row in wanted if row]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(ANY, min_size=1, max_size=4), max_size=4))
def test_a_csv_is_read_back_as_it_was_written(rows):
    sheet = read_sheet(b"".join(write_csv(("列一", "列二", "列三", "列四"), rows)), "x.csv")
    wanted = [trimmed([kept(value) for value in row]) for row in rows]
    assert [trimmed(list(row.cells)) for row in sheet.rows[1:]] == [row for row in wanted if row]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula_or_a_link_in_a_workbook(text):
    data = written(SheetOut(text, (text,), [(text,)], notes=(text,)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in archive.namelist() if "worksheets/_rels" in name]
    assert not re.search(r"<f[ >]|<hyperlink", page)


@pytest.mark.parametrize("text", [text for text in DANGEROUS if text[0] not in "{h"])
def test_text_that_would_run_in_a_csv_is_marked_as_text(text):
    assert csv_text(text).startswith("'")


@pytest.mark.parametrize("text", ["-", "甲=乙", "a-b", "2023-05-20", ""])
def test_harmless_text_stays_as_it_is_in_a_csv(text):
    assert csv_text(text) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "是"),
        (-5, "-5"),
        (Decimal("1234.50"), "1234.50"),
        (date(2023, 5, 20), "2023-05-20"),
        (datetime.combine(date(2023, 5, 20), time(9, 5)), "2023-05-20 09:05"),
    ],
)
def test_values_in_a_csv(value, shown):
    assert csv_text(value) == shown


def test_a_csv_starts_with_the_mark_that_excel_needs():
    assert b"".join(write_csv(("甲",), [])).startswith(b"\xef\xbb\xbf")


def test_a_csv_is_streamed():
    taken = []

    def rows():
        for number in range(1_000):
            taken.append(number)
            yield (number,)

    stream = write_csv(("号",), rows())
    next(stream), next(stream)
    assert len(taken) < 400


def test_a_number_that_a_sheet_would_round_is_written_as_text():
    exact = Decimal("9007199254740993.07")
    long = 10**17 + 1
    cells = (
        read_sheet(written(SheetOut("数", ("甲", "乙", "丙"), [(exact, long, Decimal("0.10"))])), "x.xlsx")
        .rows[1]
        .cells
    )
    assert cells == (str(exact), str(long), 0.1)


def test_no_number_is_written_as_text_that_says_so():
    cells = read_sheet(written(SheetOut("数", ("甲",), [(float("nan"),), (Decimal("Infinity"),)])), "x.xlsx").rows
    assert [row.cells[0] for row in cells[1:]] == ["nan", "Infinity"]


def test_a_long_sheet_is_written_as_any_other():
    rows = [
        [1, Decimal("1.50"), 2.25, True, date(2001, 5, 20), None, "", "=1+1", "_x000D_", "<&>", "甲\n乙", -3, 10**15]
    ]
    head = [str(number) for number in range(len(rows[0]))]

    def cells(long):
        book = load_workbook(
            io.BytesIO(written(SheetOut("一", head, rows, notes=("注",), long=long), SheetOut("二", head, rows)))
        )
        return [[(cell.value, cell.data_type, cell.number_format) for cell in row] for page in book for row in page]

    assert cells(long=True) == cells(long=False)


def test_a_long_sheet_without_rows_is_whole():
    assert read_sheet(written(SheetOut("一", ("甲",), [], long=True)), "x.xlsx").rows[0].cells == ("甲",)


@pytest.mark.parametrize(
    ("column", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_letters_of_columns(column, text):
    assert letters(column) == text


@given(st.builds(Decimal.scaleb, st.integers(-(10**20), 10**20).map(Decimal), st.integers(-30, 5)))
def test_a_decimal_that_is_taken_for_exact_is(value):
    assert _fits(value) <= (Decimal(repr(float(value))) == value)


def test_names_of_sheets_are_mended_and_never_clash():
    long = "各市州主要指标" * 6
    names = [
        each.name
        for each in read_workbook(written(*[SheetOut(n, ("x",), []) for n in ("a/b", "A/B", "", long, long)]), "x")
    ]
    assert len({name.casefold() for name in names}) == 5
    assert all(0 < len(name) <= 31 for name in names)


def test_rows_beyond_what_a_sheet_holds_are_refused_and_not_cut(monkeypatch):
    monkeypatch.setattr(writing, "_MOST_ROWS", 3)
    with pytest.raises(BadInput, match="放不下"):
        written(SheetOut("长", ("x",), [(1,), (2,), (3,)]))


def test_the_head_stays_in_view_below_the_notes():
    data = written(SheetOut("表", ("甲",), [(1,)], notes=("说明一", "说明二")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<pane [^>]*ySplit="3"[^>]*state="frozen"', page)


@pytest.mark.parametrize(("text", "places"), [("abc", 3), ("科技", 4), ("（a）", 5)])
def test_a_han_character_is_two_places_wide(text, places):
    assert width_of(text) == places
