"""The report of a week in the demo: what the lead office writes, the joint hosts' word, and the edition that goes out."""

from collections.abc import Iterable

from sciweek.campaigns.models import Campaign
from sciweek.campaigns.queries.cosigning import hosts_to_ask
from sciweek.people.person import Person
from sciweek.report.actions.cosigning import circulate, cosign
from sciweek.report.actions.drafting import save_draft
from sciweek.report.actions.issuing import issue_report
from sciweek.report.actions.pictures import pick_pictures
from sciweek.report.content import Texts
from sciweek.report.queries.editions import report_of
from sciweek.report.queries.pictures import offered

PICTURES = 6

WRITTEN = Texts(
    number="",
    highlights=(
        "把课堂搬到湖畔和草原。各地依托科普基地、流动科技馆和乡镇文化站，把展教具送到学校和牧区定居点，讲解同时使用汉语和藏语。\n"
        "让科研人员走到台前。科研院所、高等院校开放实验室，科研人员当讲解员，带公众看样品、做小实验。\n"
        "用一张表管到底。活动由主办单位报一次，人次以现场签到为准，各级逐级验收，数字随时可以追到来源。"
    ),
    problems=(
        "活动集中在城区，边远乡镇以发放资料为主，互动体验少。\n线上观看人次口径还不够一致，个别单位把观看时长当作人次。"
    ),
    plans="明年提前布置，向乡镇倾斜展教具和讲解力量；统一线上人次的统计口径。建议在全国层面明确直播观看人次的计算办法。",
)


def write_report(lead: Person, campaign: Campaign) -> None:
    """The lead office writes what the figures do not say, and picks pictures from as many places as there are."""
    save_draft(actor=lead, campaign_id=campaign.pk, version=0, texts=WRITTEN)
    firsts: dict[int, int] = {}
    for pk, place in offered(campaign).order_by("pk").values_list("pk", "placement__division_code"):
        firsts.setdefault(place // 100, pk)
    if firsts:
        pick_pictures(actor=lead, campaign_id=campaign.pk, picture_ids=list(firsts.values())[:PICTURES])


def go_out(lead: Person, everybody: Iterable[Person], campaign: Campaign) -> None:
    """The joint hosts agree, and the edition goes out."""
    people = {person.unit_id: person for person in everybody}
    seen = report_of(campaign, proven=False).fingerprint
    hosts = [people[unit_id] for unit_id, _name in hosts_to_ask(campaign) if unit_id in people]
    if hosts:
        circulate(actor=lead, campaign_id=campaign.pk, seen=seen)
    for host in hosts:
        cosign(actor=host, campaign_id=campaign.pk, seen=seen, agrees=True)
    issue_report(actor=lead, campaign_id=campaign.pk, seen=seen)
