"""`returns`: the blank form of a campaign, its totals, and a check of what came in."""

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sciweek.cli import importing

if TYPE_CHECKING:
    from sciweek.campaigns.models import Campaign
    from sciweek.returns.findings import Finding
    from sciweek.returns.rollup import Total
    from sciweek.returns.tables import Table
    from sciweek.returns.template import ItemText

LEVELS = ("province", "prefecture", "county")
COUNTINGS = ("first_office", "submitted", "all_offices")


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("returns", help="统计表：空表、汇总、检查")
    acts = command.add_subparsers(dest="act", metavar="操作", required=True)
    template = acts.add_parser("template", help="导出空表（xlsx 或 docx）")
    template.add_argument("--out", required=True, metavar="文件", help="写到哪个文件")
    template.add_argument("--definition", action="store_true", help="导出表式本身（xlsx 或 toml），改好可以上传")
    rollup = acts.add_parser("rollup", help="汇总：各地区的合计、填报数和应报数")
    rollup.add_argument(
        "--by", choices=("division", "indicator"), default="division", help="一行一个地区，还是一行一个指标"
    )
    rollup.add_argument("--level", choices=LEVELS, help="按哪一级地区，默认为牵头单位的下一级")
    rollup.add_argument("--counting", choices=COUNTINGS, default="first_office", help="哪些报表计入")
    rollup.add_argument("--format", choices=("csv", "json", "xlsx"), default="csv", help="格式")
    rollup.add_argument("--out", metavar="文件", help="写到哪个文件，默认写到屏幕")
    check = acts.add_parser("check", help="上报进度和审核问题")
    rebuild = acts.add_parser("rebuild", help="按单元格重算分县小计（doctor 报告不符时）")
    doing = {"template": _template, "rollup": _rollup, "check": _check, "rebuild": _rebuild}
    for each in (template, rollup, check, rebuild):
        each.add_argument("campaign", metavar="活动周", help="网址标识，如 2023")
        each.set_defaults(do=doing[each.prog.split()[-1]])
    importing.add(acts)
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Do the act; 1 with a sentence when it cannot be done."""
    import django

    django.setup()
    from sciweek.campaigns.models import Campaign
    from sciweek.core.errors import Refused

    campaign = Campaign.objects.select_related("office", "previous").filter(slug=words.campaign).first()
    if campaign is None:
        known = "、".join(Campaign.objects.order_by("-start").values_list("slug", flat=True)[:10]) or "还没有"
        print(f"没有网址标识为“{words.campaign}”的活动周。现有：{known}。", file=sys.stderr)
        return 1
    try:
        return int(words.do(words, campaign))
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
    except OSError as error:
        print(f"写不了文件“{words.out}”：{error.strerror}。请核对路径。", file=sys.stderr)
    return 1


def _template(words: argparse.Namespace, campaign: "Campaign") -> int:
    from sciweek.documents.sheets.writing import write_xlsx
    from sciweek.returns.actions.forms import ensure_form
    from sciweek.returns.definition.toml import write_toml
    from sciweek.returns.definition.workbook import sheets_of
    from sciweek.returns.queries.forms import form_text
    from sciweek.returns.tables import blank_sheet
    from sciweek.returns.word import write_blank_word

    path = Path(words.out)
    kinds = (".xlsx", ".toml") if words.definition else (".xlsx", ".docx")
    if path.suffix.lower() not in kinds:
        mend = "" if words.definition else "要导出表式本身（封面、指标、审核公式、衔接），请加 --definition。"
        print(f"“{path.name}”应以 {' 或 '.join(kinds)} 结尾。{mend}", file=sys.stderr)
        return 1
    text = form_text(ensure_form(campaign))
    if path.suffix.lower() == ".toml":
        path.write_text(write_toml(text), encoding="utf-8")
    else:
        with path.open("wb") as out:
            if path.suffix.lower() == ".docx":
                write_blank_word(campaign, text, "", out)
            else:
                write_xlsx(sheets_of(text) if words.definition else [blank_sheet(campaign, text)], out)
    print(f"{'表式' if words.definition else '空表'}已写到 {words.out}。")
    return 0


def _rollup(words: argparse.Namespace, campaign: "Campaign") -> int:
    from sciweek.people.enums import Level
    from sciweek.places.codes import level_of
    from sciweek.returns.rollup import Counting
    from sciweek.returns.tables import table_of, whole_scope

    if words.format == "xlsx" and not words.out:
        print("xlsx 不能写到屏幕，请用 --out 写明文件。", file=sys.stderr)
        return 1
    below = min(level_of(campaign.division_code) + 1, Level.COUNTY)
    level = Level[words.level.upper()] if words.level else Level(below)
    table = table_of(whole_scope(campaign), campaign, by=level, counting=Counting(words.counting))
    if words.out:
        with Path(words.out).open("wb") as out:
            _write(words, campaign, table, out)
    else:
        buffer = io.BytesIO()
        _write(words, campaign, table, buffer)
        sys.stdout.write(buffer.getvalue().decode("utf-8-sig").replace("\r\n", "\n"))
    return 0


def _write(words: argparse.Namespace, campaign: "Campaign", table: "Table", out: BinaryIO) -> None:
    from sciweek.documents.sheets.writing import SheetOut, write_csv, write_xlsx
    from sciweek.returns.tables import by_division, by_indicator, names_of

    name = names_of(campaign, table.level)
    if words.format == "json":
        record = _record(words, campaign, table, name)
        out.write((json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
        return
    head, rows = (by_division if words.by == "division" else by_indicator)(table, name)
    if words.format == "xlsx":
        write_xlsx([SheetOut("汇总", head, rows)], out)
    else:
        out.writelines(write_csv(head, rows))


def _record(
    words: argparse.Namespace, campaign: "Campaign", table: "Table", name: Callable[[int], str]
) -> dict[str, object]:
    """The table as one JSON object. Figures with decimals are texts, so that no reader rounds them."""
    from sciweek.returns.progress import completeness
    from sciweek.returns.tables import whole_scope

    progress = {row.place: row for row in completeness(whole_scope(campaign), campaign, by=table.level)}
    record: dict[str, object] = {
        "campaign": campaign.slug,
        "counting": words.counting,
        "level": table.level.name.lower(),
        "expected": sum(row.expected for row in progress.values()),
        "submitted": sum(row.submitted for row in progress.values()),
    }
    if words.by == "division":
        record["divisions"] = [
            {
                "code": place,
                "name": name(place),
                "expected": progress[place].expected if place in progress else 0,
                "submitted": progress[place].submitted if place in progress else 0,
                "indicators": {item.code: _figure(table.at(place, item.code), item) for item in table.items},
            }
            for place in sorted({*progress, *table.places})
        ]
    record["indicators"] = [_indicator(table, item, by_place=words.by == "indicator") for item in table.items]
    return record


def _figure(total: "Total", item: "ItemText") -> dict[str, object]:
    from sciweek.returns.tables import exact

    value = exact(total.value, item)
    shown = value if isinstance(value, int) else str(value)
    return {"value": shown, "answered": total.answered, "none": total.none}


def _indicator(table: "Table", item: "ItemText", *, by_place: bool) -> dict[str, object]:
    record = {"code": item.code, "name": item.name, "unit": item.unit, **_figure(table.over_all(item.code), item)}
    if by_place:
        record["divisions"] = {str(place): _figure(table.at(place, item.code), item) for place in table.places}
    return record


def _check(words: argparse.Namespace, campaign: "Campaign") -> int:
    """Print completeness and findings; 1 when something that was submitted has a finding that blocks."""
    from sciweek.returns.checking import check_returns
    from sciweek.returns.progress import completeness
    from sciweek.returns.tables import whole_scope

    scope = whole_scope(campaign)
    progress = completeness(scope, campaign)
    for row in progress:
        print(
            f"应报 {row.expected} 家（部署时 {row.frozen} 家），已报 {row.submitted}，按时 {row.on_time}，"
            f"首级已验收 {row.counted}，全部验收 {row.accepted}，退回未复 {row.sent_back}，未报 {row.missing}。"
        )
    if not progress:
        print("还没有应报单位。活动周部署后再检查。")
    wrong = 0
    for checked in check_returns(scope, campaign):
        wrong += checked.let_through
        for word, sentence in _lines(checked.findings):
            print(f"{checked.unit}（{checked.stage}）\t{word}\t{sentence}")
    return 1 if wrong else 0


def _rebuild(words: argparse.Namespace, campaign: "Campaign") -> int:
    from sciweek.returns.actions.subtotals import rebuild_subtotals

    print(f"已按单元格重算，改正了 {rebuild_subtotals(campaign.pk)} 个小计。")
    return 0


def _lines(found: "Sequence[Finding]") -> "Iterator[tuple[str, str]]":
    """Word and sentence of each finding; blank cells, and what there is nothing to compare with, in a line each."""
    blank = [each.codes[0] for each in found if not each.check]
    if blank:
        yield "强制性", f"{len(blank)} 格没有填：{'、'.join(blank)}"
    alone = [each.check for each in found if each.check and not each.beside]
    yield from ((each.word, each.sentence) for each in found if each.check and each.beside)
    if alone:
        yield "无法审核", f"{len(alone)} 条公式没有可比的数：{'、'.join(alone)}"
