"""A unit's pictures: taken in many at once, described, removed."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Placement
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, NotFound, Stale, permit
from sciweek.core.files import MEGABYTE, Limits, Upload, forget, keep, label_of, read_within, refuse_secrecy_marks
from sciweek.core.images import Drawn, drawn
from sciweek.materials.actions.handing import NOT_OWN, locked_to_write
from sciweek.materials.consent import INCOMPLETE, NEEDS_CONSENT, STATEMENT, Consent, use_of
from sciweek.materials.enums import Minors, Use
from sciweek.materials.models import Delivery, Picture
from sciweek.materials.rules import is_own
from sciweek.people.person import Person

ORIGINALS = Limits({"image/jpeg", "image/png", "image/webp"}, 20 * MEGABYTE)
# Notices ask for at most five photos of an activity (domain.md 2.4): that many come in one upload.
MOST_AT_ONCE = 5
MOST_PICTURES = 60
WEB_SIDE, THUMB_SIDE = 1_600, 400
LONGEST_CAPTION, LONGEST_AUTHOR, LONGEST_CONSENT = 120, 60, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What is said about a picture, as typed and not yet checked."""

    minors: Minors
    use: Use = Use.FILED
    caption: str = ""
    taken_on: date | None = None
    author: str = ""
    consent: Consent = field(default_factory=Consent)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an upload: the pictures that are kept, and the name of each file that is not, with the reason."""

    kept: Sequence[Picture]
    refused: Sequence[tuple[str, str]]

    @property
    def only_filed(self) -> int:
        """How many pictures of children are only filed until a guardian's consent is written down."""
        return sum(picture.minors == Minors.CHILDREN and picture.use == Use.FILED for picture in self.kept)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file that is a picture: its label, bytes and type, its hash, and what was drawn of it."""

    label: str
    data: bytes
    media_type: str
    sha256: str
    drawn: Drawn


def add_pictures(*, actor: Person, placement_id: int, uploads: Iterable[Upload], facts: PictureFacts) -> Added:
    """Take in some pictures with the same facts; good ones are kept even when others are refused.

    The pictures are drawn before anything is locked, as that takes a second each.

    Raises:
        NotPermitted: another unit's.
        NotFound: no such unit on a roster, or the campaign asks for no pictures.
        WrongState: handed in already, or the campaign is closed.
        BadInput: nothing was chosen, or the facts cannot be used.
    """
    placement = Placement.objects.select_related("campaign").filter(pk=placement_id).first()
    permit(placement is not None and is_own(actor, placement), NOT_OWN)
    checked = _checked(facts)
    taken, refused = _read(uploads)
    if not taken and not refused:
        raise BadInput("请先选择照片。", {"pictures": "请先选择照片。"})
    with transaction.atomic():
        delivery = locked_to_write(actor, placement_id, DutyKind.PICTURES)
        kept = []
        have = set(Picture.objects.filter(placement=placement_id).values_list("sha256", flat=True))
        for each in taken:
            if each.sha256 in have:
                refused.append((each.label, "这张照片已经上传过，没有重复保存。"))
            elif len(have) >= MOST_PICTURES:
                refused.append((each.label, f"一个单位最多 {MOST_PICTURES} 张，已经满了。请先移除不需要的照片。"))
            else:
                have.add(each.sha256)
                kept.append(_kept(actor, delivery, each, checked))
    return Added(kept, refused)


def _read(uploads: Iterable[Upload]) -> tuple[list[_Taken], list[tuple[str, str]]]:
    taken: list[_Taken] = []
    refused = []
    for number, upload in enumerate(uploads):
        label = label_of(upload.name)
        if number >= MOST_AT_ONCE:
            refused.append((label, f"一次最多 {MOST_AT_ONCE} 张，这一张没有上传。请再传一次。"))
            continue
        try:
            data, media_type = read_within(upload, ORIGINALS)
            made = drawn(data, WEB_SIDE, THUMB_SIDE)
        except BadInput as refusal:
            refused.append((label, refusal.sentence))
        else:
            taken.append(_Taken(label, data, media_type, hashlib.sha256(data).hexdigest(), made))
    return taken, refused


def _kept(actor: Person, delivery: Delivery, taken: _Taken, checked: dict[str, Any]) -> Picture:
    placement, (web, thumb) = delivery.placement, taken.drawn.sizes
    stem = taken.label.rsplit(".", 1)[0]
    picture = Picture.objects.create(
        campaign_id=placement.campaign_id,
        placement=placement,
        unit_id=placement.unit_id,
        original=keep(taken.data, name=taken.label, media_type=taken.media_type, actor=actor),
        web=keep(web, name=f"{stem}.jpg", media_type="image/jpeg", actor=actor),
        thumb=keep(thumb, name=f"{stem}.jpg", media_type="image/jpeg", actor=actor),
        sha256=taken.sha256,
        width=taken.drawn.width,
        height=taken.drawn.height,
        added_at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
        **checked,
        **_noted(actor, checked),
    )
    _record(actor, "picture.add", delivery, picture)
    return picture


@transaction.atomic
def change_picture(*, actor: Person, picture_id: int, version: int, facts: PictureFacts) -> Picture:
    """Say something else about a picture.

    Raises:
        NotPermitted: another unit's.
        WrongState: handed in already, or the campaign is closed.
        Stale: somebody changed it meanwhile.
        BadInput: the facts cannot be used; a picture of children is not used without a guardian's consent.
    """
    delivery, picture = _locked_picture(actor, picture_id)
    checked = _checked(facts)
    if picture.version != version:
        theirs = {name: getattr(picture, name) for name in checked}
        raise Stale("这张照片的说明刚被同事改过。请对照最新内容，再决定是否保存。", theirs=theirs, yours=checked)
    if facts.use == Use.USABLE and checked["use"] != Use.USABLE:
        raise BadInput(NEEDS_CONSENT, {"consent_by": NEEDS_CONSENT})
    changed = [name for name, value in checked.items() if getattr(picture, name) != value]
    if not changed:
        return picture
    new_consent = {"consent_text", "consent_by", "consent_on"} & set(changed)
    for name, value in {**checked, **(_noted(actor, checked) if new_consent else {})}.items():
        setattr(picture, name, value)
    picture.version += 1
    picture.save()
    _record(actor, "picture.change", delivery, picture, changed)
    return picture


@transaction.atomic
def remove_picture(*, actor: Person, picture_id: int) -> None:
    """Remove a picture with its files; only the audit trail knows that there was one.

    Raises:
        NotPermitted: another unit's.
        WrongState: handed in already, or the campaign is closed.
    """
    delivery, picture = _locked_picture(actor, picture_id)
    _record(actor, "picture.remove", delivery, picture)
    files = (picture.original, picture.web, picture.thumb)
    picture.delete()
    for stored in files:
        forget(stored)


def _locked_picture(actor: Person, picture_id: int) -> tuple[Delivery, Picture]:
    placement_id = Picture.objects.filter(pk=picture_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound("没有这张照片，可能已被移除。")
    delivery = locked_to_write(actor, placement_id, DutyKind.PICTURES)
    picture = Picture.objects.select_related("original", "web", "thumb").filter(pk=picture_id).first()
    if picture is None:
        raise NotFound("没有这张照片，可能已被移除。")
    return delivery, picture


def _checked(facts: PictureFacts) -> dict[str, Any]:
    """The fields of a picture that people give, as they are kept."""
    caption, author, agreed = (" ".join(text.split()) for text in (facts.caption, facts.author, facts.consent.by))
    for name, text, most, what in (
        ("caption", caption, LONGEST_CAPTION, "说明"),
        ("author", author, LONGEST_AUTHOR, "作者"),
        ("consent_by", agreed, LONGEST_CONSENT, "谁同意的"),
    ):
        refuse_secrecy_marks(text)
        if len(text) > most:
            raise BadInput(f"{what}最多 {most} 个字，现有 {len(text)} 个字，请精简。", {name: f"最多 {most} 个字。"})
    today = clock.today()
    for name, day in (("taken_on", facts.taken_on), ("consent_on", facts.consent.on)):
        if day is not None and day > today:
            raise BadInput("日期还没有到，请核对年份和月份。", {name: "日期还没有到。"})
    complete = facts.minors != Minors.NONE and facts.consent.complete
    if facts.minors != Minors.NONE and facts.consent.begun and not complete:
        raise BadInput(INCOMPLETE, {"consent_by": INCOMPLETE})
    return {
        "caption": caption,
        "taken_on": facts.taken_on,
        "author": author,
        "minors": facts.minors,
        "use": use_of(facts.use, facts.minors, facts.consent),
        "consent_text": STATEMENT if complete else "",
        "consent_by": agreed if complete else "",
        "consent_on": facts.consent.on if complete else None,
    }


def _noted(actor: Person, checked: dict[str, Any]) -> dict[str, Any]:
    """Who wrote the consent down, and when; nobody where there is none."""
    given = bool(checked["consent_text"])
    return {
        "consent_noted_at": clock.now() if given else None,
        "consent_noted_by": actor.account_id if given else None,
    }


def _record(actor: Person, act: str, delivery: Delivery, picture: Picture, changed: Sequence[str] = ()) -> None:
    record(
        actor,
        act,
        delivery,
        personal={"consent_by": picture.consent_by} if picture.consent_by else None,
        picture=picture.pk,
        sha256=picture.sha256,
        minors=str(picture.minors),
        use=str(picture.use),
        fields=list(changed),
    )
