"""A province full of returns, laid down at once.

Units and cells are written in bulk: 150,000 returns through the filling page's actions take hours. The campaign is called
and the returns are opened by the rooms' own actions, and what is measured afterwards goes through the actions again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from random import Random
from typing import TypeVar

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.actions.drafting import create_campaign
from sciweek.campaigns.content import BodyFacts, CampaignFacts, Content, DutyFacts
from sciweek.campaigns.enums import BodyPart, DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.audit import SYSTEM
from sciweek.people.enums import OFFICER_AT, Level, Role, UnitKind
from sciweek.people.lines import line_under
from sciweek.people.models import Account, Membership, Unit
from sciweek.people.person import Person
from sciweek.people.queries import person_from
from sciweek.places.models import Division
from sciweek.places.queries import subtree_of
from sciweek.returns.actions.filling import open_returns
from sciweek.returns.actions.forms import make_form
from sciweek.returns.actions.subtotals import rebuild_subtotals
from sciweek.returns.enums import CellState, ValueKind
from sciweek.returns.models import Cell, FormItem, Indicator, Return
from sciweek.returns.template import FormText, GroupText, ItemText, shipped
from sciweek.review.models import Track
from sciweek.review.transitions import Stage

PROVINCE = 630000
BEFORE = datetime(2023, 4, 12, 10, tzinfo=clock.SHANGHAI)
AFTER = datetime(2023, 6, 5, 10, tzinfo=clock.SHANGHAI)
BATCH = 5_000


@dataclass(slots=True)
class Laid:
    """What was laid down: the campaign, its officers by unit, and everything's ids."""

    campaign: Campaign
    officers: dict[int, Person]
    units: list[Unit]
    ret_ids: list[int]


def lay(returns: int, indicators: int = 0, *, reported: bool = True) -> Laid:
    """So many units with a return each, of so many indicators (0: the shipped form with its checks).

    `reported` fills and submits them, about nine of ten accepted by one office or more, as on a day in June.
    """
    draw = Random(7)
    with clock.at(BEFORE):
        offices = _offices()
        units = _units(offices, returns)
        officers = {unit.pk: _person(unit) for unit in offices.values()}
        lead = officers[offices[PROVINCE].pk]
        campaign = create_campaign(actor=lead, facts=_facts(), content=_content())
        if indicators:
            make_form(actor=lead, campaign_id=campaign.pk, template=_form(indicators))
        call_campaign(actor=lead, campaign_id=campaign.pk)
        campaign.refresh_from_db()
        open_returns(actor=SYSTEM, campaign=campaign)
    ret_ids = list(Return.objects.filter(campaign=campaign).order_by("pk").values_list("pk", flat=True))
    if reported:
        _report(campaign, draw)
    return Laid(campaign, officers, units, ret_ids)


def filler_of(unit: Unit) -> Person:
    """Somebody who fills for the unit."""
    return _person(unit, Role.UNIT_OFFICER)


def _offices() -> dict[int, Unit]:
    """The science office of each division, the higher first."""
    made: dict[int, Unit] = {}
    for place in subtree_of(PROVINCE):
        above = made.get(place.code // 100 * 100) or made.get(PROVINCE)
        made[place.code] = _unit(f"{place.name}科学技术局", place, UnitKind.SCIENCE_OFFICE, above)
    return made


def _unit(name: str, place: Division, kind: UnitKind, above: Unit | None) -> Unit:
    unit = Unit.objects.create(
        name=name, kind=kind, level=Level(place.level), division=place, division_code=place.code, reports_to=above
    )
    unit.line = line_under(above.line if above else "", unit.pk)
    unit.save(update_fields=["line"])
    return unit


def _units(offices: dict[int, Unit], count: int) -> list[Unit]:
    """As many units under the county offices, bar the offices that report themselves."""
    counties = [unit for unit in offices.values() if unit.level == Level.COUNTY]
    units = [
        Unit(
            name=f"第{number}中学",
            kind=UnitKind.SCHOOL,
            level=Level.COUNTY,
            division_id=(above := counties[number % len(counties)]).division_id,
            division_code=above.division_code,
            reports_to=above,
        )
        for number in range(count - len(offices) + 1)
    ]
    for batch in _batches(units):
        Unit.objects.bulk_create(batch)
    for unit in units:
        unit.line = line_under(unit.reports_to.line if unit.reports_to else "", unit.pk)
    for batch in _batches(units):
        Unit.objects.bulk_update(batch, ["line"], batch_size=500)
    return units


def _person(unit: Unit, role: Role | None = None) -> Person:
    account = Account.objects.create(username=f"u{unit.pk}", name=f"办事员{unit.pk}", created_at=clock.now())
    role = role or OFFICER_AT[Level(unit.level)]
    membership = Membership.objects.create(account=account, unit=unit, role=role, from_at=clock.now())
    return person_from(Membership.objects.select_related("unit", "account").get(pk=membership.pk))


def _facts() -> CampaignFacts:
    return CampaignFacts(
        slug="bench", name="测量用科技活动周", theme="测量", start=date(2023, 5, 20), end=date(2023, 5, 31)
    )


def _content() -> Content:
    due = DutyFacts(kind=DutyKind.RETURN, title="统计表", due_at=clock.end_of(date(2023, 6, 15)), address="")
    host = BodyFacts(part=BodyPart.HOST, name="测量用主办单位", is_lead=True)
    return Content(streams=[], sub_weeks=[], bodies=[host], venues=[], duties=[due], contacts=[])


def _form(indicators: int) -> FormText:
    """A form of so many figures, one of six in money."""
    items = [
        ItemText(
            f"X{n:03d}",
            f"指标{n}",
            "万元" if n % 6 == 0 else "次",
            ValueKind.MONEY if n % 6 == 0 else ValueKind.INTEGER,
        )
        for n in range(1, indicators + 1)
    ]
    return FormText(shipped().title, "", "", "", [GroupText("X", "全部", "", items)], ())


def _report(campaign: Campaign, draw: Random) -> None:
    """Cells of every return, and stages: 4 % draft, 4 % sent back, 10 % submitted, the rest accepted to some depth."""
    tracks = _tracks(campaign)
    for track in tracks:
        chance = draw.random()
        if chance < 0.04:
            continue
        if chance < 0.08:
            track.stage = Stage.SENT_BACK.value
            continue
        track.submitted_at = track.first_submitted_at = AFTER
        taken = 0 if chance < 0.18 else draw.randint(1, track.offices)
        track.accepted = taken
        track.stage = Stage.ACCEPTED.value if taken == track.offices else Stage.SUBMITTED.value
        track.waiting_for_id = None if taken == track.offices else track.chain_ids[taken]  # type: ignore[attr-defined]
    for batch in _batches(tracks):
        Track.objects.bulk_update(
            batch, ["stage", "accepted", "waiting_for", "submitted_at", "first_submitted_at"], batch_size=300
        )
    for batch in _batches(_cells(campaign, draw)):
        Cell.objects.bulk_create(batch, batch_size=BATCH)
    rebuild_subtotals(campaign.pk)


def _tracks(campaign: Campaign) -> list[Track]:
    """The campaign's tracks, each with the ids of its offices as `chain_ids`."""
    ids = Return.objects.filter(campaign=campaign).values("track_id")
    tracks = list(Track.objects.filter(pk__in=ids).prefetch_related("chain"))
    for track in tracks:
        track.chain_ids = [office.office_id for office in track.chain.all()]  # type: ignore[attr-defined]
    return tracks


def _cells(campaign: Campaign, draw: Random) -> Iterator[Cell]:
    """Nine of ten cells answered: a fifth 0, some `-`, the rest up to some thousands."""
    asked = FormItem.objects.filter(form__campaign=campaign).values("indicator")
    indicators = list(Indicator.objects.filter(pk__in=asked).order_by("code"))
    for ret_id in Return.objects.filter(campaign=campaign).values_list("pk", flat=True):
        for indicator in indicators:
            chance = draw.random()
            if chance < 0.06:
                continue
            state = CellState.NONE if chance < 0.1 else CellState.VALUE
            unit = 10_000 if indicator.kind == ValueKind.MONEY else 1
            value = None if state == CellState.NONE else 0 if chance < 0.3 else draw.randint(1, 5_000) * unit
            yield Cell(campaign=campaign, ret_id=ret_id, indicator=indicator, state=state.value, value=value)


Row = TypeVar("Row")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    each = iter(rows)
    while batch := list(islice(each, BATCH)):
        yield batch
