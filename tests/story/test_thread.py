"""The whole thread in a real browser: from a notice to a report, each person doing what that person would do."""

import pathlib
import re

import pytest
from django.conf import settings

from sciweek.campaigns.models import Placement
from sciweek.core.audit import SYSTEM
from sciweek.documents.sheets.writing import SheetOut, write_xlsx
from sciweek.people.actions.invitations import Invitee, invite_first
from sciweek.people.actions.units import UnitFacts, found_top_office
from sciweek.people.enums import Role, UnitKind
from sciweek.people.importing import blank_columns
from sciweek.people.models import Unit
from tests.factories.materials import photo_bytes
from tests.story.package import assert_same_totals, assert_whole

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "Ke-xue-2001"
NOTICE = (pathlib.Path(__file__).resolve().parents[2] / "src/sciweek/demo/data/notice_23rd.txt").read_text(
    encoding="utf-8"
)
UNITS = (
    ("青海省科学技术协会", "科协", "青海省"),
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


def hand_in_a_picture(unit):
    """The school's picture, free to be published."""
    placement = Placement.objects.get(unit__name="城东区湟水中学")
    unit.go(f"/desk/materials/{placement.pk}/pictures/")
    photo = {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes("teal", (800, 600))}
    unit.page.set_input_files("#pictures", photo)
    unit.page.fill("#id_caption", "湟水河边的科学课")
    unit.page.check("input[name=minors][value=none]")
    unit.page.check("#id_usable")
    unit.page.get_by_role("button", name=re.compile("^上传")).click()
    unit.says("已保存 1 张照片")
    unit.page.get_by_role("button", name=re.compile("上报影像资料")).click()
    unit.says("已上报")


def issue(province, host):
    """The lead writes, picks the picture and asks the joint host, who agrees; then the first edition goes out."""
    province.go("/desk/report/edit/")
    province.page.fill("#id_highlights", "把课堂搬到湟水河边。")
    province.page.get_by_role("button", name=re.compile("保存为新的一稿")).click()
    province.says("已保存为第 1 稿")
    province.go("/desk/report/pictures/")
    province.page.check("tbody input[name=row]")
    province.page.get_by_role("button", name="选用", exact=True).click()
    province.says("已选用，现在共 1 张")
    province.go("/desk/report/")
    province.page.get_by_role("button", name="送 1 家会签").click()
    province.says("已送会签")
    host.go("/desk/report/")
    host.says("把课堂搬到湟水河边")
    host.page.get_by_role("button", name="同意", exact=True).click()
    host.says("已会签：同意")
    province.go("/desk/report/issue/")
    province.page.get_by_role("button", name=re.compile("印发第 1 版")).click()
    province.says("第 1 版已印发")


def downloaded(province):
    """Every file of the edition, as its page links it, by name."""
    links = province.page.locator("tbody a").all()
    address = province.address
    return {
        link.inner_text().strip(): province.page.request.get(address + link.get_attribute("href")).body()
        for link in links
    }


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
    province.says("新增 4 行")
    province.page.get_by_role("button", name=re.compile("导入 4 个单位")).click()
    province.says("已导入 4 个单位")

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
    province.page.get_by_role("button", name=re.compile("部署到 4 个单位")).click()
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
    province.go("/desk/returns/totals/")
    shown = {code: figure(province, code) for code in ("B03", "F01")}
    assert shown["B03"] == "100"
    host = Actor(browser, address)
    host.accept(province.invite("青海省科学技术协会", "joint_host", "13905550005"), "13905550005", "kexie")
    hand_in_a_picture(unit)
    issue(province, host)
    files = downloaded(province)
    assert_same_totals(files, shown)
    assert_whole(files, pictures=["图片/01_城东区湟水中学.jpg"])
