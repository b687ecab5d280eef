"""A week with a joint host and two returns that count: what the tests of actions and pages stand on."""

from dataclasses import dataclass

import pytest

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.actions.drafting import create_campaign
from sciweek.campaigns.content import BodyFacts
from sciweek.campaigns.enums import BodyPart, DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.materials.actions.pictures import PictureFacts
from sciweek.materials.models import Picture
from sciweek.people.enums import Role, UnitKind
from sciweek.people.person import Person
from sciweek.report.actions.cosigning import circulate, cosign
from sciweek.report.actions.issuing import issue_report
from sciweek.report.models import Snapshot
from sciweek.report.queries.editions import Report, report_of
from tests.factories.campaigns import (
    BEFORE,
    PROVINCE,
    Province,
    campaign_facts,
    content,
    duty_facts,
    make_person,
    make_unit,
)
from tests.factories.materials import FOUR, handed_in, pictured
from tests.factories.returns import AFTER, accepted


@dataclass(slots=True)
class ReportedWeek:
    """The province, its joint host, and the campaign; the school and the institute are counted."""

    province: Province
    host: Person
    campaign: Campaign

    @property
    def lead(self) -> Person:
        return self.province.officer

    @property
    def chain(self) -> list[Person]:
        return [self.province.county_officer, self.province.prefecture_officer, self.province.officer]

    def now(self) -> Report:
        """The report as it stands."""
        return report_of(Campaign.objects.select_related("office", "previous").get(pk=self.campaign.pk))

    def one_more(self) -> None:
        """Another return is accepted by everybody."""
        accepted(make_person(self.province.schools[1]), self.campaign, self.chain)

    def shown(self, *colours: str, facts: PictureFacts | None = None, handed: bool = True) -> list[Picture]:
        """Pictures of the school; it hands them in unless told otherwise."""
        made = pictured(self.province.filler, self.campaign, *colours, facts=facts)
        if handed:
            handed_in(self.province.filler, self.campaign, DutyKind.PICTURES)
        return made

    def agreed(self) -> str:
        """Send the report round and let the host agree; the content that it agreed to."""
        seen = self.now().fingerprint
        circulate(actor=self.lead, campaign_id=self.campaign.pk, seen=seen)
        cosign(actor=self.host, campaign_id=self.campaign.pk, seen=seen, agrees=True)
        return seen

    def issued(self) -> Snapshot:
        """An edition that has gone out."""
        return issue_report(actor=self.lead, campaign_id=self.campaign.pk, seen=self.agreed())


def reported_week(*, counted: bool = True) -> ReportedWeek:
    """The week, made by the rooms' own actions; without `counted` nobody has reported yet."""
    with clock.at(BEFORE):
        province = Province()
        association = make_unit("测试省科学技术协会", code=PROVINCE, under=province.office, kind=UnitKind.ASSOCIATION)
        bodies = [
            BodyFacts(part=BodyPart.HOST, name="测试省科学技术厅", is_lead=True),
            BodyFacts(part=BodyPart.HOST, name=association.name),
            BodyFacts(part=BodyPart.HOST, name="没有登记的主办单位"),
        ]
        duties = [duty_facts(kind) for kind in FOUR]
        draft = create_campaign(
            actor=province.officer, facts=campaign_facts(), content=content(bodies=bodies, duties=duties)
        )
        campaign = call_campaign(actor=province.officer, campaign_id=draft.pk)
        host = make_person(association, Role.JOINT_HOST)
    made = ReportedWeek(province, host, campaign)
    if counted:
        with clock.at(AFTER):
            accepted(province.filler, campaign, made.chain)
            accepted(make_person(province.institute), campaign, [province.officer])
    return made


@pytest.fixture
def week(db):
    made = reported_week()
    with clock.at(AFTER):
        yield made
