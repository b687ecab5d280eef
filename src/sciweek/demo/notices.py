"""The notice of a week in the demo: what the lead office writes, the joint hosts' word, and how a prefecture forwards it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sciweek.campaigns.actions.notices import circulate_notice, cosign_notice, issue_notice, save_notice
from sciweek.campaigns.models import Campaign
from sciweek.campaigns.papers.facts import NoticeTexts
from sciweek.campaigns.queries.cosigning import hosts_to_ask
from sciweek.campaigns.queries.notices import default_texts, notice_of
from sciweek.core import clock
from sciweek.people.models import Unit
from sciweek.people.person import Person

BACKGROUND = "为让科学走近群众、让创新成为风尚，在全省营造热爱科学、崇尚科学的社会氛围，按照全国科技活动周的统一安排，作出如下部署。"
REQUIREMENTS = """精心组织。各地各单位要结合实际制定方案，厉行节约，务求实效，把展教具和讲解送到乡镇、学校和牧区。
确保安全。每项活动都要制定安全工作方案和应急预案，主动与公安、消防等部门会商，落实安全责任。
加强宣传。充分运用报刊、广播、电视和新媒体，扩大活动的影响面和覆盖面。"""
RECIPIENTS = "各市（州）科技局、党委宣传部、科协，省直有关单位，各高等院校、科研院所、科普基地"
PREFECTURE = {
    "recipients": "各县（市、区）科技局，市直有关单位",
    "requirements": "抓紧部署。各县（市、区）要确定专人负责，收到本通知后一周内报送活动方案。\n"
    "把好质量。报表和总结由单位负责人审签后再报，数字与签到记录一致。",
    "contact_phone": "0971-5550168",
    "contact_email": "xnkjz@example.cn",
    "openness": "此件公开发布",
}


def send_out(lead: Person, everybody: Iterable[Person], campaign: Campaign, since: datetime) -> None:
    """The lead writes the notice, the joint hosts agree to it, and it goes out."""
    people = {person.unit_id: person for person in everybody}
    hosts = [people[unit_id] for unit_id, _name in hosts_to_ask(campaign) if unit_id in people]
    texts = NoticeTexts(
        recipients=RECIPIENTS,
        doc_number=default_texts(campaign, campaign.office).doc_number,
        background=BACKGROUND,
        requirements=REQUIREMENTS,
        openness="此件公开发布",
    )
    with clock.at(since):
        save_notice(actor=lead, campaign_id=campaign.pk, version=0, texts=texts)
        seen = _seen(campaign, campaign.office)
        if hosts:
            circulate_notice(actor=lead, campaign_id=campaign.pk, seen=seen)
    for number, host in enumerate(hosts, 1):
        with clock.at(since + timedelta(hours=number)):
            cosign_notice(actor=host, campaign_id=campaign.pk, seen=seen, agrees=True)
    with clock.at(since + timedelta(hours=6)):
        issue_notice(actor=lead, campaign_id=campaign.pk, seen=seen)


def forward(officer: Person, campaign: Campaign, at: datetime) -> None:
    """A prefecture's office forwards the notice, with the dates by which it collects."""
    with clock.at(at):
        texts = NoticeTexts(**PREFECTURE, contact_name=officer.name)
        save_notice(actor=officer, campaign_id=campaign.pk, version=0, texts=texts)
        seen = _seen(campaign, Unit.objects.get(pk=officer.unit_id))
        issue_notice(actor=officer, campaign_id=campaign.pk, seen=seen)


def _seen(campaign: Campaign, office: Unit) -> str:
    """The content that would go out now."""
    found = notice_of(campaign, office)
    if found is None:
        raise ValueError("the demo's prefecture has nothing to forward")
    return found.fingerprint
