"""What units hand in besides the form: pictures, media reports, parts in every state, made by the room's own actions."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.actions.drafting import create_campaign
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.materials.actions.handing import hand_in, send_back
from sciweek.materials.actions.pictures import PictureFacts, add_pictures
from sciweek.materials.actions.reports import ReportFacts, add_report
from sciweek.materials.enums import MediaLevel, Minors, Origin, Use
from sciweek.materials.models import Delivery, MediaReport, Picture
from sciweek.people.person import Person
from tests.factories.campaigns import Province, campaign_facts, content, duty_facts

FOUR = (DutyKind.RETURN, DutyKind.SUMMARY, DutyKind.PICTURES, DutyKind.MEDIA)
LACKING = "照片没有写明是哪一项活动，请补上说明。"


def campaign_of_four(province: Province, **changes: object) -> Campaign:
    """A called campaign of the province's office that asks for all four: form, summary, pictures, media reports."""
    lists = content(duties=[duty_facts(kind) for kind in FOUR])
    draft = create_campaign(actor=province.officer, facts=campaign_facts(**changes), content=lists)
    return call_campaign(actor=province.officer, campaign_id=draft.pk)


def placed(person: Person, campaign: Campaign) -> Placement:
    """The place of the person's unit on the roster."""
    return Placement.objects.select_related("campaign", "unit").get(campaign=campaign, unit_id=person.unit_id)


@cache
def photo_bytes(colour: str = "navy", size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    """A picture in one colour, as a camera writes it: with its name and the place inside."""
    exif, out = Image.Exif(), BytesIO()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 37.0, 0.0)})
    Image.new("RGB", size, colour).save(out, kind, exif=exif)
    return out.getvalue()


def photo(colour: str = "navy", name: str = "") -> SimpleUploadedFile:
    """The same as a form hands it over."""
    return SimpleUploadedFile(name or f"{colour}.jpg", photo_bytes(colour))


def about(**changes: object) -> PictureFacts:
    """What is said about a picture: nobody in it, to be used, unless told otherwise."""
    facts: dict[str, object] = {"minors": Minors.NONE, "use": Use.USABLE, "caption": "县中学科技节"}
    return PictureFacts(**{**facts, **changes})  # type: ignore[arg-type]


def pictured(person: Person, campaign: Campaign, *colours: str, facts: PictureFacts | None = None) -> list[Picture]:
    """Pictures of the person's unit."""
    pk = placed(person, campaign).pk
    uploads = [photo(colour) for colour in colours or ("navy",)]
    return list(add_pictures(actor=person, placement_id=pk, uploads=uploads, facts=facts or about()).kept)


def said(number: int = 1, **changes: object) -> ReportFacts:
    """A media report as it is typed."""
    facts: dict[str, object] = {
        "title": f"科技活动周走进校园 {number}",
        "medium": "测试日报",
        "level": MediaLevel.COUNTY,
        "origin": Origin.ORIGINAL,
        "published_on": date(2023, 5, 21),
        "url": f"https://news.example.cn/{number}.html",
    }
    return ReportFacts(**{**facts, **changes})  # type: ignore[arg-type]


def reported_on(person: Person, campaign: Campaign, *facts: ReportFacts) -> list[MediaReport]:
    """Media reports of the person's unit."""
    pk = placed(person, campaign).pk
    return [add_report(actor=person, placement_id=pk, facts=each) for each in facts or (said(),)]


def handed_in(person: Person, campaign: Campaign, *kinds: DutyKind) -> Placement:
    """The person's unit with these parts handed in: one thing of each, unless there are some."""
    placement = placed(person, campaign)
    makers: Mapping[DutyKind, object] = {DutyKind.PICTURES: pictured, DutyKind.MEDIA: reported_on}
    have = {
        DutyKind.PICTURES: Picture.objects.filter(placement=placement).exists(),
        DutyKind.MEDIA: MediaReport.objects.filter(placement=placement).exists(),
    }
    for kind in kinds:
        if not have.get(kind, True):
            makers[kind](person, campaign)  # type: ignore[operator]
    hand_in(actor=person, placement_id=placement.pk, kinds=kinds)
    return placement


def handed_back(person: Person, campaign: Campaign, kind: DutyKind, by: Person) -> Placement:
    """The same, sent back by this officer."""
    placement = handed_in(person, campaign, kind)
    send_back(actor=by, placement_id=placement.pk, kind=kind, reason=LACKING)
    return placement


def part(placement: Placement, kind: DutyKind) -> Delivery:
    """The part as it stands in the database now."""
    return Delivery.objects.get(placement=placement, kind=kind)
