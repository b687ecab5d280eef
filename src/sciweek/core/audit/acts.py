"""Writing, sealing and verifying the trail."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import models, transaction

from sciweek.core import clock
from sciweek.core.audit.chain import START, canonical, entry_hash, merkle_root, seal_code, stamp
from sciweek.core.locks import lock_pair
from sciweek.core.models import AuditChain, AuditEntry, AuditLeaf, AuditPersonal, AuditSeal

SEAL_BATCH = 50_000
SEALERS = (-1, 0)  # no campaign has this number


class Actor(Protocol):
    """Who acts. A person of room `people`, or `SYSTEM`."""

    @property
    def account_id(self) -> int | None: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The installation itself: periodic jobs and the command line."""

    account_id: int | None = None
    unit_id: int | None = None
    label: str = "系统"


SYSTEM = SystemActor()


@dataclass(frozen=True, slots=True)
class Fact:
    """One act on one subject, ready to be written. `personal` values go to the erasable side row."""

    act: str
    subject: models.Model
    detail: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, object] = field(default_factory=dict)


def subject_key(subject: models.Model) -> tuple[str, str]:
    """The type and id under which a model instance has its chain."""
    return subject._meta.label_lower, str(subject.pk)


def record(
    actor: Actor, act: str, subject: models.Model, *, personal: Mapping[str, object] | None = None, **detail: object
) -> AuditEntry:
    """Append one entry to the subject's chain, inside the transaction of the act itself.

    `detail` holds ids, codes, states and digests only: no names, phones or free text about people.
    """
    return record_all(actor, [Fact(act, subject, detail, personal or {})])[0]


def record_all(actor: Actor, facts: Sequence[Fact]) -> list[AuditEntry]:
    """Append many entries in a handful of queries. Chains are locked in key order, so that two writers never deadlock."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit entry is written in the transaction of its act")
    moment = clock.now()
    heads = _locked_heads(sorted({subject_key(fact.subject) for fact in facts}))
    entries, personal = [], []
    for fact in facts:
        entry, side = _next_entry(actor, fact, heads[subject_key(fact.subject)], moment)
        entries.append(entry)
        if side is not None:
            personal.append(side)
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    if personal:
        AuditPersonal.objects.bulk_create(personal, batch_size=500)
    _write_heads(list(heads.values()))
    return entries


def _write_heads(heads: Sequence[AuditChain]) -> None:
    # A bulk update of one row costs more to put together than to run.
    if len(heads) == 1:
        AuditChain.objects.filter(pk=heads[0].pk).update(length=heads[0].length, head=heads[0].head)
    else:
        AuditChain.objects.bulk_update(heads, ["length", "head"], batch_size=300)


def _locked_heads(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], AuditChain]:
    heads: dict[tuple[str, str], AuditChain] = {}
    if len(keys) == 1:
        kind, pk = keys[0]
        head = AuditChain.objects.select_for_update().filter(subject_type=kind, subject_id=pk).first()
        if head is not None:
            return {keys[0]: head}
    for start in range(0, len(keys), 300):
        part = keys[start : start + 300]
        wanted = [AuditChain(subject_type=kind, subject_id=pk, head=START) for kind, pk in part]
        AuditChain.objects.bulk_create(wanted, ignore_conflicts=True)
        ids_by_type: dict[str, list[str]] = {}
        for kind, pk in part:
            ids_by_type.setdefault(kind, []).append(pk)
        for kind, ids in ids_by_type.items():
            rows = AuditChain.objects.select_for_update().filter(subject_type=kind, subject_id__in=ids)
            for head in rows.order_by("subject_type", "subject_id"):
                heads[head.subject_type, head.subject_id] = head
    return heads


def _next_entry(
    actor: Actor, fact: Fact, head: AuditChain, moment: datetime
) -> tuple[AuditEntry, AuditPersonal | None]:
    salt = secrets.token_hex(16) if fact.personal else ""
    digest = hashlib.sha256(salt.encode() + canonical(dict(fact.personal))).hexdigest() if fact.personal else ""
    entry = AuditEntry(
        subject_type=head.subject_type,
        subject_id=head.subject_id,
        number=head.length + 1,
        at=moment,
        account_id=actor.account_id,
        unit_id=actor.unit_id,
        act=fact.act,
        detail=dict(fact.detail),
        personal_digest=digest,
        previous=head.head,
    )
    entry.hash = entry_hash(entry.previous, facts_of(entry))
    head.length, head.head = entry.number, entry.hash
    return entry, AuditPersonal(entry=entry, salt=salt, values=dict(fact.personal)) if fact.personal else None


def facts_of(entry: AuditEntry) -> dict[str, object]:
    """What an entry's hash covers besides the entry before it."""
    return {
        "subject": [entry.subject_type, entry.subject_id],
        "number": entry.number,
        "at": stamp(entry.at),
        "account": entry.account_id,
        "unit": entry.unit_id,
        "act": entry.act,
        "detail": entry.detail,
        "personal": entry.personal_digest,
    }


@transaction.atomic
def seal() -> AuditSeal | None:
    """Seal what has been committed and not been sealed; None when there is nothing.

    Two sealers queue. An entry that commits later gets into a later seal.
    """
    # A lock on the last seal would not do: who waits for that row gets it when it is the last no more.
    lock_pair(*SEALERS)
    last = AuditSeal.objects.order_by("-number").first()
    entries = list(AuditEntry.objects.filter(leaf__isnull=True).order_by("id").only("id", "hash")[:SEAL_BATCH])
    if not entries:
        return None
    number, previous = (last.number + 1, last.code) if last else (1, START)
    moment, root = clock.now(), merkle_root([entry.hash for entry in entries])
    code = seal_code(
        settings.SEAL_KEY, number=number, root=root, count=len(entries), previous=previous, at=stamp(moment)
    )
    made = AuditSeal.objects.create(
        number=number, at=moment, count=len(entries), root=root, previous=previous, code=code
    )
    leaves = (AuditLeaf(entry=entry, seal=made, position=place) for place, entry in enumerate(entries))
    AuditLeaf.objects.bulk_create(leaves, batch_size=400)
    return made


def broken_chains() -> Iterator[str]:
    """Each fault of the chains as a Chinese sentence; nothing when all are whole. Reads the whole trail once."""
    heads = {(c.subject_type, c.subject_id): (c.length, c.head) for c in AuditChain.objects.iterator()}
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for entry in AuditEntry.objects.order_by("subject_type", "subject_id", "number").iterator(2000):
        key = (entry.subject_type, entry.subject_id)
        length, head = seen.get(key, (0, START))
        if entry.number != length + 1 or entry.previous != head:
            yield f"{key[0]} {key[1]} 的第 {length + 1} 条审计记录缺失或次序被改动。"
        if entry.hash != entry_hash(entry.previous, facts_of(entry)):
            yield f"{key[0]} {key[1]} 的第 {entry.number} 条审计记录内容被改动。"
        seen[key] = (entry.number, entry.hash)
    for key, state in heads.items():
        if state != seen.get(key, (0, START)):
            yield f"{key[0]} {key[1]} 的审计记录末尾缺失。"
    yield from (f"{kind} {pk} 的审计链没有链头。" for kind, pk in seen.keys() - heads.keys())


def broken_seals() -> Iterator[str]:
    """Each fault of the seals as a Chinese sentence; nothing when all hold."""
    previous, number = START, 0
    for made in AuditSeal.objects.order_by("number").iterator():
        leaves: Iterable[str] = (
            AuditLeaf.objects.filter(seal=made).order_by("position").values_list("entry__hash", flat=True)
        )
        hashes = list(leaves)
        if made.number != number + 1 or made.previous != previous:
            yield f"第 {number + 1} 号封印缺失。"
        if len(hashes) != made.count or merkle_root(hashes) != made.root:
            yield f"第 {made.number} 号封印下的审计记录有增删或改动。"
        code = seal_code(
            settings.SEAL_KEY,
            number=made.number,
            root=made.root,
            count=made.count,
            previous=made.previous,
            at=stamp(made.at),
        )
        if code != made.code:
            yield f"第 {made.number} 号封印与密钥不符：封印被改动，或数据目录里的封印密钥已更换。"
        previous, number = made.code, made.number
