"""What the files of an issued package say, each read by a program that is not ours."""

import csv
import io
import json
import re
import zipfile

import pypdfium2
from docx import Document
from openpyxl import load_workbook


def assert_same_totals(files, totals):
    """Every file that holds totals holds these, by the code of their indicators."""
    for name, read in READERS.items():
        found = read(files[name])
        assert {code: found[code] for code in totals} == totals, name


def _docx(data):
    """The totals of the form, whose table has the code first and this campaign's total fourth."""
    tables = Document(io.BytesIO(data)).tables
    form = next(table for table in tables if table.rows[0].cells[0].text == "代码")
    return {row.cells[0].text: row.cells[3].text for row in form.rows[1:]}


def _pdf(data):
    """The same in the text of the pages: a row ends with this campaign's total, that of the one before, the change."""
    row = re.compile(r"^([A-Z][0-9]{2}) .+ (\S+) \S+ \S+\r?$", re.MULTILINE)
    return {code: total for page in _pages(data) for code, total in row.findall(page)}


def _pages(data):
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def _xlsx(data):
    rows = list(load_workbook(io.BytesIO(data), read_only=True)["汇总表"].iter_rows(values_only=True))
    code, value = rows[0].index("代码"), rows[0].index("本届")
    return {row[code]: f"{row[value]:.2f}" if row[code] == "F01" else str(row[value]) for row in rows[1:]}


def _csv(data):
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    return {row["code"]: row["value"] for row in rows if row["level"] == "whole"}


def _json(data):
    return {each["code"]: each["value"] for each in json.loads(data)["figures"]}


READERS = {
    "情况报告.docx": _docx,
    "情况报告.pdf": _pdf,
    "统计数据册.xlsx": _xlsx,
    "汇总数据.csv": _csv,
    "报告数据.json": _json,
}


def assert_whole(files, pictures):
    """The zip holds every file of the edition as it was downloaded, these pictures, and a manifest of both."""
    (package,) = [name for name in files if name.endswith(".zip")]
    with zipfile.ZipFile(io.BytesIO(files[package])) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    listed = [row[0] for row in csv.reader(io.StringIO(held["文件清单.csv"].decode("utf-8-sig")))][1:]
    assert sorted(held) == sorted(["文件清单.csv", *listed])
    assert {name: held[name] for name in files if name != package} == {
        name: data for name, data in files.items() if name != package
    }
    assert [name for name in held if name.startswith("图片/")] == pictures
    assert all(held[name].startswith(b"\xff\xd8") for name in pictures)
    book = load_workbook(io.BytesIO(held["图片目录和媒体报道清单.xlsx"]), read_only=True)
    assert [row[1] for row in book["图片目录"].iter_rows(min_row=2, values_only=True)] == pictures
    letter = files["报送函.pdf"]
    assert letter.startswith(b"%PDF-")
    assert len(_pages(letter)) == 1
    assert "专此函报。" in [each.text for each in Document(io.BytesIO(files["报送函.docx"])).paragraphs]
    assert "城东区湟水中学" in files["填报单位目录清单.csv"].decode("utf-8-sig")
