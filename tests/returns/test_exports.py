"""The transcript: at once where it is small, by a worker where it is not, and always of what the asker may see then."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from sciweek.campaigns.models import Campaign
from sciweek.core import worker
from sciweek.core.errors import BadInput, NotPermitted
from sciweek.core.exports import running
from sciweek.core.exports.actions import cancel_export
from sciweek.core.exports.running import path_of
from sciweek.core.models import Export, ExportState
from sciweek.people.enums import Role
from sciweek.people.models import Membership
from sciweek.people.person import Person
from sciweek.returns import exports
from sciweek.returns.actions.passing import send_back_return
from sciweek.returns.desk import sheets
from sciweek.returns.exports import ask_transcript, rows_of, transcript_of
from sciweek.returns.queries.cells import cells_by_return
from sciweek.returns.tables import sheet_value
from tests.factories.campaigns import OTHER_COUNTY, Province, make_person
from tests.factories.returns import REASON, accepted, filled, submitted, whole_form

SignIn = Callable[[Person], Client]


def written(actor: Person, campaign: Campaign, file_format: str = "csv") -> Export:
    """What the actor asked for, as a worker left it."""
    made = ask_transcript(actor=actor, campaign=campaign, file_format=file_format)
    worker.work_off()
    return Export.objects.get(pk=made.pk)


def lines_of(export: Export) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path_of(export.file).read_text(encoding="utf-8-sig"))))


@pytest.fixture
def everywhere(province: Province, campaign: Campaign) -> None:
    """A school, the prefecture's and the province's office have reported; another school only has filled in."""
    submitted(province.filler, campaign, whole_form(D01="0", D02="-", F01="1.50"))
    accepted(province.prefecture_officer, campaign, [province.officer])
    submitted(make_person(province.institute), campaign)
    filled(make_person(province.schools[1]), campaign)


@pytest.mark.usefixtures("queue", "everywhere")
@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("county", ["测试县第一中学"]),
        ("prefecture", ["测试市科学技术局", "测试县第一中学"]),
        ("province", ["测试省研究所", "测试市科学技术局", "测试县第一中学"]),
    ],
)
def test_an_office_gets_what_lies_inside_its_scope(
    who: str, units: list[str], province: Province, campaign: Campaign
) -> None:
    made = written(province.everybody[who], campaign)
    assert [line[0] for line in lines_of(made)[1:]] == units
    assert (made.state, made.rows, made.of_rows) == (ExportState.DONE, len(units), len(units))


@pytest.mark.usefixtures("queue", "everywhere")
def test_csv_and_workbook_hold_the_same_and_keep_blank_dash_and_zero_apart(
    province: Province, campaign: Campaign
) -> None:
    lines = lines_of(written(province.county_officer, campaign))
    made = written(province.county_officer, campaign, "xlsx")
    book = load_workbook(io.BytesIO(path_of(made.file).read_bytes()))
    head, row = book.worksheets[0].iter_rows(values_only=True)
    assert [lines[0], lines[1][:4]] == [list(head), ["测试县第一中学", "城东区", "中小学", "已上报"]]
    by_code = {title.split()[0]: (text, cell) for title, text, cell in zip(lines[0], lines[1], row, strict=True)}
    assert [by_code[code] for code in ("D01", "D02", "F01")] == [("0", 0), ("-", "-"), ("1.50", 1.5)]


@pytest.mark.usefixtures("everywhere")
def test_the_fast_rows_are_those_of_the_models(province: Province, campaign: Campaign) -> None:
    made = transcript_of(province.officer, campaign)
    slow = [
        [ret.unit.name, *[sheet_value(cells.get(item.code), item) for item in made.form.items]]
        for ret, cells in cells_by_return(made.found.select_related("unit"))
    ]
    assert [[row[0], *row[5:]] for row in rows_of(made)] == slow


@pytest.mark.parametrize("count", [1, 3])
def test_the_rows_cost_the_same_for_one_and_three(
    count: int, province: Province, campaign: Campaign, django_assert_num_queries: Callable[..., Any]
) -> None:
    for person in [province.filler, make_person(province.institute), province.prefecture_officer][:count]:
        submitted(person, campaign)
    made = transcript_of(province.officer, campaign)
    with django_assert_num_queries(2):
        assert len(list(rows_of(made))) == count


@pytest.mark.usefixtures("queue", "everywhere")
def test_what_was_sent_back_after_asking_is_left_out(province: Province, campaign: Campaign) -> None:
    made = transcript_of(province.county_officer, campaign)
    send_back_return(actor=province.county_officer, ret_id=made.ret_ids[0], reason=REASON, marks=["B03"])
    assert list(rows_of(made)) == []


@pytest.mark.usefixtures("queue", "everywhere")
def test_who_lost_the_role_gets_nothing_and_is_told_so(province: Province, campaign: Campaign) -> None:
    made = ask_transcript(actor=province.county_officer, campaign=campaign, file_format="csv")
    Membership.objects.filter(pk=province.county_officer.membership_id).update(to_at=timezone.now())
    Membership.objects.create(
        account_id=made.account_id, unit=province.prefecture, role=Role.PREFECTURE_OFFICER, from_at=timezone.now()
    )
    worker.work_off()
    made.refresh_from_db()
    assert (made.state, made.failure, made.file) == (
        ExportState.FAILED,
        "您申请时的角色已经取消，不能再生成过录表。",
        "",
    )


@pytest.mark.usefixtures("queue", "everywhere")
def test_an_office_that_has_moved_gets_what_it_sees_now(province: Province, campaign: Campaign) -> None:
    made = ask_transcript(actor=province.county_officer, campaign=campaign, file_format="csv")
    province.county.division_code, province.county.line = OTHER_COUNTY, f"/{province.county.pk}/"
    province.county.save()
    worker.work_off()
    made.refresh_from_db()
    assert (made.state, made.rows) == (ExportState.DONE, 0)


@pytest.mark.usefixtures("queue", "everywhere")
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_cancelled_transcript_stops_and_leaves_nothing_behind(
    file_format: str,
    province: Province,
    campaign: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.EXPORTS = tmp_path
    monkeypatch.setattr(running, "TOLD_EVERY_SECONDS", -1)
    read: list[object] = []

    def cancel_at_the_first(transcript: Any) -> Iterator[Any]:
        for row in rows_of(transcript):
            read.append(row)
            if len(read) == 1:
                cancel_export(actor=province.officer, export_id=Export.objects.get().pk)
            yield row

    monkeypatch.setattr(exports, "rows_of", cancel_at_the_first)
    made = written(province.officer, campaign, file_format)
    assert (made.state, len(read)) == (ExportState.CANCELLED, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.COUNTY_OFFICER, True), (Role.JOINT_HOST, False), (Role.VIEWER, False), (Role.UNIT_OFFICER, False)],
)
def test_officers_ask_for_a_transcript(role: Role, may: bool, province: Province, campaign: Campaign) -> None:
    person = make_person(province.county, role)
    if may:
        assert ask_transcript(actor=person, campaign=campaign, file_format="csv").pk
        return
    with pytest.raises(NotPermitted):
        ask_transcript(actor=person, campaign=campaign, file_format="csv")


@pytest.mark.usefixtures("queue", "everywhere")
def test_a_small_transcript_comes_at_once_and_a_large_one_is_asked_for(
    province: Province, campaign: Campaign, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = signed_in(province.officer), reverse("returns:transcript")
    at_once = client.get(f"{address}?format=csv")
    assert at_once.headers["Content-Disposition"] == 'attachment; filename="transcript-spring.csv"'
    assert len(at_once.content.decode().splitlines()) == 4
    monkeypatch.setattr(sheets, "AT_ONCE", 2)
    page = client.get(address).content.decode()
    assert "已上报 3 份" in page
    assert Export.objects.count() == 0
    answer = client.post(address, {"format": "xlsx"}, follow=True).content.decode()
    assert "已排队生成" in answer
    assert "过录表 Excel · 测试省科技活动周" in answer


@pytest.mark.usefixtures("queue")
def test_a_format_that_there_is_not_is_refused(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    answer = signed_in(province.officer).post(reverse("returns:transcript"), {"format": "pdf"})
    assert answer.status_code == 400
    assert "请选 Excel 或 CSV" in answer.content.decode()
    with pytest.raises(BadInput):
        ask_transcript(actor=province.officer, campaign=campaign, file_format="")
