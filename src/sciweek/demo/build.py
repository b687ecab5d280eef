"""Builds the demo province by replaying actions in the order of time, with the domain clock set to each moment.

Two campaigns: the one before, complete, and the present one, stopped either in the week itself or in the last days
before the date. One replay makes both: the database is copied when the clock passes the first moment.
"""

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from sciweek.campaigns.actions.calling import call_campaign, close_campaign
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.audit import SYSTEM
from sciweek.core.audit.acts import seal
from sciweek.core.errors import BadInput
from sciweek.demo import materials
from sciweek.demo.accounts import PASSWORD
from sciweek.demo.cast import SEED, Place, UnitPart, people, phones, units
from sciweek.demo.entering import Aside
from sciweek.demo.explaining import explain_open, list_unit
from sciweek.demo.figures import Figures
from sciweek.demo.hosts import talk
from sciweek.demo.materials import Act, Part
from sciweek.demo.moments import MOMENTS, Week, weeks
from sciweek.demo.notices import forward, send_out
from sciweek.demo.parts import members
from sciweek.demo.reporting import go_out, write_report
from sciweek.demo.week import open_week
from sciweek.documents.sheets.reading import Sheet, SheetRow
from sciweek.people.actions.invitations import Invitee, accept_invitation, invite, invite_first
from sciweek.people.actions.units import UnitFacts, found_top_office
from sciweek.people.enums import OFFICER_AT, Level, Role, UnitKind
from sciweek.people.importing import blank_columns, import_units
from sciweek.people.models import Membership, Unit
from sciweek.people.person import Person
from sciweek.people.queries import person_from
from sciweek.places.queries import subtree_of
from sciweek.returns.actions.filling import open_returns, save_cells, save_cover
from sciweek.returns.actions.passing import accept_return, send_back_return, submit_return
from sciweek.returns.models import Return

PROVINCE = 630000
# By unit and campaign: the id of the return, and what its form says.
_OPENED: dict[tuple[int, int], int] = {}
_TYPED: dict[tuple[int, int], Mapping[str, str]] = {}
SPECIAL = (
    (Role.AUDITOR, "audit"),
    (Role.SECURITY_ADMINISTRATOR, "security"),
    (Role.SYSTEM_ADMINISTRATOR, "system"),
)


@dataclass(slots=True)
class Troupe:
    """Who has come so far: one person a unit who answers for it, and made-up names and numbers for the rest."""

    names: Iterator[str] = field(default_factory=people)
    numbers: Iterator[str] = field(default_factory=phones)
    answers_for: dict[int, Person] = field(default_factory=dict)


def build(folder: Path, say: Callable[[str], None] = print) -> None:
    """Fill the empty database of this process, and leave a copy of it as of each moment in `folder`."""
    draw = random.Random(SEED)
    troupe = Troupe()
    before, now = weeks()
    with clock.at(before.notice_day - timedelta(days=30)):
        _found(troupe)
    say("单位和人员已登记。")
    _replay(before, troupe, draw, until=None)
    say("上一届活动周已办完。")
    week_moment, deadline_moment = (MOMENTS[name] for name in ("week", "deadline"))
    current = _replay(now, troupe, draw, until=week_moment)
    _play(_wrapped(materials.in_the_week(current, _parts(current, troupe), week_moment)), until=week_moment)
    _finish(folder / "week.sqlite3", week_moment)
    _report_in(now, current, troupe, draw, until=deadline_moment)
    with clock.at(deadline_moment - timedelta(hours=20)):
        write_report(_lead(troupe), current)
    with clock.at(deadline_moment - timedelta(hours=3)), transaction.atomic():
        visitor = members()["unit"].unit_id
        materials.begin(next(p for p in _parts(current, troupe) if p.placement.unit_id == visitor), current)
    _finish(folder / "deadline.sqlite3", deadline_moment)
    say("本届活动周已排到两个时刻：活动周期间、上报截止前。")


def _finish(path: Path, moment: datetime) -> None:
    """Seal, and copy the database as it stands at `moment`."""
    with clock.at(moment):
        seal()
    with sqlite3.connect(path) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)


def _found(troupe: Troupe) -> None:
    """The top office, all units, and everybody's accounts."""
    places = [Place(d.code, d.name, d.short_name, Level(d.level)) for d in subtree_of(PROVINCE)]
    parts = units(places)
    top = parts[0]
    with transaction.atomic():
        facts = UnitFacts(name=top.name, short_name=top.short, kind=top.kind, division_code=PROVINCE)
        office = found_top_office(actor=SYSTEM, facts=facts)
        lead = _first(troupe, office, Role.PROVINCE_OFFICER, "province")
        for role, username in SPECIAL:
            _first(troupe, office, role, username)
    import_units(actor=lead, sheet=_sheet(parts[1:]))
    troupe.answers_for[office.pk] = lead
    _invite_all(troupe, lead)


def _sheet(parts: Sequence[UnitPart]) -> Sheet:
    """The cast as the sheet that an officer would upload."""
    head = SheetRow(1, tuple(blank_columns()))
    rows = [
        SheetRow(number, (part.name, str(part.kind.label), str(part.code), part.short, part.reports_to))
        for number, part in enumerate(parts, 2)
    ]
    return Sheet("单位名单", (head, *rows))


def _first(troupe: Troupe, office: Unit, role: Role, username: str) -> Person:
    phone = next(troupe.numbers)
    issued = invite_first(actor=SYSTEM, unit=office, role=role, invitee=Invitee(next(troupe.names), phone))
    return _accept(issued.link, phone, username)


def _accept(link: str, phone: str, username: str) -> Person:
    token = link.rstrip("/").rsplit("/", 1)[-1]
    joined = accept_invitation(token=token, proof=phone, username=username, password=PASSWORD)
    return person_from(Membership.objects.select_related("unit", "account").get(pk=joined.pk))


def _invite_all(troupe: Troupe, lead: Person) -> None:
    """Each office invites the level below; one in twenty invitations still waits."""
    everyone = Unit.objects.exclude(pk=lead.unit_id).select_related("reports_to").order_by("level", "line")
    offices_first = sorted(everyone, key=lambda unit: (unit.level, unit.kind != UnitKind.SCIENCE_OFFICE, unit.pk))
    with transaction.atomic():
        for number, unit in enumerate(offices_first):
            inviter = _inviter(troupe, unit, lead)
            role = _role_in(unit)
            phone = next(troupe.numbers)
            mail = f"u{unit.pk}@example.cn"
            issued = invite(actor=inviter, unit_id=unit.pk, role=role, invitee=Invitee(next(troupe.names), phone, mail))
            if number % 20 != 19 or unit.kind == UnitKind.SCIENCE_OFFICE or unit.subordinates.exists():
                troupe.answers_for[unit.pk] = _accept(issued.link, phone, f"u{unit.pk}")


def _inviter(troupe: Troupe, unit: Unit, lead: Person) -> Person:
    """The office above that keeps the register of the unit's place; the province for provincial units."""
    above = unit.reports_to
    while above is not None and (above.kind != UnitKind.SCIENCE_OFFICE or above.pk not in troupe.answers_for):
        above = above.reports_to
    return troupe.answers_for[above.pk] if above else lead


def _role_in(unit: Unit) -> Role:
    if unit.kind == UnitKind.SCIENCE_OFFICE:
        return OFFICER_AT[Level(unit.level)]
    if unit.level == Level.PROVINCE and unit.kind in {UnitKind.PROPAGANDA, UnitKind.ASSOCIATION}:
        return Role.PROVINCE_OFFICER if unit.subordinates.exists() else Role.JOINT_HOST
    return Role.PROVINCE_OFFICER if unit.level == Level.PROVINCE and unit.subordinates.exists() else Role.UNIT_OFFICER


def _replay(week: Week, troupe: Troupe, draw: random.Random, until: datetime | None) -> Campaign:
    """One week from its notice to the call; with no end moment also to its close."""
    lead = _lead(troupe)
    with clock.at(week.notice_day + timedelta(hours=10)):
        campaign = open_week(actor=lead, week=week)
    host = next((person for person in troupe.answers_for.values() if person.role == Role.JOINT_HOST), None)
    if host is not None:
        talk(host=host, lead=lead, campaign=campaign, since=week.notice_day + timedelta(days=1))
    send_out(lead, troupe.answers_for.values(), campaign, week.notice_day + timedelta(days=1, hours=1))
    with clock.at(week.notice_day + timedelta(days=2, hours=9)):
        call_campaign(actor=lead, campaign_id=campaign.pk)
    campaign.refresh_from_db()
    forward(_prefecture(troupe), campaign, week.notice_day + timedelta(days=3, hours=1))
    if until is None:
        _report_in(week, campaign, troupe, draw, until=None)
        with clock.at(week.closing_day):
            write_report(lead, campaign)
            go_out(lead, troupe.answers_for.values(), campaign)
            close_campaign(actor=lead, campaign_id=campaign.pk)
    return campaign


def _lead(troupe: Troupe) -> Person:
    """The officer of the lead office."""
    people = troupe.answers_for.values()
    return next(each for each in people if each.level == Level.PROVINCE and each.role == Role.PROVINCE_OFFICER)


def _prefecture(troupe: Troupe) -> Person:
    """The officer of the first prefecture's office."""
    return min(
        (each for each in troupe.answers_for.values() if each.role == Role.PREFECTURE_OFFICER),
        key=lambda person: person.division_code,
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that somebody does at a moment."""

    at: datetime
    order: int
    act: Callable[[], object]


def _roster(campaign: Campaign) -> list[Placement]:
    return list(Placement.objects.filter(campaign=campaign, removed_at=None).prefetch_related("chain").order_by("pk"))


def _parts(campaign: Campaign, troupe: Troupe) -> list[Part]:
    """Everybody on the roster who has come, with the offices above; what their forms say is not known yet."""
    return [
        Part(
            number,
            placement,
            troupe.answers_for[placement.unit_id],
            [
                troupe.answers_for[each.office_id]
                for each in placement.chain.all()
                if each.office_id in troupe.answers_for
            ],
            _TYPED.get((placement.unit_id, campaign.pk), {}),
        )
        for number, placement in enumerate(_roster(campaign))
        if placement.unit_id in troupe.answers_for
    ]


def _report_in(week: Week, campaign: Campaign, troupe: Troupe, draw: random.Random, until: datetime | None) -> None:
    """What is due comes in, is accepted, sent back and corrected; with `until` some of it is still on its way."""
    figures = Figures(draw)
    scenes: list[Scene] = []
    with clock.at(week.first_return):
        open_returns(actor=SYSTEM, campaign=campaign)
    opened = Return.objects.filter(campaign=campaign).values_list("unit_id", "pk")
    _OPENED.update({(unit_id, campaign.pk): pk for unit_id, pk in opened})
    aside = None if until is None else Aside(week, campaign, troupe.answers_for, _roster(campaign))
    left_to_offices = aside.left_to_offices if aside else set()
    for part in _parts(campaign, troupe):
        own = _scenes_of(week, campaign, part, figures, draw)
        scenes += [] if part.placement.pk in left_to_offices else own
    scenes += _wrapped(aside.moments()) if aside else []
    scenes += _wrapped(materials.acts(week, campaign, _parts(campaign, troupe)))
    _play(scenes, until)


def _wrapped(acts: Iterable[Act]) -> list[Scene]:
    return [Scene(moment, number, act) for number, (moment, act) in enumerate(acts)]


def _play(scenes: Iterable[Scene], until: datetime | None) -> None:
    """Each scene at its moment, up to `until`."""
    for scene in sorted(scenes, key=lambda scene: (scene.at, scene.order)):
        if until is not None and scene.at > until:
            break
        with clock.at(scene.at), transaction.atomic():
            scene.act()


def _scenes_of(week: Week, campaign: Campaign, part: Part, figures: Figures, draw: random.Random) -> list[Scene]:
    number, placement, person, chain = part.number, part.placement, part.person, part.chain
    begin = week.first_return + timedelta(hours=draw.triangular(2, week.hours_to_report, week.hours_to_report * 0.8))
    typed = figures.of(placement.kind, placement.level, rest="0" if number % 3 else "-")
    opens = placement.kind == UnitKind.SCHOOL and number % 10 == 3 and bool(chain)
    typed = figures.with_open_laboratory(typed) if opens else typed
    _TYPED[placement.unit_id, campaign.pk] = typed
    corrected = typed if number % 9 else figures.with_slip(typed)
    begin = in_office_hours(begin)
    scenes = [
        Scene(begin, number, lambda: _fill(person, campaign, corrected, number)),
        Scene(begin + timedelta(hours=3), number, lambda: _submit(person, campaign)),
    ]
    if opens:
        listed = begin + timedelta(hours=2)
        scenes.append(Scene(listed, number, lambda: list_unit(chain[0], _opened(person, campaign), "M02")))
    moment = begin + timedelta(hours=3)
    if number % 9 == 0 and chain:
        moment += timedelta(hours=draw.uniform(5, 20))
        due = moment + timedelta(days=2)
        scenes.append(Scene(moment, number, lambda: _send_back(chain[0], person, campaign, due)))
        if number % 18:
            moment += timedelta(hours=draw.uniform(6, 30))
            scenes.append(Scene(moment, number, lambda: _correct(person, campaign, typed)))
        elif not week.complete:
            return scenes
        else:
            moment += timedelta(hours=40)
            scenes.append(Scene(moment, number, lambda: _correct(person, campaign, typed)))
    for officer in chain:
        moment = in_office_hours(moment + timedelta(hours=draw.uniform(4, 26)))
        scenes.append(Scene(moment, number, lambda officer=officer: _accept_from(officer, person, campaign)))  # type: ignore[misc]
    return scenes


def in_office_hours(moment: datetime) -> datetime:
    """The same day between nine and six, so that nobody of the demo works at night."""
    local = moment.astimezone(clock.SHANGHAI)
    return local.replace(hour=9 + local.hour * 8 // 24)


def _opened(person: Person, campaign: Campaign) -> int:
    """The id of the unit's return."""
    return _OPENED[person.unit_id, campaign.pk]


def _fill(person: Person, campaign: Campaign, typed: Mapping[str, str], number: int) -> None:
    ret_id = _opened(person, campaign)
    save_cells(actor=person, ret_id=ret_id, version=0, typed=typed)
    if number % 5 == 0:
        save_cover(actor=person, ret_id=ret_id, filler=person.name, phone="0971-5550100", checker="", head="")


def _submit(person: Person, campaign: Campaign) -> None:
    ret_id = _opened(person, campaign)
    try:
        submit_return(actor=person, ret_id=ret_id)
    except BadInput:
        explain_open(person, ret_id)
        submit_return(actor=person, ret_id=ret_id)


def _send_back(officer: Person, person: Person, campaign: Campaign, due: datetime) -> None:
    send_back_return(
        actor=officer,
        ret_id=_opened(person, campaign),
        reason="青少年人次与去年相比变化很大，请对照签到记录核实后重新上报。",
        correct_by=clock.end_of(due.astimezone(clock.SHANGHAI).date()),
        marks=["B03"],
    )


def _correct(person: Person, campaign: Campaign, typed: Mapping[str, str]) -> None:
    ret_id = _opened(person, campaign)
    version = Return.objects.values_list("version", flat=True).get(pk=ret_id)
    save_cells(actor=person, ret_id=ret_id, version=version, typed=typed)
    _submit(person, campaign)


def _accept_from(officer: Person, person: Person, campaign: Campaign) -> None:
    ret_id = _opened(person, campaign)
    if Return.objects.filter(pk=ret_id, track__waiting_for=officer.unit_id).exists():
        accept_return(actor=officer, ret_id=ret_id)
