"""`./sciweek returns import`: a dry run unless told otherwise, the same plan as on the page, 1 when something did not go in."""

import json
from pathlib import Path

import pytest

from sciweek.campaigns.models import Campaign
from sciweek.cli.__main__ import main
from sciweek.core.models import AuditEntry
from sciweek.people.models import Account
from sciweek.people.person import Person
from sciweek.returns.models import Cell, Return, ReturnPaper
from tests.factories.campaigns import Province
from tests.returns.importing.files import REFUSED, UNIT, form_sheet, zipped

Printed = pytest.CaptureFixture[str]


def words(officer: Person, *paths: Path) -> list[str]:
    username = Account.objects.get(pk=officer.account_id).username
    return ["returns", "import", *map(str, paths), "--campaign", "spring", "--as", username]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a form and a scan of the school that has no account, and a zip with the office's own form."""
    (tmp_path / UNIT).mkdir()
    (tmp_path / UNIT / "表.xlsx").write_bytes(form_sheet(D01="1.2万"))
    (tmp_path / UNIT / "扫描.pdf").write_bytes(b"%PDF-1.4 sealed")
    (tmp_path / "局.zip").write_bytes(zipped({"局.xlsx": form_sheet("测试县科学技术局")}))
    (tmp_path / ".hidden").write_bytes(b"x")
    return tmp_path


def test_a_dry_run_prints_the_plan_and_saves_nothing(
    province: Province, campaign: Campaign, folder: Path, capsys: Printed
) -> None:
    assert main(words(province.county_officer, folder)) == 0
    out = capsys.readouterr().out
    assert "共 3 个文件：可以保存 3。" in out
    assert "什么都没有保存" in out
    assert [line.split()[:3] for line in out.splitlines()[1:4]] == [
        ["可以保存", "测试县科学技术局", "局.xlsx"],
        ["可以保存", UNIT, f"{UNIT}/扫描.pdf"],
        ["可以保存", UNIT, f"{UNIT}/表.xlsx"],
    ]
    assert not Cell.objects.exists()


def test_with_yes_sheets_and_scans_are_saved_and_a_second_time_nothing_changes(
    province: Province, campaign: Campaign, folder: Path, capsys: Printed
) -> None:
    assert main([*words(province.county_officer, folder), "--yes"]) == 0
    assert "已保存 3" in capsys.readouterr().out
    ret = Return.objects.get(unit=province.schools[1])
    assert (ret.entered_by, ReturnPaper.objects.get().ret) == (province.county, ret)
    assert Cell.objects.get(ret=ret, indicator__code="D01").value == 12000
    assert {entry.detail["source"] for entry in AuditEntry.objects.filter(act="return.save")} == {"command"}
    (folder / UNIT / "扫描.pdf").unlink()
    assert main([*words(province.county_officer, folder), "--yes"]) == 0
    assert "没有变化 2" in capsys.readouterr().out
    assert Return.objects.get(pk=ret.pk).version == 1


def test_what_did_not_go_in_is_told_as_json_and_fails(
    province: Province, campaign: Campaign, tmp_path: Path, capsys: Printed
) -> None:
    contents = {
        "坏.xlsx": REFUSED["a formula"][1],
        "约.xlsx": form_sheet("测试县科学技术局", D01="约一千"),
        "甲.xlsx": form_sheet(D01=1),
        "乙.xlsx": form_sheet(D01=2),
        "丙.xlsx": form_sheet("测试县第一中学"),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    assert main([*words(province.county_officer, tmp_path), "--yes", "--format", "json"]) == 1
    record = json.loads(capsys.readouterr().out)
    files = {file["file"]: file for file in record["files"]}
    assert {name: file["outcome"] for name, file in files.items()} == {
        "坏.xlsx": "refused",
        "约.xlsx": "confirm",
        "甲.xlsx": "refused",
        "乙.xlsx": "refused",
        "丙.xlsx": "refused",
    }
    assert "是公式" in files["坏.xlsx"]["reasons"][0]["reason"]
    assert files["约.xlsx"]["reasons"][0]["text"] == "约一千"
    assert files["约.xlsx"]["unreadable"] == 1
    assert "同一家单位" in files["甲.xlsx"]["reasons"][0]["reason"]
    assert "有自己的账号" in files["丙.xlsx"]["reasons"][0]["reason"]
    assert record["counts"] == {"refused": 4, "confirm": 1}
    assert not Cell.objects.exists()


def test_a_unit_brings_its_own_file(province: Province, campaign: Campaign, tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "表.xlsx").write_bytes(form_sheet("测试县第一中学"))
    assert main([*words(province.filler, tmp_path / "表.xlsx"), "--yes"]) == 0
    assert Return.objects.get().entered_by is None
    (tmp_path / "别家.xlsx").write_bytes(form_sheet(UNIT))
    assert main([*words(province.filler, tmp_path / "别家.xlsx"), "--yes"]) == 1
    assert "不在本部门的应报单位里" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"--as": "nobody"}, "没有登录名为“nobody”的在职人员"),
        ({"--campaign": "summer"}, "没有网址标识为“summer”的活动周"),
        ({"import": "import", "path": "/nowhere/at/all"}, "读不到“/nowhere/at/all”"),
    ],
)
def test_what_cannot_be_done_is_said_and_fails(
    province: Province, campaign: Campaign, folder: Path, capsys: Printed, changed: dict[str, str], said: str
) -> None:
    told = words(province.county_officer, Path(changed.get("path", str(folder))))
    for option, value in changed.items():
        if option.startswith("--"):
            told[told.index(option) + 1] = value
    assert main(told) == 1
    assert said in capsys.readouterr().err
