"""`report`: the consolidated report of a campaign, as docx and xlsx."""

import argparse
from pathlib import Path


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("report", help="生成综合报告：Word 和 Excel")
    command.add_argument("campaign", metavar="活动周", help="网址标识，如 qinghai-2023")
    command.add_argument("--level", choices=("province",), default="province", help="哪一级的报告")
    command.add_argument("--out", default=".", help="放到哪个目录")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Write both files; the campaign must have been called."""
    import django

    django.setup()
    from sciweek.campaigns.models import Campaign
    from sciweek.report.queries import facts_of
    from sciweek.report.writing import write_data_book, write_document

    campaign = Campaign.objects.select_related("office", "previous").filter(slug=words.campaign).first()
    if campaign is None or campaign.called_at is None:
        known = "、".join(Campaign.objects.exclude(called_at=None).values_list("slug", flat=True)) or "没有"
        raise SystemExit(f"没有部署过的活动周“{words.campaign}”。已部署的：{known}。")
    folder = Path(words.out)
    folder.mkdir(parents=True, exist_ok=True)
    facts = facts_of(campaign)
    for name, write in (("report.docx", write_document), ("data-book.xlsx", write_data_book)):
        with (folder / name).open("wb") as out:
            write(facts, out)
        print(folder / name)
    return 0
