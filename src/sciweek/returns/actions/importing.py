"""Many filled forms at once: taken in, kept for a day, and saved one by one, so that one that cannot be stops no other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.errors import BadInput, NotFound, Refused, WrongState, permit
from sciweek.people.person import Person
from sciweek.returns.actions.filling import Saved, open_for_unit, open_for_units, open_return, save_cells
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.actions.passing import BulkResult, submit_return
from sciweek.returns.actions.signing import attach_paper
from sciweek.returns.importing.gathering import Gathered, read_member
from sciweek.returns.importing.planning import CLOSED, Planned
from sciweek.returns.importing.staging import kept
from sciweek.returns.models import ImportBatch, ImportFile, Return
from sciweek.returns.queries.forms import form_text
from sciweek.returns.rules import may_import

KEPT_FOR = timedelta(hours=24)
MOST_WAITING = 5


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file's bytes in the shape in which uploads come."""

    name: str
    data: bytes

    @property
    def size(self) -> int:
        """How many bytes."""
        return len(self.data)

    def read(self, num_bytes: int | None = None) -> bytes:
        """The first bytes, or all."""
        return self.data[:num_bytes]


def take_in(*, actor: Person, campaign: Campaign, gathered: Gathered) -> ImportBatch:
    """Read files and keep what was read for a day, until an officer has looked at it.

    Raises:
        NotPermitted: not an officer, or the campaign is not on.
        BadInput: the office has five uploads waiting already.
    """
    permit(actor.is_officer and may_import(actor, campaign), CLOSED)
    form = form_text(ensure_form(campaign))
    read = [read_member(member, form, campaign.name) for member in gathered.members]
    with transaction.atomic():
        forget_expired()
        if ImportBatch.objects.filter(office=actor.unit_id, campaign=campaign).count() >= MOST_WAITING:
            raise BadInput(f"已有 {MOST_WAITING} 次上传等待处理。请先处理完，或把不要的放弃，再上传。")
        batch = ImportBatch.objects.create(
            campaign=campaign,
            office_id=actor.unit_id,
            at=clock.now(),
            expires_at=timezone.now() + KEPT_FOR,
            account_id=actor.account_id,
            actor_name=actor.name,
            left_out=gathered.left_out,
        )
        ImportFile.objects.bulk_create(
            [
                ImportFile(
                    batch=batch,
                    position=position,
                    name=each.name,
                    layout=kept(each.layout) if each.layout else None,
                    scan=each.scan or None,
                    refusal=each.refusal,
                )
                for position, each in enumerate(read)
            ],
            batch_size=50,
        )
        record(actor, "import.take_in", batch, campaign=campaign.pk, files=len(read))
    return batch


@transaction.atomic
def assign(*, actor: Person, file_id: int, placement_id: int) -> ImportFile:
    """Say whose a file is. Whether the office may enter for that unit is asked when it is saved.

    Raises:
        NotFound: no such file of this office.
        WrongState: it was saved already.
    """
    file = _locked(actor, file_id)
    if not Placement.objects.filter(pk=placement_id, campaign=file.batch.campaign_id, removed_at=None).exists():
        raise NotFound("应报名单里没有这家单位。")
    file.placement_id, file.trouble = placement_id, ""
    file.save(update_fields=["placement", "trouble"])
    return file


def _locked(actor: Person, file_id: int) -> ImportFile:
    """A file that is not done yet, with its row locked: two who press the button at once stand in line here."""
    if not ImportFile.objects.select_for_update().filter(pk=file_id, batch__office=actor.unit_id).values_list("pk"):
        raise NotFound("这个文件已经清除，请重新上传。")
    file = ImportFile.objects.select_related("batch__campaign").get(pk=file_id)
    if file.ret_id is not None:
        raise WrongState("这个文件已经读入。")
    return file


def _opened(actor: Person, place: Placement) -> Return:
    """The unit's return: its own to the unit's people, else to an office that enters for it.

    Raises:
        NotPermitted: see `open_for_unit`.
    """
    found = Return.objects.filter(placement=place).first()
    if found is not None:
        return found
    if actor.works_at(place.unit_id):
        return open_return(actor=actor, unit_id=place.unit_id, campaign=place.campaign)
    return open_for_unit(actor=actor, placement=place)


def save_planned(*, actor: Person, campaign: Campaign, chosen: Sequence[tuple[Planned, int]]) -> list[BulkResult]:
    """Save files of an upload that are ready, each with the version that the officer looked at, each on its own."""
    _open(actor, campaign, [planned for planned, _version in chosen])
    results = []
    for planned, version in chosen:
        try:
            ret = _save_staged(actor, planned, version)
        except Refused as refusal:
            ImportFile.objects.filter(pk=planned.file.key, ret=None).update(trouble=refusal.sentence)
            results.append(BulkResult(0, planned.file.name, refusal.sentence))
        else:
            results.append(BulkResult(ret.pk, planned.file.name))
    return results


@transaction.atomic
def _save_staged(actor: Person, planned: Planned, version: int) -> Return:
    """Save one file, and keep where it went."""
    _refuse_unready(planned)
    file = _locked(actor, planned.file.key)
    ret, changed = _put(actor, planned, version, Bytes(file.name, bytes(file.scan or b"")), "import")
    return _mark_done(file, ret, changed)


def save_at_once(
    *, actor: Person, campaign: Campaign, chosen: Sequence[tuple[Planned, bytes]], source: str
) -> list[BulkResult]:
    """Save files that nobody keeps waiting, with the bytes of the scans among them, each on its own."""
    _open(actor, campaign, [planned for planned, _data in chosen])
    results = []
    for planned, data in chosen:
        try:
            _refuse_unready(planned)
            ret, _changed = _put(actor, planned, planned.version, Bytes(planned.file.name, data), source)
        except Refused as refusal:
            results.append(BulkResult(0, planned.file.name, refusal.sentence))
        else:
            results.append(BulkResult(ret.pk, planned.file.name))
    return results


def _open(actor: Person, campaign: Campaign, planned: Sequence[Planned]) -> None:
    """Open the returns that are not there yet, all at once: one by one would take longer than reading the files."""
    wanted = [each.place.pk for each in planned if each.place and each.present and each.present.ret is None]
    open_for_units(actor=actor, campaign=campaign, placement_ids=wanted)


def _refuse_unready(planned: Planned) -> None:
    if not planned.offered:
        raise BadInput(planned.sentence or "这个文件还不能读入。请按提示处理。")


@transaction.atomic
def _put(actor: Person, planned: Planned, version: int, scan: Bytes, source: str) -> tuple[Return, int]:
    """Put a sheet into its unit's return or a scan beside it; how many cells changed."""
    if planned.place is None or planned.present is None:
        raise BadInput(planned.sentence)
    ret = planned.present.ret or _opened(actor, planned.place)
    if planned.trial is None:
        attach_paper(actor=actor, ret_id=ret.pk, upload=scan)
        return ret, 0
    typed = planned.trial.typed
    return ret, len(save_cells(actor=actor, ret_id=ret.pk, version=version, typed=typed, source=source).changed)


def _mark_done(file: ImportFile, ret: Return, changed: int) -> Return:
    """Keep where a file went; the bytes of a scan are not needed any more."""
    file.ret, file.placement_id, file.changed, file.trouble, file.scan = ret, ret.placement_id, changed, "", None
    file.save(update_fields=["ret", "placement", "changed", "trouble", "scan"])
    return ret


@transaction.atomic
def save_confirmed(*, actor: Person, file_id: int, ret_id: int, version: int, typed: Mapping[str, str]) -> Saved:
    """Save a file as a person has confirmed it row by row, on the page of a single upload.

    Raises:
        NotFound, WrongState: see `assign`.
        NotPermitted, Stale: see `save_cells`.
    """
    file = _locked(actor, file_id)
    saved = save_cells(actor=actor, ret_id=ret_id, version=version, typed=typed, source="import")
    _mark_done(file, Return.objects.get(pk=ret_id), len(saved.changed))
    return saved


def submit_many(*, actor: Person, versions: Mapping[int, int]) -> list[BulkResult]:
    """Submit returns (id to the version that was looked at), each on its own."""
    units = dict(Return.objects.filter(pk__in=versions).values_list("pk", "unit__name"))
    results = []
    for ret_id, version in versions.items():
        try:
            submit_return(actor=actor, ret_id=ret_id, seen=version)
        except Refused as refusal:
            results.append(BulkResult(ret_id, units.get(ret_id, ""), refusal.sentence))
        else:
            results.append(BulkResult(ret_id, units.get(ret_id, "")))
    return results


@transaction.atomic
def discard(*, actor: Person, batch_id: int) -> None:
    """Put an upload away; what was saved from it stays saved.

    Raises:
        NotFound: no such upload of this office.
    """
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, office=actor.unit_id).first()
    if batch is None:
        raise NotFound("这次上传已经清除。")
    record(actor, "import.discard", batch, campaign=batch.campaign_id)
    batch.delete()


def forget_expired() -> int:
    """Delete uploads that were left for a day; how many."""
    expired: Collection[int] = list(
        ImportBatch.objects.filter(expires_at__lte=timezone.now()).values_list("pk", flat=True)
    )
    ImportBatch.objects.filter(pk__in=expired).delete()
    return len(expired)
