"""Writing a unit's work summary: typed on the page, or taken from a docx or pdf. Each keeping is a draft of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Placement
from sciweek.core import clock
from sciweek.core.audit import SYSTEM, Actor, record
from sciweek.core.errors import BadInput, Stale, permit
from sciweek.core.files import MEGABYTE, OFFICE_PARTS, Limits, Upload, keep, label_of, read_within, refuse_secrecy_marks
from sciweek.documents.sheets.archive import check_archive
from sciweek.materials.actions.handing import locked_to_write
from sciweek.materials.actions.taking_over import ONLY_SYSTEM, take_over
from sciweek.materials.models import Delivery
from sciweek.notices.reading.documents import read_document
from sciweek.people.person import Person
from sciweek.returns.models import Summary

DOCX = OFFICE_PARTS["word/document.xml"]
FILES = Limits({DOCX, "application/pdf"}, 10 * MEGABYTE)
LONGEST, LONGEST_READ = 20_000, 100_000
SHORTEST = 20


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is to be kept: a text, a file, or a file with the text that was read from it."""

    text: str
    data: bytes = b""
    name: str = ""
    media_type: str = ""


def write_summary(*, actor: Person, placement_id: int, text: str, seen: int | None = None) -> Summary:
    """Keep what was typed as the next draft; the same text again makes none.

    `seen` is the draft that the actor began from.

    Raises:
        NotPermitted, NotFound, WrongState: see `locked_to_write`.
        Stale: a colleague kept another draft since; both texts are given.
        BadInput: fewer than 20 characters, more than 20,000, or a secrecy mark.
    """
    return _keep(actor, placement_id, seen, _Draft(_checked(text)))


def upload_summary(*, actor: Person, placement_id: int, upload: Upload, seen: int | None = None) -> Summary:
    """Keep a file as the next draft; the text of a docx is read, so that it can be looked at here. A pdf stays as it is.

    Raises:
        NotPermitted, NotFound, WrongState, Stale: see `write_summary`.
        BadInput: neither docx nor pdf, larger than 10 MB, damaged, with macros, too long, or with a secrecy mark.
    """
    data, media_type = read_within(upload, FILES)
    name = label_of(upload.name)
    text = ""
    if media_type == DOCX:
        check_archive(data, name)
        text = _checked(read_document(data, name).text, LONGEST_READ)
    return _keep(actor, placement_id, seen, _Draft(text, data, name, media_type))


def _checked(text: str, longest: int = LONGEST) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    refuse_secrecy_marks(words)
    if len("".join(words.split())) < SHORTEST:
        raise BadInput(f"工作总结太短，至少写 {SHORTEST} 个字。", {"text": f"至少 {SHORTEST} 个字。"})
    if len(words) > longest:
        sentence = f"工作总结最多 {longest:,} 个字，现有 {len(words):,} 个字，请精简。"
        raise BadInput(sentence, {"text": sentence})
    return words


@transaction.atomic
def _keep(actor: Person, placement_id: int, seen: int | None, draft: _Draft) -> Summary:
    delivery = locked_to_write(actor, placement_id, DutyKind.SUMMARY)
    last = Summary.objects.filter(placement=placement_id).select_related("file").first()
    number = last.number if last else 0
    if seen is not None and seen != number:
        sentence = "工作总结刚被同事改过。请对照两个版本，再决定是否保存。"
        raise Stale(sentence, theirs=last.text if last else "", yours=draft.text)
    if last is not None and not draft.data and last.text == draft.text:
        return last
    return _made(actor, delivery, number + 1, draft)


def _made(actor: Person, delivery: Delivery, number: int, draft: _Draft) -> Summary:
    file = keep(draft.data, name=draft.name, media_type=draft.media_type, actor=actor) if draft.data else None
    made = Summary.objects.create(
        placement=delivery.placement,
        number=number,
        text=draft.text,
        file=file,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )
    record(actor, "summary.keep", delivery, number=number, sha256=file.sha256 if file else "", length=len(made.text))
    return made


@transaction.atomic
def take_over_summaries(*, actor: Actor, campaign_id: int, texts: Mapping[int, str]) -> int:
    """Keep and hand in the summaries of many units at once, by unit id: for a campaign that was run elsewhere.

    Who has written one or begun with it is left out; how many were taken over.

    Raises:
        NotPermitted: a person asks.
        BadInput: see `write_summary`.
    """
    permit(actor is SYSTEM, ONLY_SYSTEM)
    checked = {unit_id: _checked(text) for unit_id, text in texts.items()}
    rows = Placement.objects.select_for_update().filter(campaign=campaign_id, unit__in=checked, removed_at=None)
    written = Summary.objects.filter(placement__campaign=campaign_id).values("placement_id")
    placements = list(rows.exclude(pk__in=written).order_by("pk"))
    Summary.objects.bulk_create(
        [Summary(placement=row, number=1, text=checked[row.unit_id], at=clock.now()) for row in placements],
        batch_size=300,
    )
    units = [row.unit_id for row in placements]
    return len(take_over(actor=actor, campaign_id=campaign_id, kind=DutyKind.SUMMARY, unit_ids=units))
