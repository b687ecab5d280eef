"""`./sciweek returns …`: the blank form, totals, and the check."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sciweek.campaigns.models import Campaign
from sciweek.cli.__main__ import main
from sciweek.people.person import Person
from sciweek.returns.importing.reading import read_filled
from sciweek.returns.models import Cell
from sciweek.returns.template import read_template, shipped
from tests.factories.campaigns import PREFECTURE, PROVINCE, Province, make_person
from tests.factories.returns import accepted, filled, submitted, whole_form

Printed = pytest.CaptureFixture[str]


def printed(capsys: Printed, *words: str) -> str:
    assert main(["returns", *words]) == 0
    return capsys.readouterr().out


def test_the_blank_form_is_written_with_every_code(
    province: Province, campaign: Campaign, capsys: Printed, tmp_path: Path
) -> None:
    printed(capsys, "template", "spring", "--out", str(tmp_path / "空表.xlsx"))
    codes = [row[0] for row in load_workbook(tmp_path / "空表.xlsx").worksheets[0].iter_rows(values_only=True)]
    head = codes.index("代码") + 1
    assert codes[head : head + len(shipped().items)] == [item.code for item in shipped().items]
    printed(capsys, "template", "spring", "--out", str(tmp_path / "空表.docx"))
    layout = read_filled((tmp_path / "空表.docx").read_bytes(), "空表.docx", shipped())
    assert (layout.missing, layout.unit, layout.campaign) == ([], "", campaign.name)


def test_the_definition_is_written_as_toml_or_sheets_and_read_back(
    province: Province, campaign: Campaign, capsys: Printed, tmp_path: Path
) -> None:
    toml, book = tmp_path / "表式.toml", tmp_path / "表式.xlsx"
    for path in (toml, book):
        assert "表式已写到" in printed(capsys, "template", "spring", "--definition", "--out", str(path))
    assert read_template(toml.read_text(encoding="utf-8")) == shipped()
    assert load_workbook(book).sheetnames == ["封面", "指标", "审核公式", "衔接"]


@pytest.mark.parametrize(
    ("words", "said"), [(["--out", "表.toml"], "请加 --definition"), (["--definition", "--out", "表.pdf"], "结尾")]
)
def test_a_file_of_another_kind_is_refused_before_it_is_made(
    province: Province, campaign: Campaign, capsys: Printed, words: list[str], said: str
) -> None:
    assert main(["returns", "template", "spring", *words]) == 1
    assert said in capsys.readouterr().err


def test_totals_by_division_as_json_say_who_was_expected_and_keep_the_fen(
    province: Province, campaign: Campaign, chain: list[Person], capsys: Printed
) -> None:
    accepted(province.filler, campaign, chain[:1], whole_form(F01="0.10", F02="0.10", D02="-"))
    record = json.loads(printed(capsys, "rollup", "spring", "--format", "json"))
    assert (record["level"], record["counting"]) == ("prefecture", "first_office")
    assert (record["expected"], record["submitted"]) == (5, 1)
    places = {place["code"]: place for place in record["divisions"]}
    assert (places[PREFECTURE]["expected"], places[PROVINCE]["expected"]) == (4, 1)
    figures = places[PREFECTURE]["indicators"]
    assert figures["F01"] == {"value": "0.10", "answered": 1, "none": 0}
    assert figures["D02"] == {"value": 0, "answered": 0, "none": 1}
    assert places[PROVINCE]["indicators"]["F01"]["answered"] == 0


def test_totals_by_indicator_as_json_have_a_figure_a_place(
    province: Province, campaign: Campaign, capsys: Printed
) -> None:
    submitted(province.filler, campaign)
    words = ("--by", "indicator", "--level", "county", "--counting", "submitted", "--format", "json")
    record = json.loads(printed(capsys, "rollup", "spring", *words))
    by_code = {row["code"]: row for row in record["indicators"]}
    assert by_code["D01"]["divisions"] == {"630102": {"value": 1200, "answered": 1, "none": 0}}


def test_totals_as_csv_end_with_the_sum(province: Province, campaign: Campaign, capsys: Printed) -> None:
    submitted(province.filler, campaign, whole_form(D01="40"))
    submitted(make_person(province.institute), campaign, whole_form(D01="2"))
    lines = printed(capsys, "rollup", "spring", "--counting", "submitted").splitlines()
    place = lines[0].split(",").index("D01 发放科普资料")
    assert [line.split(",")[place] for line in lines[1:]] == ["2", "40", "42"]
    assert lines[1].split(",")[1].endswith("本级")


def test_totals_as_a_workbook_go_to_a_file(
    province: Province, campaign: Campaign, capsys: Printed, tmp_path: Path
) -> None:
    submitted(province.filler, campaign)
    out = tmp_path / "totals.xlsx"
    words = ("--by", "indicator", "--counting", "submitted", "--format", "xlsx", "--out", str(out))
    printed(capsys, "rollup", "spring", *words)
    rows = {row[0]: row for row in load_workbook(out).worksheets[0].iter_rows(values_only=True)}
    assert rows["D01"][3:6] == (1200, 1, 0)


def test_the_check_tells_how_far_everybody_is_and_what_is_wrong(
    province: Province, campaign: Campaign, capsys: Printed
) -> None:
    submitted(province.filler, campaign)
    filled(make_person(province.schools[1]), campaign, whole_form(B03="9999"))
    out = printed(capsys, "check", "spring")
    assert "应报 5 家（部署时 5 家），已报 1，按时 1" in out
    assert "测试县第二中学（填报中）\t强制性\t青少年不能多于线下参加" in out
    assert "测试县第一中学（已上报）\t无法审核\t13 条公式没有可比的数：H01、H02、H03、H04、H05、Z01" in out


def test_the_check_fails_when_something_submitted_is_wrong(
    province: Province, campaign: Campaign, capsys: Printed
) -> None:
    ret = submitted(province.filler, campaign)
    Cell.objects.filter(ret=ret, indicator__code="A01").update(value=99)
    assert main(["returns", "check", "spring"]) == 1
    assert "测试县第一中学（已上报）\t强制性" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "summer"), "没有网址标识为“summer”的活动周。现有：spring。"),
        (("rollup", "spring", "--format", "xlsx"), "请用 --out 写明文件"),
        (("template", "spring", "--out", "/nowhere/at/all.xlsx"), "写不了文件"),
    ],
)
def test_what_cannot_be_done_is_said_and_fails(
    province: Province, campaign: Campaign, capsys: Printed, words: tuple[str, ...], said: str
) -> None:
    assert main(["returns", *words]) == 1
    assert said in capsys.readouterr().err
