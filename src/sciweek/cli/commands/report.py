"""`report`: the package for the level above, as it would be written now: docx, pdf, xlsx, csv, json, zip."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciweek.campaigns.models import Campaign
    from sciweek.people.models import Unit

LEVELS = {"province": "PROVINCE", "prefecture": "PREFECTURE", "county": "COUNTY"}


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("report", help="生成报送材料：Word、PDF、Excel、CSV、JSON 和压缩包")
    command.add_argument("campaign", metavar="活动周", help="网址标识，如 qinghai-2023")
    command.add_argument("--level", choices=tuple(LEVELS), default="province", help="哪一级的报告")
    command.add_argument("--place", type=int, help="市州或县区的行政区划代码，如 630100；只有一个单位时可以不写")
    command.add_argument("--out", default=".", help="放到哪个目录")
    command.add_argument("--brief", action="store_true", help="只生成今日简报（Word 和 PDF）")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Write every file; the campaign must have been called."""
    import django

    django.setup()
    from sciweek.campaigns.models import Campaign
    from sciweek.report.files.package import BRIEFS, brief_of, files_of, signs_without_glyph, zip_of
    from sciweek.report.queries.editions import layout_of, report_of
    from sciweek.report.queries.facts import submitted_on
    from sciweek.report.queries.lists import lists_of
    from sciweek.report.queries.own import own_content

    campaign = Campaign.objects.select_related("office", "previous").filter(slug=words.campaign).first()
    if campaign is None or campaign.called_at is None:
        known = "、".join(Campaign.objects.exclude(called_at=None).values_list("slug", flat=True)) or "没有"
        raise SystemExit(f"没有部署过的活动周“{words.campaign}”。已部署的：{known}。")
    folder = Path(words.out)
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    office = _office(campaign, words)
    content = own_content(campaign, office) if office else report_of(campaign).content
    if words.brief:
        today = submitted_on(campaign, content.facts.written)
        files = [brief_of(content, today, ending) for ending in BRIEFS]
    else:
        files = files_of(content, lists_of(campaign, office), None if office else layout_of(campaign))
        files.append(zip_of(content, files))
    for made in files:
        (folder / made.name).write_bytes(made.data)
        print(folder / made.name)
    for missing in signs_without_glyph(content):
        print(f"PDF 里印成“〓”：{missing.sign}（{missing.code}），在“{missing.text[:30]}”中")
    print(f"用时 {time.perf_counter() - begun:.1f} 秒。")
    return 0


def _office(campaign: "Campaign", words: argparse.Namespace) -> "Unit | None":
    """The office whose own report is asked for; None for the lead office's."""
    from sciweek.people.enums import Level
    from sciweek.report.queries.own import offices_of

    if Level[LEVELS[words.level]] == campaign.office.level:
        return None
    if words.brief:
        raise SystemExit("简报只有牵头单位的，请不要同时写 --brief 和 --level。")
    offices = list(offices_of(campaign, Level[LEVELS[words.level]]).select_related("reports_to"))
    found = [each for each in offices if words.place in {None, each.division_code}]
    if len(found) == 1:
        return found[0]
    known = "、".join(f"{each.division_code} {each.label}" for each in offices) or "没有"
    raise SystemExit(f"请用 --place 写明一个地区的行政区划代码。这一级验收报表的单位：{known}。")
