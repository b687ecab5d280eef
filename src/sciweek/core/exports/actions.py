"""Asking for exports, cancelling and removing them: each by the person whose export it is."""

import hashlib
from collections.abc import Mapping
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciweek.core import clock
from sciweek.core.audit import record
from sciweek.core.audit.chain import canonical
from sciweek.core.errors import BadInput, NotFound, WrongState
from sciweek.core.exports.kinds import KINDS
from sciweek.core.exports.queries import exports_of
from sciweek.core.exports.running import path_of, run_export
from sciweek.core.locks import lock_pair
from sciweek.core.models import OPEN_STATES, Export, ExportState

MOST_WAITING = 5
SHORTEST_REASON = 4
LONGEST_REASON = 200


class Asker(Protocol):
    """Who asks: an account acting under one membership. A person of room `people`."""

    @property
    def account_id(self) -> int: ...
    @property
    def membership_id(self) -> int: ...
    @property
    def unit_id(self) -> int: ...
    @property
    def label(self) -> str: ...


@transaction.atomic
def ask_export(
    *,
    actor: Asker,
    kind: str,
    arguments: Mapping[str, object],
    title: str,
    file_name: str,
    reason: str = "",
    traced: Mapping[str, object] | None = None,
) -> Export:
    """Let a worker write an export. Who asks for what is already waiting or running gets that one.

    Whether the actor may have it is for the room to ask before, and for the kind's function to ask again. `traced` is
    what the audit trail keeps of the arguments, where they hold more than ids.

    Raises:
        BadInput: a list of people without a reason.
        WrongState: five wait already.
    """
    reason = _reason(reason) if KINDS[kind].personal else ""
    digest = hashlib.sha256(canonical([kind, dict(arguments), get_language()])).hexdigest()
    lock_pair(0, actor.account_id)
    if (there := exports_of(actor).filter(digest=digest, state__in=OPEN_STATES).first()) is not None:
        return there
    _refuse_one_too_many(actor)
    made = Export.objects.create(
        kind=kind,
        arguments=dict(arguments),
        digest=digest,
        title=title[:200],
        file_name=file_name,
        language=get_language() or "",
        **_ids(actor),
        asked_at=clock.now(),
        beat_at=timezone.now(),
    )
    kept = dict(arguments if traced is None else traced)
    record(actor, "export.ask", made, personal={"reason": reason} if reason else None, kind=kind, arguments=kept)
    run_export.enqueue(made.pk)
    return made


def _ids(actor: Asker) -> dict[str, int]:
    return {"account_id": actor.account_id, "membership_id": actor.membership_id, "unit_id": actor.unit_id}


def _refuse_one_too_many(actor: Asker) -> None:
    if Export.objects.filter(account_id=actor.account_id, state=ExportState.WAITING).count() >= MOST_WAITING:
        raise WrongState(
            _("您已有 %(count)s 项下载在等待生成。请等其中一项完成，或取消一项后再试。") % {"count": MOST_WAITING}
        )


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        sentence = _("名单含个人信息，请写明用途，%(least)s 到 %(most)s 个字；用途会记入审计。") % {
            "least": SHORTEST_REASON,
            "most": LONGEST_REASON,
        }
        raise BadInput(sentence, {"reason": sentence})
    return reason


@transaction.atomic
def cancel_export(*, actor: Asker, export_id: int) -> Export:
    """Call off an export that waits or runs; its worker stops within a second or so.

    Raises:
        NotFound: not the actor's.
        WrongState: it has ended.
    """
    export = _locked(actor, export_id)
    if not export.is_open:
        raise WrongState(_("这项下载已经结束，不能再取消。"))
    export.state, export.ended_at = ExportState.CANCELLED, timezone.now()
    export.save(update_fields=["state", "ended_at"])
    record(actor, "export.cancel", export, rows=export.rows)
    return export


@transaction.atomic
def remove_export(*, actor: Asker, export_id: int) -> None:
    """Take an export that has ended off the list, with its file. What was exported stays in the audit trail.

    Raises:
        NotFound: not the actor's.
        WrongState: it still waits or runs.
    """
    export = _locked(actor, export_id)
    if export.is_open:
        raise WrongState(_("这项下载还没有结束。请先取消，再删除。"))
    record(actor, "export.remove", export, state=export.state)
    if export.file:
        path = path_of(export.file)
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    export.delete()


def _locked(actor: Asker, export_id: int) -> Export:
    export = exports_of(actor).select_for_update().filter(pk=export_id).first()
    if export is None:
        raise NotFound(_("没有这项下载。"))
    return export
