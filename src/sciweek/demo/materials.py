"""What units of the demo hand in besides the form, and when: summaries, posters as pictures, media reports that fit the form.

Most summaries of a day are taken over together, as of a campaign that was run elsewhere; everything else is done by the
units and offices themselves.
"""

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.audit import SYSTEM
from sciweek.demo.cast import DATA, SEED
from sciweek.demo.moments import Week
from sciweek.demo.posters import poster
from sciweek.documents.sheets.reading import Sheet, SheetRow
from sciweek.materials.actions.handing import hand_in, hand_in_none, reopen, send_back
from sciweek.materials.actions.pictures import PictureFacts, add_pictures
from sciweek.materials.consent import Consent
from sciweek.materials.enums import MediaLevel, Minors, Origin, Use
from sciweek.materials.importing import blank_columns, import_reports, words_of
from sciweek.materials.queries.deliveries import delivery_of
from sciweek.people.enums import UnitKind
from sciweek.people.person import Person
from sciweek.places.queries import name_of
from sciweek.returns.actions.summaries import take_over_summaries, write_summary

WORDS: dict[str, Any] = tomllib.loads((DATA / "materials.toml").read_text(encoding="utf-8"))
SUMMARY, PICTURES, MEDIA = DutyKind.SUMMARY, DutyKind.PICTURES, DutyKind.MEDIA
# Which indicator of the form counts the reports of media at which level.
COUNTED = {
    "E02": MediaLevel.CENTRAL,
    "E03": MediaLevel.PROVINCE,
    "E04": MediaLevel.PREFECTURE,
    "E05": MediaLevel.COUNTY,
}
# Of how many units one has pictures, and one has its media reports listed: they keep the build short.
PICTURED, LISTED = 32, 4
Act = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Part:
    """One unit with who acts for it, who stands above it, and what its form says."""

    number: int
    placement: Placement
    person: Person
    chain: Sequence[Person]
    typed: Mapping[str, str]

    def figure(self, code: str) -> int:
        """A whole number of the form; 0 where the unit has none of it."""
        return int(self.typed.get(code, "0").replace("-", "0") or 0)


def acts(week: Week, campaign: Campaign, parts: Sequence[Part]) -> Iterator[Act]:
    """Everything that is handed in after the week, with its moments; in the present week some of it is left undone."""
    days = max(1, round(week.hours_to_report / 24) - 1)
    for day in range(days):
        texts = {
            part.placement.unit_id: summary_of(part)
            for part in parts
            if part.number % days == day and (week.complete or part.number % 7 != 6)
        }
        moment = week.first_return + timedelta(days=day, hours=8)
        yield moment, partial(take_over_summaries, actor=SYSTEM, campaign_id=campaign.pk, texts=texts)
    for part in parts:
        moment = week.first_return + timedelta(days=part.number % days, hours=2 + part.number % 5)
        if part.number % LISTED == 1:
            yield moment, partial(list_media, part, campaign)
            # Who keeps the list open still adds to it.
            if week.complete or part.number % 16 != 5:
                yield moment + timedelta(hours=1), partial(_hand_in, part, MEDIA)
        elif part.number % 16 == 2:
            yield moment, partial(_none, part, MEDIA, "no_media")
        if part.number % PICTURED == 3:
            if week.complete:
                yield moment, partial(show, part, campaign, campaign.end)
            yield moment + timedelta(hours=2), partial(_hand_in, part, PICTURES)
        elif part.number % 16 in {2, 9}:
            yield moment, partial(_none, part, PICTURES, "no_pictures")
    if not week.complete:
        yield from _sent_back(week, parts, days)


def in_the_week(campaign: Campaign, parts: Sequence[Part], until: datetime) -> Iterator[Act]:
    """What is photographed while the week is on: it is there already when a visitor looks at the week."""
    for part in parts:
        if part.number % PICTURED == 3:
            moment = until - timedelta(hours=1 + part.number % 40)
            yield moment, partial(show, part, campaign, moment.date())


def _sent_back(week: Week, parts: Sequence[Part], days: int) -> Iterator[Act]:
    """Offices send some of it back, which is mended in one case of three; one unit takes its summary back itself."""
    moment = week.first_return + timedelta(days=11)
    early = [part for part in parts if part.number % days < 9 and part.chain]
    shown = [part for part in early if part.number % PICTURED == 3][1:4]
    listed = [part for part in early if part.number % LISTED == 1 and part.number % 16 != 5][1:4]
    for kind, chosen, words in ((PICTURES, shown, 0), (MEDIA, listed, 1)):
        for turn, part in enumerate(chosen):
            reason = WORDS["sent_back"][words]
            yield moment, partial(_send_back, part, kind, reason)
            if turn == 1:
                yield moment + timedelta(hours=20), partial(_hand_in, part, kind)
    first, second, third = [part for part in early if part.number % 7 != 6][5:8]
    for part in (first, second):
        yield moment, partial(_send_back, part, SUMMARY, WORDS["sent_back"][2])
    yield moment, partial(reopen, actor=third.person, placement_id=third.placement.pk, kind=SUMMARY)


def begin(part: Part, campaign: Campaign) -> None:
    """What a unit that a visitor plays has lying ready unless it is done: a draft, a list of reports, pictures."""
    pk = part.placement.pk
    if delivery_of(part.placement, SUMMARY) is None:
        write_summary(actor=part.person, placement_id=pk, text=summary_of(part))
    if delivery_of(part.placement, MEDIA) is None:
        list_media(part, campaign)
    if delivery_of(part.placement, PICTURES) is None:
        show(part, campaign, campaign.start + timedelta(days=1), count=3)


def summary_of(part: Part) -> str:
    """A summary that says what the unit's form says."""
    words = {
        "unit": part.placement.unit_name,
        "held": part.figure("A01"),
        "visits": f"{part.figure('B01'):,}",
        "young": f"{part.figure('B03'):,}",
        "leaflets": f"{part.figure('D01'):,}",
        "experts": part.figure("B06"),
        "volunteers": part.figure("B07"),
    }
    opening = WORDS["openings"][part.number % 3]
    doings = [each for n, each in enumerate(WORDS["doings"]) if (part.number + n) % 4]
    body = ["一、基本情况", opening, "二、主要做法", *doings, "三、问题和建议", WORDS["endings"][part.number // 3 % 3]]
    return "\n\n".join(each.format(**words) for each in body)


def list_media(part: Part, campaign: Campaign) -> None:
    """The unit's media reports as a sheet that it uploads: as many at each level as its form says, one in seven one less."""
    draw = random.Random(SEED + part.placement.pk)
    levels, origins = ({value: word for word, value in words_of(choices).items()} for choices in (MediaLevel, Origin))
    rows: list[SheetRow] = []
    for code, level in (*COUNTED.items(), ("E08", MediaLevel.NEW_MEDIA)):
        count = part.figure(code) if code != "E08" else min(2, part.figure(code))
        for _ in range(count):
            origin = Origin.ORIGINAL if len(rows) < part.figure("E06") or code == "E08" else Origin.REPRINT
            day = campaign.start + timedelta(days=draw.randint(0, (campaign.end - campaign.start).days))
            rows.append(_media_row(part, draw, len(rows), level, levels[level], origins[origin], day))
    kept = rows[1:] if part.number % 7 == 0 else rows
    sheet = Sheet("媒体报道", (SheetRow(1, tuple(blank_columns())), *kept))
    import_reports(actor=part.person, placement_id=part.placement.pk, sheet=sheet)


def _media_row(
    part: Part, draw: random.Random, number: int, level: MediaLevel, word: str, origin: str, day: date
) -> SheetRow:
    words = {"place": _heard_in(part.placement.division_code, level), "unit": part.placement.unit_name}
    title = draw.choice(WORDS["media"]["headlines"]).format(**words)
    medium = draw.choice(WORDS["media"][level.value]).format(**words)
    address = f"https://news.example.cn/{day:%Y/%m%d}/{part.placement.pk}-{number}.html"
    return SheetRow(number + 2, (title, medium, word, origin, f"{day:%Y-%m-%d}", address, ""))


def _heard_in(code: int, level: MediaLevel) -> str:
    """The place whose medium of this level reports on a unit; a made-up one for units that stand above it."""
    place = code // 100 * 100 if level == MediaLevel.PREFECTURE else code
    stands_above = code % 10_000 == 0 or (level == MediaLevel.COUNTY and code % 100 == 0)
    return "江源" if stands_above else name_of(place)


def show(part: Part, campaign: Campaign, day: date, count: int | None = None) -> None:
    """Pictures of the unit: posters with its titles. A school's show children, the first with their guardians' consent."""
    titles, turn = WORDS["titles"], part.number // PICTURED
    school = part.placement.kind == UnitKind.SCHOOL
    for place in range(count or 1 + turn % 3):
        number = turn + place * 5
        title = titles[number % len(titles)]
        data = poster(title, f"{part.placement.unit_name} · {campaign.name}", number)
        agreed = Consent(True, "参加活动的班级全体家长，书面同意书存校办", day) if school and place == 0 else Consent()
        facts = PictureFacts(
            minors=Minors.CHILDREN if school and place < 2 else Minors.NONE,
            use=Use.USABLE,
            caption=f"{title}：{name_of(part.placement.division_code)}",
            taken_on=day,
            author="活动组",
            consent=agreed,
        )
        upload = SimpleUploadedFile(f"{title}.jpg", data)
        add_pictures(actor=part.person, placement_id=part.placement.pk, uploads=[upload], facts=facts)


def _hand_in(part: Part, kind: DutyKind) -> None:
    hand_in(actor=part.person, placement_id=part.placement.pk, kinds=[kind])


def _none(part: Part, kind: DutyKind, words: str) -> None:
    because = WORDS[words][part.number // 16 % 2]
    hand_in_none(actor=part.person, placement_id=part.placement.pk, kind=kind, because=because)


def _send_back(part: Part, kind: DutyKind, reason: str) -> None:
    send_back(actor=part.chain[0], placement_id=part.placement.pk, kind=kind, reason=reason)
