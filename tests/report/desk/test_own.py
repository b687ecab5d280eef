"""A prefecture's and a county's own report: by that office, over its own units, what it has accepted itself."""

import argparse
import csv
import io
import json
import zipfile

import pytest

from sciweek.cli.commands import report as command
from sciweek.report.rules import may_report_own
from tests.factories.campaigns import make_person
from tests.factories.returns import AFTER, accepted

pytestmark = pytest.mark.once
PAGE = "/desk/report/own/"


def text(answer):
    return answer.content.decode()


def held(answer):
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def whole(files):
    rows = csv.DictReader(io.StringIO(files["汇总数据.csv"].decode("utf-8-sig")))
    return {row["code"]: row["value"] for row in rows if row["level"] == "whole"}


@pytest.fixture
def halfway(week):
    """The second school is accepted by the county only; the first by everybody; the institute stands beside them."""
    accepted(make_person(week.province.schools[1]), week.campaign, week.chain[:1])
    return week


def test_each_office_has_its_own_totals_on_page_and_in_files(halfway, signed_in):
    county = signed_in(halfway.province.county_officer)
    page = text(county.get(PAGE))
    assert "测试县科学技术局" in page
    assert "共举办科普专题活动6次" in page
    files = held(county.get(PAGE + "package.zip"))
    assert whole(files)["A01"] == "6"
    assert json.loads(files["报告数据.json"])["counting"] == "accepted by this office"
    units = files["填报单位目录清单.csv"].decode("utf-8-sig")
    assert "测试县第二中学" in units
    assert "测试省研究所" not in units
    prefecture = signed_in(halfway.province.prefecture_officer)
    files = held(prefecture.get(PAGE + "package.zip"))
    assert whole(files)["A01"] == "3"
    rows = list(csv.DictReader(io.StringIO(files["填报单位目录清单.csv"].decode("utf-8-sig"))))
    assert {row["单位名称"]: row["计入报告"] for row in rows if "中学" in row["单位名称"]} == {
        "测试县第一中学": "是",
        "测试县第二中学": "否",
    }


def test_who_may_do_what(halfway, signed_in):
    province = halfway.province
    people = {
        province.prefecture_officer: True,
        province.county_officer: True,
        province.officer: False,
        halfway.host: False,
        province.filler: False,
    }
    for person, may in people.items():
        assert may_report_own(person, halfway.campaign) is may
        client = signed_in(person)
        for address in (PAGE, PAGE + "totals.csv", PAGE + "package.zip"):
            assert client.get(address).status_code == (200 if may else 404), (person.label, address)
    assert signed_in(province.county_officer).get(PAGE + "nothing.exe").status_code == 404


def test_an_office_through_which_nobody_reports_is_told_so(week, signed_in):
    week.campaign.roster.update(removed_at=AFTER)
    assert "没有单位经本单位报送" in text(signed_in(week.province.county_officer).get(PAGE))


def words(level, place=None, *, out, brief=False):
    return argparse.Namespace(campaign="spring", level=level, place=place, out=str(out), brief=brief)


def test_the_command_makes_the_same_report(halfway, tmp_path, capsys):
    assert command.run(words("county", out=tmp_path)) == 0
    assert whole({"汇总数据.csv": (tmp_path / "汇总数据.csv").read_bytes()})["A01"] == "6"
    assert "情况报告.docx" in capsys.readouterr().out


def test_the_command_says_which_places_there_are(halfway, tmp_path):
    with pytest.raises(SystemExit, match="--place"):
        command.run(words("county", place=990_000, out=tmp_path))
    with pytest.raises(SystemExit, match="简报"):
        command.run(words("county", out=tmp_path, brief=True))
