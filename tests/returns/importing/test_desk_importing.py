"""A county uploads what fifty units filled in: looked through first, saved file by file, submitted where complete."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.models import AuditEntry
from sciweek.core.schedule import tick
from sciweek.people.enums import UnitKind
from sciweek.people.models import Unit
from sciweek.people.person import Person
from sciweek.returns.actions.signing import ask_entry
from sciweek.returns.models import Cell, ImportBatch, ImportFile, Return, ReturnPaper
from tests.factories.campaigns import BEFORE, Province, make_person, make_unit
from tests.factories.returns import called_campaign, filled, fresh, submitted, whole_form
from tests.pages.markup import markup
from tests.returns.importing.files import (
    REFUSED,
    UNIT,
    foreign_sheet,
    form_csv,
    form_sheet,
    form_word,
    with_hidden,
    zipped,
)
from tests.returns.test_desk_uploading import posted, shown_cells

pytestmark = pytest.mark.once

SignIn = Callable[[Person], Client]
IMPORTING = "/desk/returns/importing/"


def expect(province: Province, campaign: Campaign, name: str, **more: Any) -> Unit:
    """One more unit of the county on the roster, without anybody who has an account."""
    unit = make_unit(name, under=province.county, kind=UnitKind.SCHOOL, **more)
    first = Placement.objects.get(campaign=campaign, unit=province.schools[1])
    placed = Placement.objects.create(
        campaign=campaign,
        unit=unit,
        unit_name=unit.name,
        kind=unit.kind,
        level=unit.level,
        division_code=unit.division_code,
        line=unit.line,
        added_at=first.added_at,
    )
    for position, office in enumerate((province.county, province.prefecture, province.office)):
        placed.chain.create(position=position, office=office)
    return unit


def upload(client: Client, **files: bytes) -> str:
    """The page after an upload; `form_xlsx` is the name `form.xlsx`."""
    return upload_named(client, {name.replace("_", "."): data for name, data in files.items()})


def upload_named(client: Client, files: dict[str, bytes]) -> str:
    return markup(
        client.post(IMPORTING, {"files": [SimpleUploadedFile(name, data) for name, data in files.items()]}, follow=True)
    )


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG")
    return out.getvalue()


def batch_page() -> str:
    return reverse("returns:import_batch", args=[ImportBatch.objects.get().pk])


def fields(page: str) -> dict[str, Any]:
    """What a browser would post of the batch's form as it stands."""
    form = page[page.index("data-guard") :]
    rows = re.findall(r'<input type="checkbox" name="row" value="(\d+)"([^>]*)>', form)
    return {
        "row": [pk for pk, rest in rows if "checked" in rest],
        **dict(re.findall(r'name="(version-\d+)" value="(\d+)"', form)),
    }


def key(name: str) -> int:
    return ImportFile.objects.get(name=name).pk


def test_many_files_are_looked_through_saved_sealed_and_submitted(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    third = expect(province, campaign, "测试县第三中学")
    client = signed_in(province.county_officer)
    page = upload_named(
        client,
        {"甲.xlsx": form_sheet(UNIT, D01=1300), "乙.docx": form_word("测试县 第三中学"), f"{UNIT}.jpg": photo()},
    )
    assert not Return.objects.exists()
    assert len(fields(page)["row"]) == 3
    done = markup(client.post(batch_page(), fields(page), follow=True))
    assert "已读入 3 个文件" in done
    second = Return.objects.get(unit=province.schools[1])
    assert shown_cells(second)["D01"] == "1300"
    assert second.entered_by_id == province.county.pk
    assert ReturnPaper.objects.get().ret == second
    assert AuditEntry.objects.filter(act="return.save").latest("pk").detail["source"] == "import"
    assert "1 份还缺扫描件" in done
    assert "上报这 1 份" in done
    versions = dict(re.findall(r'name="(version-\d+)" value="(\d+)"', done))
    sent = markup(client.post(f"{batch_page()}submit/", versions, follow=True))
    assert "已上报 1 份" in sent
    assert fresh(second).track.stage == "submitted"
    assert Return.objects.get(unit=third).track.stage == "draft"


def test_a_zip_of_gbk_names_with_a_folder_a_unit_is_taken_apart(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    data = zipped({f"{UNIT}/统计表.xlsx": form_sheet(), f"{UNIT}/IMG_1.jpg": photo(), ".DS_Store": b"x"})
    client = signed_in(province.county_officer)
    page = upload_named(client, {"报表.zip": data})
    assert "另有 1 个系统自带的文件" in page
    client.post(batch_page(), fields(page))
    ret = Return.objects.get()
    assert (ret.unit, ReturnPaper.objects.get().ret) == (province.schools[1], ret)


@pytest.mark.parametrize("wrong", sorted(REFUSED))
def test_a_bad_file_is_told_with_the_mend_and_stops_no_other(
    province: Province, campaign: Campaign, signed_in: SignIn, wrong: str
) -> None:
    name, data, says = REFUSED[wrong]
    client = signed_in(province.county_officer)
    page = upload_named(client, {f"坏{name}": data, "好.csv": form_csv()})
    assert says in page
    client.post(batch_page(), {**fields(page), "row": [key(f"坏{name}"), key("好.csv")]})
    assert ImportFile.objects.get(name=f"坏{name}").ret is None
    assert Return.objects.get().unit == province.schools[1]
    listed = client.get(f"{batch_page()}left.csv").content.decode("utf-8-sig")
    assert says in listed
    assert "请" in listed
    assert "好.csv" not in listed


def test_each_file_says_why_its_unit_cannot_be_entered_for(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    names = ("测试县第三中学", "测试县第四中学")
    third, fourth = (expect(province, campaign, name) for name in names)
    submitted(make_person(third), campaign)
    Placement.objects.get(campaign=campaign, unit=fourth).chain.all().delete()
    client = signed_in(province.county_officer)
    page = upload_named(
        client,
        {
            "有账号.xlsx": form_sheet("测试县第一中学"),
            "已报.xlsx": form_sheet("测试县第三中学"),
            "别家管.xlsx": form_sheet("测试县第四中学"),
            "外地.xlsx": form_sheet("测试省研究所"),
            "没写.xlsx": form_sheet(""),
        },
    )
    for says in (
        "“测试县第一中学”有自己的账号，也没有请求代录",
        "“测试县第三中学”的表已上报，不能再改",
        "“测试县第四中学”由别的部门审核",
        "“测试省研究所”不在本部门的应报单位里",
        "表里没有写“填报单位”",
    ):
        assert says in page
    everything = {"row": [str(file.pk) for file in ImportFile.objects.all()]}
    client.post(batch_page(), {**fields(page), **everything})
    assert not Cell.objects.exclude(ret__unit=third).exists()


def test_an_office_brings_its_own_form_among_the_others(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.county_officer)
    page = upload(client, own_xlsx=form_sheet(province.county.name))
    client.post(batch_page(), fields(page))
    ret = Return.objects.get()
    assert (ret.unit, ret.entered_by) == (province.county, None)
    assert "上报这 1 份" in markup(client.get(batch_page()))


def test_an_officer_says_whose_a_file_is_and_sees_the_dry_run_before_it_is_saved(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.county_officer)
    upload_named(client, {"甲.xlsx": form_sheet(""), "乙.xlsx": form_sheet("二中")})
    wrong = markup(client.post(batch_page(), {f"unit-{key('甲.xlsx')}": "测试县第一中学"}, follow=True))
    assert "可以代录的单位里没有“测试县第一中学”" in wrong
    named = {f"unit-{key('甲.xlsx')}": UNIT, "row": str(key("甲.xlsx"))}
    page = markup(client.post(batch_page(), named, follow=True))
    assert "已为 1 个文件指定单位" in page
    assert not Cell.objects.exists()
    client.post(batch_page(), fields(page))
    assert Return.objects.get().unit == province.schools[1]


def test_two_units_of_one_name_are_told_apart_by_their_place(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    other = expect(province, campaign, UNIT, code=630103)
    Placement.objects.filter(unit=other).update(division_code=630103)
    client = signed_in(province.officer)
    page = upload(client, form_xlsx=form_sheet())
    assert f"有 2 家单位叫“{UNIT}”" in page
    offered = re.findall(rf'<option value="({UNIT}（[^"]+）)">', page)
    assert len(offered) == 2
    for label in offered:
        client.post(batch_page(), {f"unit-{key('form.xlsx')}": label})
    assert ImportFile.objects.get().placement is not None


def test_of_two_files_of_one_unit_none_is_saved_before_one_is_left_out(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.county_officer)
    page = upload_named(client, {"甲.xlsx": form_sheet(D01=1), "乙.xlsx": form_sheet(D01=2)})
    assert "和 乙.xlsx 是同一家单位的表" in page
    assert fields(page)["row"] == []
    both = {**fields(page), "row": [key("甲.xlsx"), key("乙.xlsx")]}
    assert "请只勾选一份" in markup(client.post(batch_page(), both, follow=True))
    assert not Cell.objects.exists()
    client.post(batch_page(), {**fields(page), "row": [key("乙.xlsx")]})
    assert shown_cells(Return.objects.get())["D01"] == "2"


def test_a_foreign_layout_goes_to_the_page_on_which_a_person_confirms_it_without_a_second_upload(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.county_officer)
    page = upload(client, form_xlsx=foreign_sheet())
    assert "要逐项确认" in page
    assert fields(page)["row"] == []
    address = f"{batch_page()}files/{key('form.xlsx')}/confirm/"
    assert address in page
    opened: Any = client.get(address)
    ret = Return.objects.get()
    assert opened.url == f"{reverse('returns:upload')}?for={ret.pk}&file={key('form.xlsx')}"
    confirming = markup(client.get(opened.url))
    taking = re.search(r'action="([^"]*take/[^"]*)"', confirming)
    assert taking is not None
    back: Any = client.post(taking[1].replace("&amp;", "&"), posted(confirming))
    assert back.url == batch_page()
    assert shown_cells(ret) == {"A01": "5", "A02": "4", "A03": "1", "B07": "30"}
    assert "已读入" in markup(client.get(batch_page()))


def test_what_a_colleague_changed_meanwhile_is_not_written_over(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, campaign)
    ask_entry(actor=province.filler, ret_id=ret.pk, asks=True)
    client = signed_in(province.county_officer)
    page = upload(client, form_xlsx=form_sheet("测试县第一中学", D01=1300))
    filled(province.filler, campaign, whole_form(D01="1400"))
    after = markup(client.post(batch_page(), fields(page), follow=True))
    assert "有 1 个文件没有读入" in after
    assert "这些单元格刚被同事改过" in after
    assert shown_cells(ret)["D01"] == "1400"
    again = {**fields(after), "row": [key("form.xlsx")]}
    client.post(batch_page(), again)
    assert shown_cells(ret)["D01"] == "1300"


def test_what_cannot_be_saved_any_more_says_why(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.county_officer)
    page = upload(client, form_xlsx=form_sheet())
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    after = markup(client.post(batch_page(), fields(page), follow=True))
    assert "有 1 个文件没有读入" in after
    assert after.count("活动周还没有部署或已经归档") == 1
    assert client.post(IMPORTING, {}).status_code == 403
    assert not Return.objects.exists()


def test_a_file_of_another_campaign_is_not_confirmed_into_ones_own_return_of_this_one(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.county_officer)
    upload(client, form_xlsx=foreign_sheet(province.county.name))
    with clock.at(BEFORE):
        other = called_campaign(province, slug="autumn", name="秋季的活动周", start=date(2023, 5, 25))
    address = f"{reverse('returns:upload')}?file={key('form.xlsx')}"
    assert "读入并保存" not in markup(client.get(address))
    client.post(f"{reverse('returns:take')}?file={key('form.xlsx')}", {"version": "0", "code-0": "A01", "text-0": "5"})
    assert ImportFile.objects.get().ret is None
    assert Return.objects.get().campaign == other


def test_what_the_sheet_leaves_out_and_hides_is_told(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    client = signed_in(province.county_officer)
    assert "隐藏的工作表没有读：往年" in upload(client, form_xlsx=with_hidden())
    detail = markup(client.get(f"{batch_page()}files/{key('form.xlsx')}/"))
    assert "隐藏的工作表没有读：往年" in detail
    assert "要改 48 格" in detail


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "请先选择文件"),
        ({f"{n}.csv": b"x" for n in range(101)}, "一次最多 100 个文件"),
        ({"a.zip": zipped({f"{n}.csv": b"x" for n in range(101)})}, "里有 101 个文件，一次最多 100 个"),
        ({f"{n}.pdf": b"%PDF-" + b"x" * (8 * 2**20) for n in range(4)}, "合计超过 30 MB"),
        ({"a.zip": b"PK\x03\x04" + b"x" * 100}, "损坏"),
    ],
    ids=["none", "many", "many in a zip", "large", "broken"],
)
def test_an_upload_beyond_the_bounds_keeps_nothing(
    province: Province, campaign: Campaign, signed_in: SignIn, files: dict[str, bytes], says: str
) -> None:
    page = upload_named(signed_in(province.county_officer), files)
    assert says in page
    assert not ImportFile.objects.filter(refusal="").exists()


def test_an_archive_in_an_archive_is_told(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    inner = zipped({"表.xlsx": form_sheet()})
    assert "压缩包里的压缩包" in upload(signed_in(province.county_officer), a_zip=zipped({"内.zip": inner}))


def test_uploads_are_bounded_put_away_and_forgotten_after_a_day(
    province: Province, campaign: Campaign, signed_in: SignIn
) -> None:
    client = signed_in(province.county_officer)
    for _ in range(5):
        upload(client, form_csv=form_csv())
    assert "已有 5 次上传等待处理" in upload(client, form_csv=form_csv())
    assert len(re.findall(r"importing/\d+/", markup(client.get(IMPORTING)))) == 5
    first = ImportBatch.objects.earliest("pk")
    client.post(reverse("returns:import_discard", args=[first.pk]))
    assert ImportBatch.objects.count() == 4
    ImportBatch.objects.update(expires_at=first.expires_at - timedelta(days=2))
    last = ImportBatch.objects.latest("pk")
    assert client.get(reverse("returns:import_batch", args=[last.pk])).status_code == 404
    assert any(run.name == "returns.forget_imports" and "清除 4 次" in run.result for run in tick())
    assert not ImportFile.objects.exists()


def test_nobody_else_opens_an_offices_upload(province: Province, campaign: Campaign, signed_in: SignIn) -> None:
    upload(signed_in(province.county_officer), form_xlsx=form_sheet())
    other = signed_in(province.prefecture_officer)
    for address in (batch_page(), f"{batch_page()}left.csv", f"{batch_page()}files/{key('form.xlsx')}/"):
        assert other.get(address).status_code == 404
    assert other.post(f"{batch_page()}discard/").status_code == 404
    colleague = signed_in(make_person(province.county))
    assert UNIT in markup(colleague.get(batch_page()))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_one_and_three_files(
    province: Province, campaign: Campaign, signed_in: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    client = signed_in(province.county_officer)
    names = [UNIT, *[expect(province, campaign, f"测试县第{n}小学").name for n in range(count)]]
    page = upload_named(client, {f"{name}.xlsx": form_sheet(name) for name in names} | {f"{names[-1]}.pdf": b"%PDF-1"})
    client.post(batch_page(), {**fields(page), "row": fields(page)["row"][:1]})
    address = batch_page()
    with django_assert_num_queries(22):
        body = markup(client.get(address))
    assert len(fields(body)["row"]) == count + 1
