"""The whole thread in a real browser: from a notice to a report, each person doing what that person would do."""

import pathlib
import re
import zipfile

import pytest
from django.conf import settings

from sciweek.core.audit import SYSTEM
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.people.actions.invitations import Invitee, invite_first
from sciweek.people.actions.units import UnitFacts, found_top_office
from sciweek.people.enums import Role, UnitKind
from sciweek.people.importing import blank_columns
from sciweek.people.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "Ke-xue-2001"
NOTICE = (pathlib.Path(__file__).resolve().parents[2] / "src/sciweek/demo/data/notice_23rd.txt").read_text(
    encoding="utf-8"
)
UNITS = (
    ("西宁市科学技术局", "科技主管部门", "西宁市"),
    ("城东区科学技术局", "科技主管部门", "西宁市城东区"),
    ("城东区湟水中学", "中小学", "西宁市城东区"),
)
# One activity is online and nobody is said to have watched: a check asks why.
FIGURES = {
    "A01": "3",
    "A02": "2",
    "A03": "1",
    "A04": "3",
    "B01": "180",
    "B02": "180",
    "B03": "120",
    "F01": "1.5",
    "F02": "1.5",
}


class Actor:
    """Somebody at a browser of one's own."""

    def __init__(self, browser, address, width=1440):
        self.context = browser.new_context(viewport={"width": width, "height": 1000}, locale="zh-CN")
        self.page = self.context.new_page()
        self.page.set_default_timeout(6000)
        self.address = address

    def go(self, path):
        self.page.goto(self.address + path if path.startswith("/") else path)

    def accept(self, link, phone, username):
        self.go(link.replace(settings.BASE_URL, self.address))
        self.page.fill("#id_proof", phone)
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.fill("#id_again", PASSWORD)
        self.page.get_by_role("button", name=re.compile("接受邀请并登录")).click()
        self.page.wait_for_url(re.compile("/desk/$"))

    def invite(self, unit, role, phone):
        self.go(f"/desk/units/{Unit.objects.get(name=unit).pk}/invite/")
        self.page.select_option("#id_role", role)
        self.page.fill("#id_name", "才让央金")
        self.page.fill("#id_phone", phone)
        self.page.get_by_role("button", name=re.compile("生成邀请")).click()
        return re.search(r"https?://\S+/invitation/\S+/", self.page.input_value("#share"))[0]

    def says(self, text):
        self.page.get_by_text(text).first.wait_for(timeout=5000)


def row_of(actor, code):
    """An indicator's row on the totals page."""
    return actor.page.locator("tr", has=actor.page.get_by_role("rowheader", name=re.compile(f"^{code}")))


def figure(actor, code):
    """The figure over all places that stands in it."""
    return row_of(actor, code).locator("td").first.inner_text()


@pytest.fixture
def office(transactional_db):
    from django.db import transaction

    with transaction.atomic():
        unit = found_top_office(
            actor=SYSTEM, facts=UnitFacts(name="青海省科学技术厅", kind=UnitKind.SCIENCE_OFFICE, division_code=630000)
        )
        invitee = Invitee("马云岚", "13905550001")
        return invite_first(actor=SYSTEM, unit=unit, role=Role.PROVINCE_OFFICER, invitee=invitee).link


def test_from_a_notice_to_a_report(  # noqa: PLR0915 -- a story is told in one piece
    browser, live_server, office, tmp_path
):
    address = live_server.url
    province = Actor(browser, address)
    province.accept(office, "13905550001", "mayunlan")

    sheet = tmp_path / "units.xlsx"
    with sheet.open("wb") as out:
        write_xlsx([SheetOut("单位", blank_columns(), UNITS)], out)
    province.go("/desk/units/import/")
    province.page.set_input_files("#id_sheet", str(sheet))
    province.page.get_by_role("button", name=re.compile("试读")).click()
    province.says("新增 3 行")
    province.page.get_by_role("button", name=re.compile("导入 3 个单位")).click()
    province.says("已导入 3 个单位")

    prefecture, county, unit = Actor(browser, address), Actor(browser, address), Actor(browser, address, width=390)
    link = province.invite("西宁市科学技术局", "prefecture_officer", "13905550002")
    prefecture.accept(link, "13905550002", "xining")
    county.accept(prefecture.invite("城东区科学技术局", "county_officer", "13905550003"), "13905550003", "chengdong")
    unit.accept(county.invite("城东区湟水中学", "unit_officer", "13905550004"), "13905550004", "huangshui")

    province.go("/desk/campaigns/from-notice/")
    province.page.fill("textarea[name=text]", NOTICE)
    province.page.get_by_role("button", name="收录并核对").click()
    province.says("热爱科学 崇尚科学")
    province.page.get_by_role("button", name="确认并建立").first.click()
    province.page.wait_for_url(re.compile(r"/desk/campaigns/[a-z0-9-]+/$"))
    slug = province.page.url.rstrip("/").rsplit("/", 1)[-1]
    province.go(f"/desk/campaigns/{slug}/call/")
    province.page.get_by_role("button", name=re.compile("部署到 3 个单位")).click()
    province.page.wait_for_url(re.compile(rf"/desk/campaigns/{slug}/$"))
    # A week of the past is over in real time, but not closed: returns may still come in.

    unit.go("/desk/returns/mine/")
    for code, typed in FIGURES.items():
        unit.page.fill(f"input[name={code}]", typed)
    unit.page.keyboard.press("Enter")
    unit.page.get_by_text(re.compile(r"已保存 \d\d:\d\d:\d\d")).wait_for(timeout=5000)
    unit.page.click("text=其余各格")
    unit.page.get_by_role("button", name=re.compile("其余都填 0")).click()
    unit.says("个空格填为")
    unit.page.click("#send")
    unit.says("不能上报")
    unit.says("有线上活动就应有线上参加人次")
    unit.page.fill("input[name=explain-R18]", "直播平台没有给出观看人次，只统计了现场。")
    unit.page.keyboard.press("Enter")
    unit.says("已说明")
    unit.page.click("#send")
    unit.says("已上报")

    county.go("/desk/returns/queue/")
    county.page.get_by_role("link", name="城东区湟水中学").first.click()
    county.page.fill("#id_reason", "青少年人次请对照签到记录核实。")
    county.page.check("input[name=mark][value=B03]")
    county.page.get_by_role("button", name="退回", exact=True).click()
    county.says("已退回")
    unit.go("/desk/returns/mine/")
    unit.says("请对照签到记录核实")
    unit.page.fill("input[name=B03]", "100")
    unit.page.keyboard.press("Enter")
    unit.page.get_by_text(re.compile(r"已保存 \d\d:\d\d:\d\d")).wait_for(timeout=5000)
    unit.page.click("#send")
    unit.says("已上报")

    province.go("/desk/returns/totals/")
    # Nothing counts yet, and nothing is not 0.
    assert figure(province, "B03") == ""
    for officer in (county, prefecture, province):
        officer.go("/desk/returns/queue/")
        officer.page.get_by_role("link", name="城东区湟水中学").first.click()
        officer.page.get_by_role("button", name="验收", exact=True).click()
        officer.says("已验收")
        # By the first acceptance the totals of every level have it; the further ones add nothing.
        province.go("/desk/returns/totals/")
        assert figure(province, "B03") == "100"

    row_of(province, "B03").locator("td a").first.click()
    province.page.get_by_role("link", name="城东区湟水中学").click()
    province.says("才让央金")
    changes = [row.inner_text() for row in province.page.locator("tbody tr").all()]
    assert "120" in changes[-1]
    assert "100" in changes[0]
    province.go("/desk/report/")
    with province.page.expect_download() as package:
        province.page.get_by_role("link", name="全部文件（草稿）").click()
    with zipfile.ZipFile(package.value.path()) as files:
        tables = [files.read(name).decode("utf-8-sig") for name in files.namelist() if name.endswith(".csv")]
        papers = [name for name in files.namelist() if name.endswith((".docx", ".pdf", ".xlsx"))]
    assert any("B03" in table and "100" in table for table in tables)
    assert {name.rsplit(".", 1)[-1] for name in papers} == {"docx", "pdf", "xlsx"}
