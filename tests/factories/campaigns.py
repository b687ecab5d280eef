"""A small province for tests: three levels of science offices, units, people, and a campaign of the top office."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sciweek.campaigns.actions.drafting import create_campaign
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
from sciweek.campaigns.models import Body, Campaign
from sciweek.core import clock
from sciweek.people.enums import OFFICER_AT, Level, Role, UnitKind
from sciweek.people.lines import line_under
from sciweek.people.models import Account, Membership, Unit
from sciweek.people.person import Person
from sciweek.people.queries import person_from
from sciweek.places.codes import level_of, parent_of
from sciweek.places.models import Division

PROVINCE, PREFECTURE, COUNTY, OTHER_COUNTY = 630000, 630100, 630102, 630103
BEFORE = datetime(2023, 4, 12, 2, tzinfo=clock.SHANGHAI)
"""A moment at which the campaign of `campaign_facts` may be prepared and called."""


def division(code: int) -> Division:
    """The division of this code; made where an earlier test emptied the table."""
    found = Division.objects.filter(code=code, valid_to=None).first()
    if found is not None:
        return found
    above = parent_of(code)
    parent = division(above) if above else None
    return Division.objects.create(
        code=code, name=f"区划{code}", short_name=f"区划{code}", level=level_of(code), parent=parent
    )


def make_unit(
    name: str,
    *,
    code: int = COUNTY,
    under: Unit | None = None,
    kind: UnitKind = UnitKind.SCHOOL,
    level: Level | None = None,
) -> Unit:
    """A unit with its line."""
    unit = Unit.objects.create(
        name=name,
        short_name=name[-6:],
        kind=kind,
        level=level or Level(level_of(code)),
        division=division(code),
        division_code=code,
        reports_to=under,
    )
    unit.line = line_under(under.line if under else "", unit.pk)
    unit.save(update_fields=["line"])
    return unit


def make_person(unit: Unit, role: Role | None = None, *, email: str | None = None) -> Person:
    """Somebody who works in the unit: an officer of an office, a filler of any other unit, unless told otherwise."""
    if role is None:
        role = OFFICER_AT[Level(unit.level)] if unit.kind == UnitKind.SCIENCE_OFFICE else Role.UNIT_OFFICER
    number = Account.objects.count() + 1
    address = f"person{number}@example.cn" if email is None else email
    account = Account.objects.create(
        username=f"person{number}", name=f"测试员{number}", email=address, created_at=clock.now()
    )
    membership = Membership.objects.create(account=account, unit=unit, role=role, from_at=clock.now())
    return person_from(Membership.objects.select_related("unit", "account").get(pk=membership.pk))


@dataclass(slots=True)
class Province:
    """Offices of three levels with an officer each, two schools in the county, one institute under the province."""

    office: Unit = field(init=False)
    prefecture: Unit = field(init=False)
    county: Unit = field(init=False)
    schools: list[Unit] = field(init=False)
    institute: Unit = field(init=False)
    officer: Person = field(init=False)
    prefecture_officer: Person = field(init=False)
    county_officer: Person = field(init=False)
    filler: Person = field(init=False)

    def __post_init__(self) -> None:
        science = UnitKind.SCIENCE_OFFICE
        self.office = make_unit("测试省科学技术厅", code=PROVINCE, kind=science)
        self.prefecture = make_unit("测试市科学技术局", code=PREFECTURE, under=self.office, kind=science)
        self.county = make_unit("测试县科学技术局", code=COUNTY, under=self.prefecture, kind=science)
        self.schools = [make_unit(f"测试县第{number}中学", under=self.county) for number in ("一", "二")]
        self.institute = make_unit("测试省研究所", code=PROVINCE, under=self.office, kind=UnitKind.INSTITUTE)
        self.officer = make_person(self.office)
        self.prefecture_officer = make_person(self.prefecture)
        self.county_officer = make_person(self.county)
        self.filler = make_person(self.schools[0])

    @property
    def everybody(self) -> dict[str, Person]:
        """The four people by what they are."""
        return {
            "province": self.officer,
            "prefecture": self.prefecture_officer,
            "county": self.county_officer,
            "unit": self.filler,
        }


def campaign_facts(**changes: object) -> CampaignFacts:
    """The facts of a campaign in May."""
    facts: dict[str, object] = {
        "slug": "spring",
        "name": "测试省科技活动周",
        "theme": "热爱科学",
        "start": date(2023, 5, 20),
        "end": date(2023, 5, 31),
    }
    return CampaignFacts(**{**facts, **changes})  # type: ignore[arg-type]


def duty_facts(kind: DutyKind = DutyKind.RETURN, due: date = date(2023, 6, 15), title: str = "") -> DutyFacts:
    """One thing that is asked for."""
    return DutyFacts(kind=kind, title=title or str(kind.label), due_at=clock.end_of(due), address="kjz@example.cn")


def content(**changes: object) -> Content:
    """The lists of a campaign: two duties, a lead host and an organiser, one of each other."""
    lists: dict[str, object] = {
        "streams": [StreamFacts(name="开展群众性科技活动", description="展览和讲座")],
        "sub_weeks": [SubWeekFacts(name="气象科技周", agency="测试省气象局")],
        "bodies": [
            BodyFacts(part=BodyPart.HOST, name="测试省科学技术厅", is_lead=True),
            BodyFacts(part=BodyPart.ORGANISER, name="没有登记的单位"),
        ],
        "venues": [VenueFacts(part=VenuePart.MAIN, name="湖畔广场")],
        "duties": [duty_facts(), duty_facts(DutyKind.SUMMARY)],
        "contacts": [("测试省科学技术厅", "安若水", "0971-5550123", "")],
    }
    return Content(**{**lists, **changes})  # type: ignore[arg-type]


def make_campaign(actor: Person, **changes: object) -> Campaign:
    """A draft of the actor's office with the lists of `content`."""
    return create_campaign(actor=actor, facts=campaign_facts(**changes), content=content())


def host_jointly(campaign: Campaign, unit: Unit) -> Body:
    """Enter a unit as a host beside the lead, also after the call."""
    return Body.objects.create(campaign=campaign, position=99, part=BodyPart.HOST, name=unit.name, unit=unit)
