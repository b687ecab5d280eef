"""A week as papers see it, with everything or with nothing."""

from datetime import date

from sciweek.campaigns.content import (
    BodyFacts,
    CampaignFacts,
    Content,
    DutyFacts,
    StreamFacts,
    SubWeekFacts,
    VenueFacts,
)
from sciweek.campaigns.enums import BodyPart, DutyKind, VenuePart
from sciweek.campaigns.papers.facts import Attachment, Cited, DueThing, ForwardFacts, NoticeFacts, NoticeTexts
from sciweek.core.clock import end_of, instant
from sciweek.documents.papers import blocks as b
from sciweek.people.enums import Level

DAY = date(2023, 4, 10)
DUE = end_of(date(2023, 6, 15))
LEAD, HOSTS = "某某省科学技术厅", ("中共某某省委宣传部", "某某省科学技术协会")


def week(**changes):
    facts = {"slug": "w", "name": "某某省科技活动周", "start": date(2023, 5, 20), "end": date(2023, 5, 31)}
    return CampaignFacts(**{**facts, **changes})


def full():
    return Content(
        streams=[
            StreamFacts(name="弘扬科学家精神", description="组织报告团进校园", owner=HOSTS[1]),
            StreamFacts(name="开展科技惠民服务"),
        ],
        sub_weeks=[SubWeekFacts(name="气象科技周", agency="某某省气象局"), SubWeekFacts(name="公众科学日")],
        bodies=[
            BodyFacts(part=BodyPart.HOST, name=HOSTS[0]),
            BodyFacts(part=BodyPart.HOST, name=LEAD, is_lead=True),
            BodyFacts(part=BodyPart.HOST, name=HOSTS[1]),
            BodyFacts(part=BodyPart.ORGANISER, name="某某研究所"),
            BodyFacts(part=BodyPart.CO_ORGANISER, name="某某省教育厅"),
        ],
        venues=[
            VenueFacts(part=VenuePart.MAIN, name="湖畔广场", address="城东区湖滨路1号"),
            VenueFacts(part=VenuePart.BRANCH, name="科技馆"),
            VenueFacts(part=VenuePart.BRANCH, name="图书馆"),
        ],
        duties=[
            DutyFacts(kind=DutyKind.RETURN, title="情况统计表", due_at=DUE, address="kjz@example.cn"),
            DutyFacts(
                kind=DutyKind.SUMMARY, title="工作总结", due_at=DUE, address="kjz@example.cn", instructions="3000字以内"
            ),
            DutyFacts(kind=DutyKind.OTHER, title="重点项目备案表", due_at=instant(date(2023, 4, 24), 18)),
        ],
        contacts=[(LEAD, "安若水", "0971-5550123", ""), ("", "才让卓", "", "crz@example.cn"), ("某某处", "", "", "")],
    )


def facts(content=None, *, superior=None, attached=True, **texts):
    form = Attachment("情况统计表", [b.Table("表", ("代码",), [("A01",)], (20,))], DutyKind.RETURN)
    return NoticeFacts(
        week=week(theme="热爱科学 崇尚科学") if content is None else week(),
        content=full() if content is None else content,
        office=LEAD,
        level=Level.PROVINCE,
        superior=superior,
        attachments=[form] if attached else [],
        texts=NoticeTexts(**texts),
        day=DAY,
    )


def forwarded(*, due=True, **texts):
    return ForwardFacts(
        office="某某市科学技术局",
        superior=Cited("关于举办某某省科技活动周的通知", "某科发普〔2023〕8号", [LEAD, *HOSTS]),
        due=[DueThing(DutyKind.RETURN, "情况统计表", end_of(date(2023, 6, 13)), "sk@example.cn")] if due else [],
        texts=NoticeTexts(**texts),
        day=DAY,
    )


SUPERIOR = Cited("科技部关于举办全国科技活动周的通知", "国科函才〔2023〕65号")
