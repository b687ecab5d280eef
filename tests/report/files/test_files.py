"""The files of a package: numbers as numbers, decimals as exact text, everything in one with a manifest."""

import csv
import io
import json
import zipfile

import pytest

from sciweek.documents.sheets.reading import read_workbook
from sciweek.report.facts import Same
from sciweek.report.files.data_files import report_json, totals_csv
from sciweek.report.files.package import FILES, files_of, signs_without_glyph, zip_of
from sciweek.returns.enums import ValueKind
from tests.report.material import content, figure, lists, place

MONEY = {"code": "F01", "name": "科技活动周经费", "unit": "万元", "kind": ValueKind.MONEY}
PLACES = [
    place(630100, "西宁市", totals={"A01": 1_200_049, "F01": 1_500_000}, before={"A01": 60}),
    place(630200, "海东市", totals={"A01": 49, "F01": 10_005}),
    place(630300, "海北州", totals={"A01": 49}),
]
COUNTIES = [*PLACES, place(630302, "门源县")]


@pytest.fixture(scope="module")
def made():
    return content(
        figure(1_200_147, 100, same=Same(4, 7, 5)),
        figure(1_510_005, **MONEY),
        places=PLACES,
        counties=COUNTIES,
    )


@pytest.fixture(scope="module")
def files(made):
    return {kind.key: file for kind, file in zip(FILES, files_of(made, lists("=cmd()", "第一中学")), strict=True)}


def test_every_kind_of_file_is_made(files):
    starts = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF-", "csv": b"\xef\xbb\xbf", "json": b"{"}
    assert {key: file.data.startswith(starts[key.rpartition(".")[2]]) for key, file in files.items()} == dict.fromkeys(
        files, True
    )


def test_the_data_book_holds_exact_numbers_by_place_and_lists_what_was_moved(files):
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(files["data-book.xlsx"].data, "book.xlsx")}
    assert list(sheets) == ["说明", "汇总表", "分市州", "分县区", "过录表", "填报单位目录清单", "舍位平衡"]
    form = {row.cells[1]: row.cells for row in sheets["汇总表"][1:]}
    assert form["A01"][4:10] == (1_200_147, 100, "+1,200,047.0%", 4, 7, 5)
    assert str(form["F01"][4]) == "1.510005"
    assert [row.cells[1] for row in sheets["分县区"][1:]] == ["西宁市", "海东市", "海北州", "门源县", "合计"]
    assert [row.cells[1] for row in sheets["填报单位目录清单"][1:]] == ["=cmd()", "第一中学"]
    moved = sheets["舍位平衡"][-1].cells
    assert moved == ("举办科普专题活动", "西宁市", "1200049次", "120.00万次", "120.01万次")


def test_csv_has_a_row_for_each_place_and_indicator_with_exact_decimals(made):
    rows = list(csv.DictReader(io.StringIO(totals_csv(made).decode("utf-8-sig"))))
    assert len(rows) == (1 + 3 + 4) * 2
    money = {row["division_code"]: row["value"] for row in rows if row["level"] == "place" and row["code"] == "F01"}
    assert money == {"630100": "1.50", "630200": "0.010005", "630300": ""}
    whole = next(row for row in rows if row["level"] == "whole" and row["code"] == "A01")
    assert (whole["value"], whole["before"], whole["redefined"]) == ("1200147", "", "false")


def test_json_holds_decimals_as_text_and_what_is_printed(made):
    data = json.loads(report_json(made))
    money = next(each for each in data["figures"] if each["code"] == "F01")
    assert (money["value"], money["printed"]) == ("1.510005", "1.51万元")
    assert data["edition"] is None
    assert data["chapters"][0]["heading"] == "总体情况"
    assert data["rounded"][0]["part"] == "西宁市"


def test_every_field_is_documented(made):
    from tests.architecture.test_documentation import text

    guide = text("guide/report-files.md")

    def names(given):
        if isinstance(given, dict):
            yield from given
        for each in given.values() if isinstance(given, dict) else given if isinstance(given, list) else ():
            yield from names(each)

    fields = {name for name in names(json.loads(report_json(made))) if name not in {"A01", "F01"}}
    fields |= set(totals_csv(made).decode("utf-8-sig").splitlines()[0].split(","))
    assert [name for name in sorted(fields) if f"`{name}`" not in guide] == []


def test_the_zip_holds_everything_and_is_the_same_each_time(made, files):
    held = list(files.values())
    package = zip_of(made, held)
    with zipfile.ZipFile(io.BytesIO(package.data)) as archive:
        assert archive.namelist() == ["文件清单.csv", *[file.name for file in held]]
    assert package.name == "某省科技活动周报送材料（草稿）.zip"
    assert package.data == zip_of(made, held).data


def test_names_beyond_the_fonts_are_listed():
    strange = content(figure(1), hosts=["某某𠮷😀局"])
    assert [each.sign for each in signs_without_glyph(strange)] == ["𠮷", "😀"]
