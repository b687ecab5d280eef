"""What offices do for units of the demo: forms entered from sealed sheets, objections, reminders, more time.

Nothing of it draws from the source of chance of `build`, so that everybody else's figures stay what they are.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from sciweek.campaigns.actions.calling import extend
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Assignment, Campaign, Placement
from sciweek.core.errors import BadInput
from sciweek.demo.cast import SEED
from sciweek.demo.explaining import explain_open
from sciweek.demo.figures import Figures
from sciweek.demo.moments import Week
from sciweek.demo.sheets import sealed_sheet
from sciweek.people.enums import Level, UnitKind
from sciweek.people.person import Person
from sciweek.returns.actions.chasing import chase
from sciweek.returns.actions.filling import save_cells
from sciweek.returns.actions.passing import submit_return
from sciweek.returns.actions.signing import answer_dispute, ask_entry, attach_paper, dispute
from sciweek.returns.enums import ChaseBy
from sciweek.returns.models import Return

# The days after the first returns on which a unit without an account is entered for, one each: three in time, two late. The
# other units stay on the list.
ENTERED_ON = (5, 6, 7, 8, 11)
Moments = Iterator[tuple[datetime, Callable[[], object]]]


@dataclass(slots=True)
class Aside:
    """What happens beside the units' own reporting. `left_to_offices`: placements whose units do not report themselves."""

    week: Week
    campaign: Campaign
    people: Mapping[int, Person]
    roster: Sequence[Placement]
    figures: Figures = field(default_factory=lambda: Figures(random.Random(SEED + 1)))

    @property
    def left_to_offices(self) -> set[int]:
        """Two that ask to be entered for and object, and one that asks and still waits."""
        return {place.pk for place in self._asking()}

    def moments(self) -> Moments:
        """Each thing with its moment, in no order."""
        for number, (place, day) in enumerate(zip(self._alone(), ENTERED_ON, strict=False)):
            yield from self._entered(place, day, number)
        asking = self._asking()
        for number, place in enumerate(asking):
            yield self._at(6 + number, 2), lambda place=place: self._ask(place)  # type: ignore[misc]
        for number, place in enumerate(asking[:2]):
            yield from self._entered(place, 9, number * 2)
        yield from self._disputes(asking[:2])
        yield from self._reminders()
        yield self._at(5, 1), self._extend

    def _at(self, day: int, hours: float) -> datetime:
        """A moment so many days and office hours after the first returns, which come at nine."""
        return self.week.first_return + timedelta(days=day, hours=hours)

    def _office(self, place: Placement) -> Person:
        """The officer of the first office above."""
        return self.people[place.chain.all()[0].office_id]

    def _in_counties(self) -> list[Placement]:
        """Units of counties whose office has an officer."""
        return [
            place
            for place in self.roster
            if place.level == Level.COUNTY
            and place.kind != UnitKind.SCIENCE_OFFICE
            and place.chain.all()[0].office_id in self.people
        ]

    def _alone(self) -> list[Placement]:
        return [place for place in self._in_counties() if place.unit_id not in self.people]

    def _asking(self) -> list[Placement]:
        """Three health centres, none of the same county."""
        centres = [
            place for place in self._in_counties() if place.kind == UnitKind.HOSPITAL and place.unit_id in self.people
        ]
        return centres[2:11:3]

    def _ret(self, place: Placement) -> Return:
        return Return.objects.get(placement=place)

    def _ask(self, place: Placement) -> None:
        ask_entry(actor=self.people[place.unit_id], ret_id=self._ret(place).pk, asks=True)

    def _entered(self, place: Placement, day: int, hours: float) -> Moments:
        """The county types from the sealed sheet, attaches its picture and submits."""
        officer = self._office(place)
        typed = self.figures.of(place.kind, place.level, rest="0")

        def enter() -> None:
            ret = self._ret(place)
            save_cells(actor=officer, ret_id=ret.pk, version=ret.version, typed=typed)
            picture = SimpleUploadedFile(f"{place.unit_name}.jpg", sealed_sheet(place.unit_name, typed, place.pk))
            attach_paper(actor=officer, ret_id=ret.pk, upload=picture)

        def submit() -> None:
            ret_id = self._ret(place).pk
            try:
                submit_return(actor=officer, ret_id=ret_id)
            except BadInput:
                explain_open(officer, ret_id)
                submit_return(actor=officer, ret_id=ret_id)

        yield self._at(day, hours), enter
        yield self._at(day, hours + 1), submit

    def _disputes(self, places: Sequence[Placement]) -> Moments:
        """Both object to what was entered; one has its answer."""
        words = (
            "义诊场次少记了在乡镇办的几场，请核对盖章原件。",
            "发放科普资料少记了乡镇分院的 300 份，请核实。",
        )
        for number, (place, text) in enumerate(zip(places, words, strict=True)):
            person = self.people[place.unit_id]
            yield (
                self._at(11 + number, 5),
                lambda place=place, person=person, text=text: dispute(  # type: ignore[misc]
                    actor=person, ret_id=self._ret(place).pk, text=text
                ),
            )
        first = places[0]
        yield (
            self._at(12, 3),
            lambda: answer_dispute(
                actor=self._office(first),
                ret_id=self._ret(first).pk,
                text="已核对盖章原件，与录入的数一致；乡镇的几场由乡镇卫生院另报，不重复计。",
            ),
        )

    def _reminders(self) -> Moments:
        """A prefecture reminds by mail, a county in its group; the province reminds everybody the day before."""
        offices = [person for person in self.people.values() if person.is_officer]
        by_level = {
            level: next(each for each in offices if each.level == level and each.unit_kind == UnitKind.SCIENCE_OFFICE)
            for level in Level
        }
        for day, level, by, note in (
            (8, Level.COUNTY, ChaseBy.GROUP, ""),
            (11, Level.PREFECTURE, ChaseBy.MAIL, "本周四前要汇总上报省里，请抓紧。"),
            (12, Level.PROVINCE, ChaseBy.MAIL, "明天是最后期限，有困难请先与当地科技局联系。"),
        ):
            yield (
                self._at(day, 1),
                lambda level=level, by=by, note=note: chase(  # type: ignore[misc]
                    actor=by_level[level], campaign=self.campaign, unit_ids=None, by=by, note=note
                ),
            )

    def _extend(self) -> None:
        """A county gives the school with the latest sheet four more days than it asked of everybody."""
        school = next(
            place
            for place in reversed(self._in_counties())
            if place.kind == UnitKind.SCHOOL and place.unit_id in self.people
        )
        row = Assignment.objects.get(duty__campaign=self.campaign, duty__kind=DutyKind.RETURN, unit_id=school.unit_id)
        extend(
            actor=self._office(school),
            assignment_id=row.pk,
            due_at=row.due_at + timedelta(days=8),
            reason="学校 6 月 7 日至 10 日承担高考考务，申请延期。",
        )
