"""Reads of the pictures that may be picked and those that are, and of the media reports that go with them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import override

from sciweek.campaigns.models import Campaign
from sciweek.core.errors import WrongState
from sciweek.core.files import content_of, label_of
from sciweek.core.models import StoredFile
from sciweek.core.scope import Scope
from sciweek.materials.enums import MediaLevel, Origin
from sciweek.materials.models import MediaReport, Picture
from sciweek.materials.queries.pictures import publishable_pictures
from sciweek.materials.queries.reports import handed_in_reports, joint_addresses
from sciweek.people.models import Unit
from sciweek.report.lists import MediaRow
from sciweek.report.models import Selection
from sciweek.report.pictures import ChosenPicture, Pick
from sciweek.report.queries.places import names_of
from sciweek.returns.rollup import MAX_CODE, MIN_CODE
from sciweek.returns.tables import whole_scope

CHUNK = 500
FOLDER = "图片"


def selection_of(campaign: Campaign) -> Selection | None:
    """The list of pictures as it was kept last."""
    return Selection.objects.filter(campaign=campaign).first()


def picks_of(selection: Selection | None) -> list[Pick]:
    """The same as values; also those whose picture may not be used any more."""
    return [Pick(row["picture"], row["caption"]) for row in selection.pictures] if selection else []


def offered(campaign: Campaign) -> QuerySet[Picture]:
    """Every picture that may be picked: handed in, of a unit on the roster, and free to be published."""
    return publishable_pictures(whole_scope(campaign), campaign)


def chosen_of(campaign: Campaign, selection: Selection | None) -> list[ChosenPicture]:
    """The picked pictures that still may be used, numbered anew. Two queries; none where nothing is picked."""
    picks = picks_of(selection)
    if not picks:
        return []
    ids = [pick.picture_id for pick in picks]
    found = offered(campaign).filter(pk__in=ids).select_related("web").in_bulk()
    names = names_of(campaign)
    usable = [(found[pick.picture_id], pick.caption) for pick in picks if pick.picture_id in found]
    return [_chosen(number, *each, names) for number, each in enumerate(usable, 1)]


def _chosen(number: int, picture: Picture, caption: str, names: Mapping[int, str]) -> ChosenPicture:
    placement, web = picture.placement, picture.web
    return ChosenPicture(
        number=number,
        picture_id=picture.pk,
        name=f"{FOLDER}/{number:02}_{label_of(placement.unit_name)[:40]}.jpg",
        unit=placement.unit_name,
        place=names.get(placement.division_code, str(placement.division_code)),
        caption=caption,
        sha256=web.sha256,
        size=web.size,
        read=partial(_bytes, web, number),
    )


def _bytes(web: StoredFile, number: int) -> bytes:
    """The variant that we drew.

    Raises:
        WrongState: its unit has removed it since the list was read.
    """
    try:
        return content_of(web)
    except FileNotFoundError as error:
        raise WrongState(f"第 {number} 张图片刚刚被填报单位移除。请刷新页面，重新核对选用的图片。") from error


def media_count(campaign: Campaign, office: Unit | None = None) -> int:
    """How many media reports go with the package, of the whole campaign or of one office of the chain."""
    return _media(campaign, office).count()


def _media(campaign: Campaign, office: Unit | None) -> QuerySet[MediaReport]:
    if office is None:
        return handed_in_reports(whole_scope(campaign), campaign)
    everywhere = Scope(ranges=((MIN_CODE, MAX_CODE),))
    return handed_in_reports(everywhere, campaign).filter(placement__chain__office=office)


def media_of(campaign: Campaign, office: Unit | None = None) -> Iterator[MediaRow]:
    """The media reports that were handed in, by place, unit and day; read as they are written. Two queries."""
    names, (levels, origins), joint = names_of(campaign), _words(), joint_addresses(campaign)
    rows = _media(campaign, office).order_by(
        *("placement__division_code", "placement__unit_name", "placement", "published_on", "pk")
    )
    columns = ("title", "medium", "level", "origin", "published_on", "url", "proof", "url_key")
    for unit, code, *rest in rows.values_list("placement__unit_name", "placement__division_code", *columns).iterator(
        CHUNK
    ):
        title, medium, level, origin, day, url, proof, url_key = rest
        yield MediaRow(
            title=title,
            medium=medium,
            level=levels[level],
            origin=origins[origin],
            published_on=day,
            url=url,
            unit=unit,
            place=names.get(code, str(code)),
            has_proof=proof is not None,
            joint=url_key in joint,
        )


def _words() -> Sequence[Mapping[str, str]]:
    """Levels and origins in Chinese, whatever language the reader chose."""
    with override("zh-hans"):
        return [{each.value: str(each.label) for each in choices} for choices in (MediaLevel, Origin)]
