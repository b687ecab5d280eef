"""A list of units from a sheet: what is wrong is said row by row, and then nothing at all is entered."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from sciweek.core.errors import BadInput, NotPermitted
from sciweek.core.models import AuditEntry
from sciweek.documents.sheets.archive import UnreadableSheet
from sciweek.documents.sheets.reading import Sheet, read_sheet
from sciweek.documents.sheets.trial import Outcome
from sciweek.people.importing import import_units, preview
from sciweek.people.models import Unit
from sciweek.people.person import Person
from tests.factories.campaigns import Province

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/units/import/"
HEAD = ["单位全称", "类型", "所在地", "报送至"]


def file_of(*rows: list[str], head: list[str] | None = None) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in [head or HEAD, *rows]:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: list[str], head: list[str] | None = None) -> Sheet:
    """The sheet as it comes back from a file."""
    return read_sheet(file_of(*rows, head=head), "单位.xlsx")


def test_new_units_get_their_office_their_line_and_an_entry_in_the_audit() -> None:
    province = Province()
    report = import_units(
        actor=province.officer,
        sheet=sheet(["青禾实验小学", "中小学", "城东区", ""], ["青禾附属幼儿园", "中小学", "城东区", "青禾实验小学"]),
    )
    assert [row.outcome for row in report.rows] == [Outcome.NEW, Outcome.NEW]
    school = Unit.objects.get(name="青禾实验小学")
    below = Unit.objects.get(name="青禾附属幼儿园")
    assert school.reports_to == province.county
    assert below.reports_to == school
    assert below.line.startswith(school.line)
    assert AuditEntry.objects.filter(act="unit.import").count() == 2


def test_a_second_import_of_the_same_sheet_enters_nothing() -> None:
    province = Province()
    given = sheet(["青禾实验小学", "中小学", "城东区", ""])
    import_units(actor=province.officer, sheet=given)
    before = Unit.objects.count()
    report = import_units(actor=province.officer, sheet=given)
    assert [row.outcome for row in report.rows] == [Outcome.SAME]
    assert Unit.objects.count() == before


@pytest.mark.parametrize(
    "row",
    [
        ["", "中小学", "城东区", ""],
        ["青禾中学", "饭店", "城东区", ""],
        ["青禾中学", "中小学", "没有这个县", ""],
        ["青禾中学", "中小学", "城东区", "没有登记的单位"],
        ["青禾中学", "中小学", "城东区", "青禾中学"],
    ],
    ids=["no name", "unknown kind", "unknown place", "unknown superior", "its own superior"],
)
def test_one_wrong_row_stops_the_whole_sheet_and_says_how_to_mend_it(row: list[str]) -> None:
    province = Province()
    given = sheet(["青禾实验小学", "中小学", "城东区", ""], row)
    before = Unit.objects.count()
    (conflict,) = preview(actor=province.officer, sheet=given).conflicts
    assert conflict.number == 3
    assert conflict.sentence.endswith("。")
    with pytest.raises(BadInput):
        import_units(actor=province.officer, sheet=given)
    assert Unit.objects.count() == before


def test_a_sheet_without_a_needed_column_says_which() -> None:
    with pytest.raises(UnreadableSheet, match="类型"):
        preview(actor=Province().officer, sheet=sheet(["青禾实验小学", "城东区"], head=["单位全称", "所在地"]))


def test_a_county_enters_no_unit_of_its_neighbour() -> None:
    province = Province()
    (row,) = preview(actor=province.county_officer, sheet=sheet(["青禾小学", "中小学", "城中区", ""])).rows
    assert row.outcome == Outcome.CONFLICT


def test_a_unit_that_fills_in_returns_keeps_no_register() -> None:
    with pytest.raises(NotPermitted):
        preview(actor=Province().filler, sheet=sheet(["青禾小学", "中小学", "城东区", ""]))


def carried_on(page: str) -> dict[str, str]:
    """What the page's form that consents sends."""
    return dict(re.findall(r'name="(carried|carried_name)" value="([^"]*)"', page))


def test_the_page_carries_the_sheet_from_the_look_to_the_consent(signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(Province().officer)
    given = file_of(["青禾实验小学", "中小学", "城东区", ""])
    looked = client.post(ADDRESS, {"sheet": SimpleUploadedFile("单位.xlsx", given)}).content.decode()
    assert "导入 1 个单位" in looked
    assert not Unit.objects.filter(name="青禾实验小学").exists()
    client.post(ADDRESS, {"act": "import", **carried_on(looked)})
    assert Unit.objects.filter(name="青禾实验小学").exists()


def test_the_page_puts_what_is_wrong_first_and_offers_no_import(signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(Province().officer)
    given = file_of(["青禾实验小学", "中小学", "城东区", ""], ["青禾中学", "中学校", "城东区", ""])
    page = client.post(ADDRESS, {"sheet": SimpleUploadedFile("单位.xlsx", given)}).content.decode()
    assert page.index("青禾中学") < page.index("青禾实验小学")
    assert carried_on(page) == {}


@pytest.mark.parametrize(
    ("sent", "sentence"), [({}, "请先选择填好的表格"), ({"carried": "不全"}, "没有完整带过来，请重新选择")]
)
def test_a_sheet_that_is_not_there_is_asked_for(
    signed_in: Callable[[Person], Client], sent: dict[str, str], sentence: str
) -> None:
    assert sentence in signed_in(Province().officer).post(ADDRESS, sent).content.decode()
