"""A week that a science office and an association host together: what the tests of its notice stand on."""

from dataclasses import dataclass

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.actions.drafting import create_campaign
from sciweek.campaigns.actions.notices import circulate_notice, cosign_notice, issue_notice
from sciweek.campaigns.content import BodyFacts
from sciweek.campaigns.enums import BodyPart
from sciweek.campaigns.models import Campaign, IssuedNotice
from sciweek.campaigns.queries.notices import OwnNotice, notice_of
from sciweek.people.enums import Role, UnitKind
from sciweek.people.models import Unit
from sciweek.people.person import Person
from tests.factories.campaigns import PROVINCE, Province, campaign_facts, content, make_person, make_unit


@dataclass(slots=True)
class HostedWeek:
    """The province, its joint host, and the campaign."""

    province: Province
    host: Person
    pk: int

    @property
    def lead(self) -> Person:
        return self.province.officer

    @property
    def campaign(self) -> Campaign:
        return Campaign.objects.select_related("office", "notice", "previous").get(pk=self.pk)

    @property
    def page(self) -> str:
        return f"/desk/campaigns/{self.campaign.slug}/notice/"

    def now(self, office: Unit | None = None) -> OwnNotice:
        """The notice as it stands, of the lead unless another office is named."""
        found = notice_of(self.campaign, office or self.province.office)
        assert found is not None
        return found

    def agreed(self) -> str:
        """Send the notice round and let the host agree; the content that it agreed to."""
        seen = self.now().fingerprint
        circulate_notice(actor=self.lead, campaign_id=self.pk, seen=seen)
        cosign_notice(actor=self.host, campaign_id=self.pk, seen=seen, agrees=True)
        return seen

    def issued(self) -> IssuedNotice:
        """The lead's notice, gone out."""
        return issue_notice(actor=self.lead, campaign_id=self.pk, seen=self.agreed())

    def call(self) -> None:
        """Everybody gets dates."""
        call_campaign(actor=self.lead, campaign_id=self.pk)


def hosted_week() -> HostedWeek:
    """The week as a draft."""
    province = Province()
    association = make_unit("测试省科学技术协会", code=PROVINCE, under=province.office, kind=UnitKind.ASSOCIATION)
    bodies = [
        BodyFacts(part=BodyPart.HOST, name=province.office.name, is_lead=True),
        BodyFacts(part=BodyPart.HOST, name=association.name),
        BodyFacts(part=BodyPart.HOST, name="没有登记的主办单位"),
    ]
    made = create_campaign(actor=province.officer, facts=campaign_facts(), content=content(bodies=bodies))
    return HostedWeek(province, make_person(association, Role.JOINT_HOST), made.pk)
