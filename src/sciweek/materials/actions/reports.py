"""A unit's media reports: entered one by one or from a list, corrected, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.audit import Fact, record, record_all
from sciweek.core.errors import BadInput, NotFound, Stale
from sciweek.core.files import MEGABYTE, Limits, Upload, forget, keep, read_within, refuse_secrecy_marks
from sciweek.core.images import redrawn
from sciweek.core.models import StoredFile
from sciweek.materials.actions.handing import locked_to_write
from sciweek.materials.enums import MediaLevel, Origin
from sciweek.materials.links import read_link
from sciweek.materials.models import Delivery, MediaReport
from sciweek.people.person import Person

PROOFS = Limits({"application/pdf", "image/jpeg", "image/png", "image/webp"}, 10 * MEGABYTE)
MOST_REPORTS = 500
LONGEST_TITLE, LONGEST_MEDIUM, LONGEST_NOTE = 200, 80, 300
# A report on the preparations may come out this long before the week; an earlier day is a slip of the year.
BEFOREHAND = timedelta(days=150)
SAME = "本单位已经登记过这个网址，没有重复登记。"
NO_PROOF = "网址和截图（或扫描件）至少要有一样。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """A media report as typed and not yet checked."""

    title: str
    medium: str
    level: MediaLevel
    origin: Origin
    published_on: date
    url: str = ""
    note: str = ""


def checked_report(facts: ReportFacts, campaign: Campaign) -> dict[str, Any]:
    """The fields of a media report as they are kept.

    Raises:
        BadInput: a title or medium is missing or too long, the day cannot be right, the address is none.
    """
    title, medium, note = (" ".join(text.split()) for text in (facts.title, facts.medium, facts.note))
    for name, text, most, what in (
        ("title", title, LONGEST_TITLE, "标题"),
        ("medium", medium, LONGEST_MEDIUM, "媒体名称"),
        ("note", note, LONGEST_NOTE, "备注"),
    ):
        refuse_secrecy_marks(text)
        if not text and name != "note":
            raise BadInput(f"请填写{what}。", {name: f"请填写{what}。"})
        if len(text) > most:
            raise BadInput(f"{what}最多 {most} 个字，现有 {len(text)} 个字，请精简。", {name: f"最多 {most} 个字。"})
    _refuse_day(facts.published_on, campaign)
    link = read_link(facts.url) if facts.url.strip() else None
    return {
        "title": title,
        "medium": medium,
        "level": facts.level,
        "origin": facts.origin,
        "published_on": facts.published_on,
        "url": link.address if link else "",
        "url_key": link.key if link else "",
        "note": note,
    }


def _refuse_day(day: date, campaign: Campaign) -> None:
    wrong = "发布日期还没有到" if day > clock.today() else ""
    if day < campaign.start - BEFOREHAND:
        wrong = f"发布日期比活动周开始（{campaign.start:%Y-%m-%d}）早得多"
    if wrong:
        raise BadInput(f"{wrong}，请核对年份：{day:%Y-%m-%d}。", {"published_on": f"{wrong}，请核对年份。"})


@transaction.atomic
def add_report(*, actor: Person, placement_id: int, facts: ReportFacts, proof: Upload | None = None) -> MediaReport:
    """Enter a media report, with an address or a picture or pdf as proof.

    Raises:
        NotPermitted: another unit's.
        NotFound: no such unit on a roster, or the campaign asks for no media reports.
        WrongState: handed in already, or the campaign is closed.
        BadInput: see `checked_report`; neither address nor proof; the unit has entered this address before.
    """
    delivery = locked_to_write(actor, placement_id, DutyKind.MEDIA)
    checked = checked_report(facts, delivery.placement.campaign)
    if not checked["url"] and proof is None:
        raise BadInput(NO_PROOF, {"url": NO_PROOF})
    _refuse_same(delivery.placement, checked["url_key"])
    present = MediaReport.objects.filter(placement=placement_id).count()
    if present >= MOST_REPORTS:
        raise BadInput(f"一个单位最多 {MOST_REPORTS} 条媒体报道。请先移除不需要的。")
    file = _proof(actor, proof) if proof is not None else None
    made = MediaReport.objects.create(**_new(actor, delivery.placement, checked), proof=file)
    _record(actor, "media.add", delivery, made)
    return made


def add_reports(*, actor: Person, delivery: Delivery, checked: Sequence[dict[str, Any]]) -> list[MediaReport]:
    """Enter many that were checked, in a few statements; the caller holds the lock of `delivery` and judged each."""
    made = MediaReport.objects.bulk_create(
        [MediaReport(**_new(actor, delivery.placement, each)) for each in checked], batch_size=200
    )
    record_all(actor, [Fact("media.add", delivery, {"reports": [each.pk for each in made]})])
    return made


def _new(actor: Person, placement: Placement, checked: dict[str, Any]) -> dict[str, Any]:
    return {
        **checked,
        "campaign_id": placement.campaign_id,
        "placement": placement,
        "unit_id": placement.unit_id,
        "added_at": clock.now(),
        "account_id": actor.account_id,
        "actor_name": actor.name,
    }


@transaction.atomic
def change_report(
    *, actor: Person, report_id: int, version: int, facts: ReportFacts, proof: Upload | None = None
) -> MediaReport:
    """Correct a media report; a new proof replaces the old one.

    Raises:
        NotPermitted, WrongState, BadInput: see `add_report`.
        Stale: somebody changed it meanwhile.
    """
    delivery, report = _locked_report(actor, report_id)
    checked = checked_report(facts, delivery.placement.campaign)
    if report.version != version:
        theirs = {name: getattr(report, name) for name in checked}
        raise Stale("这条报道刚被同事改过。请对照最新内容，再决定是否保存。", theirs=theirs, yours=checked)
    if not checked["url"] and proof is None and report.proof is None:
        raise BadInput(NO_PROOF, {"url": NO_PROOF})
    _refuse_same(delivery.placement, checked["url_key"], but=report)
    changed = [name for name, value in checked.items() if getattr(report, name) != value]
    if not changed and proof is None:
        return report
    for name, value in checked.items():
        setattr(report, name, value)
    old, report.version = report.proof, report.version + 1
    if proof is not None:
        report.proof = _proof(actor, proof)
    report.save()
    if proof is not None and old is not None:
        forget(old)
    _record(actor, "media.change", delivery, report, changed)
    return report


@transaction.atomic
def remove_report(*, actor: Person, report_id: int) -> None:
    """Remove a media report with its proof; only the audit trail knows that there was one.

    Raises:
        NotPermitted, WrongState: see `add_report`.
    """
    delivery, report = _locked_report(actor, report_id)
    _record(actor, "media.remove", delivery, report)
    proof = report.proof
    report.delete()
    if proof is not None:
        forget(proof)


def _locked_report(actor: Person, report_id: int) -> tuple[Delivery, MediaReport]:
    placement_id = MediaReport.objects.filter(pk=report_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound("没有这条报道，可能已被移除。")
    delivery = locked_to_write(actor, placement_id, DutyKind.MEDIA)
    report = MediaReport.objects.select_related("proof").filter(pk=report_id).first()
    if report is None:
        raise NotFound("没有这条报道，可能已被移除。")
    return delivery, report


def _refuse_same(placement: Placement, key: str, *, but: MediaReport | None = None) -> None:
    same = MediaReport.objects.filter(placement=placement, url_key=key)
    if key and (same.exclude(pk=but.pk) if but else same).exists():
        raise BadInput(SAME, {"url": SAME})


def _proof(actor: Person, upload: Upload) -> StoredFile:
    """A picture drawn anew, or a pdf as it is.

    Raises:
        BadInput: see `read_within` and `redrawn`.
    """
    data, media_type = read_within(upload, PROOFS)
    if media_type != "application/pdf":
        data, media_type = redrawn(data), "image/jpeg"
    return keep(data, name=upload.name, media_type=media_type, actor=actor)


def _record(actor: Person, act: str, delivery: Delivery, report: MediaReport, changed: Sequence[str] = ()) -> None:
    level, origin = str(report.level), str(report.origin)
    record(actor, act, delivery, report=report.pk, level=level, origin=origin, fields=list(changed))
