"""What the demo's joint host and lead say to each other about a week."""

from datetime import datetime, timedelta

from sciweek.campaigns.actions.hosting import answer_remark, remark_on
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.people.person import Person

SETTLED = ("开幕式建议安排新闻发布，媒体名单由我们提供。", "同意，新闻发布列入开幕式流程，请于开幕前一周提供名单。")
OPEN = "建议增加一场走进校园的报告会，我们可以联系报告人。"


def talk(*, host: Person, lead: Person, campaign: Campaign, since: datetime) -> None:
    """One remark that is answered and settled, and one about the campaign's third stream that still waits."""
    with clock.at(since):
        first = remark_on(actor=host, campaign_id=campaign.pk, text=SETTLED[0])
    with clock.at(since + timedelta(hours=5)):
        answer_remark(actor=lead, remark_id=first.pk, text=SETTLED[1], settles=True)
    third = campaign.streams.order_by("position").values_list("name", flat=True)[2:3].first() or ""
    with clock.at(since + timedelta(hours=8)):
        remark_on(actor=host, campaign_id=campaign.pk, text=OPEN, about=third)
