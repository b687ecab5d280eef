"""`campaign from-notice FILE`: a draft campaign from a notice, and what a person has to check in it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciweek.campaigns.from_notice import Draft
    from sciweek.people.person import Person

PARTS = {
    "name": "名称",
    "theme": "主题",
    "dates": "起止日期",
    "doc_number": "文号",
    "duties": "任务与截止",
    "bodies": "主办、承办、协办",
    "venues": "会场",
    "streams": "内容板块",
    "sub_weeks": "主题科技周",
    "contacts": "联系方式",
}


def add(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Enter the command."""
    command = groups.add_parser("campaign", help="活动周：由通知建立")
    acts = command.add_subparsers(dest="act", metavar="操作", required=True)
    from_notice = acts.add_parser("from-notice", help="收录通知，建立一个筹备中的活动周")
    from_notice.add_argument("file", metavar="文件", help="通知：docx、doc、有文字的 PDF、网页或文本")
    from_notice.add_argument("--office", type=int, metavar="代码", help="牵头科技主管部门所在地的行政区划代码")
    from_notice.add_argument("--slug", default="", help="网址标识，默认用年份")
    command.set_defaults(run=run)


def run(words: argparse.Namespace) -> int:
    """Take the notice in, make the draft, print both; 1 with a sentence when it cannot be done."""
    import django

    django.setup()
    from sciweek.core.errors import Refused

    try:
        return _from_notice(Path(words.file), words.office, words.slug)
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
    except OSError as error:
        print(f"读不到文件“{words.file}”：{error.strerror}。请核对路径。", file=sys.stderr)
    return 1


def _from_notice(path: Path, office: int | None, slug: str) -> int:
    from django.db import transaction

    from sciweek.campaigns.actions.drafting import campaign_from_notice
    from sciweek.campaigns.content import CampaignFacts
    from sciweek.campaigns.from_notice import default_slug, draft_of
    from sciweek.notices.actions import take_in_notice
    from sciweek.notices.intake import read_file

    data = path.read_bytes()
    actor = _officer(office)
    read = read_file(data, path.name)
    draft = draft_of(read.facts)
    _tell(draft)
    if draft.start is None or draft.end is None:
        print("通知里没有读出起止日期，没有建立。请在工作台用“由通知建立”补全。", file=sys.stderr)
        return 1
    facts = CampaignFacts(
        slug=slug or default_slug(draft, actor.division_code),
        name=draft.name,
        start=draft.start,
        end=draft.end,
        theme=draft.theme,
        edition=draft.edition,
        doc_number=draft.doc_number,
    )
    with transaction.atomic():
        notice = take_in_notice(actor=actor, text=read.text, facts=read.facts, data=data, name=path.name)
        made = campaign_from_notice(actor=actor, notice_id=notice.pk, facts=facts, content=draft.content)
    print(f"已以“{actor.label}”的名义建立“{made.name}”（筹备），请在工作台核对后部署：/desk/campaigns/{made.slug}/")
    return 0


def _officer(division_code: int | None) -> "Person":
    """The longest serving officer of the science office of this place, or of the only top office."""
    from sciweek.core.errors import BadInput
    from sciweek.people.enums import OFFICERS, UnitKind
    from sciweek.people.models import Unit
    from sciweek.people.queries import lead_office, open_memberships, person_from

    if division_code is None:
        tops = list(Unit.objects.filter(kind=UnitKind.SCIENCE_OFFICE, reports_to=None, valid_to=None)[:2])
        office = tops[0] if len(tops) == 1 else None
    else:
        office = lead_office(division_code)
    if office is None:
        raise BadInput("没有找到牵头的科技主管部门。请用 --office 写明它所在地的行政区划代码，如 630000。")
    officers = open_memberships().filter(unit=office, role__in=OFFICERS).select_related("unit", "account")
    officer = officers.order_by("from_at", "pk").first()
    if officer is None:
        raise BadInput(f"{office.name}还没有管理员。请先邀请一位。")
    return person_from(officer)


def _tell(draft: "Draft") -> None:
    content = draft.content
    print(f"名称：{draft.name}\n主题：{draft.theme}\n时间：{draft.start} 至 {draft.end}\n文号：{draft.doc_number}")
    for body in content.bodies:
        print(f"{body.part.label}：{body.name}{'（牵头）' if body.is_lead else ''}")
    for venue in content.venues:
        print(f"{venue.part.label}：{venue.name}")
    for duty in content.duties:
        to = f"，报送至 {duty.address}" if duty.address else ""
        print(f"任务：{duty.title}，{duty.due_at:%Y-%m-%d %H:%M} 截止{to}")
    print(f"内容板块 {len(content.streams)} 项，主题科技周 {len(content.sub_weeks)} 个")
    print(f"联系方式 {len(content.contacts)} 条")
    for name, label in PARTS.items():
        sure = draft.sureness[name]
        hint = draft.hints.get(name, "")
        if sure.name != "TRUST" or hint:
            print(f"  {sure.value}：{label}{f'（{hint}）' if hint else ''}")
