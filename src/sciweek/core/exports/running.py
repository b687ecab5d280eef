"""Writing an export in a worker.

An export is taken by a conditional update that counts the attempt, and everything the worker writes later holds only while
the export still runs in this attempt: who cancelled it, or took it up again after the worker was thought dead, wins.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from sciweek.core import worker
from sciweek.core.audit import SYSTEM, record
from sciweek.core.errors import Refused
from sciweek.core.exports.kinds import KINDS
from sciweek.core.models import Export, ExportState

KEPT = timedelta(days=7)
TOLD_EVERY_SECONDS = 0.5
Row = TypeVar("Row")


class Overtaken(Exception):
    """The export was cancelled, or another worker is at it: stop, and leave it as it is."""


class PutOff(Exception):
    """This process shall end: stop, and let another worker begin again."""


class Progress:
    """How far a worker is with an export: told to the database a few times a second, and the place where it stops."""

    def __init__(self, export: Export) -> None:
        self.rows = 0
        self._mine = running(export)
        self._told_at = 0.0

    def follow(self, rows: Iterable[Row], of: int) -> Iterator[Row]:
        """The rows as they are taken, of so many in all.

        Raises:
            Overtaken, PutOff: there is no use in going on.
        """
        self._tell(of)
        for row in rows:
            yield row
            self.rows += 1
            if time.monotonic() - self._told_at > TOLD_EVERY_SECONDS:
                self._tell(of)
        self._tell(of)

    def _tell(self, of: int) -> None:
        if worker.STOPPING.is_set():
            raise PutOff
        if not self._mine.update(rows=self.rows, of_rows=of, beat_at=timezone.now()):
            raise Overtaken
        self._told_at = time.monotonic()


def running(export: Export) -> "QuerySet[Export]":
    """The export as long as it runs in the attempt that `export` was read in: what a worker may still write to."""
    return Export.objects.filter(pk=export.pk, state=ExportState.RUNNING, attempt=export.attempt)


def path_of(name: str) -> Path:
    """Where the file of an export lies."""
    return Path(settings.EXPORTS) / name


@task()
def run_export(export_id: int) -> None:
    """Write one export, unless it was cancelled or somebody else is at it."""
    export = _taken(export_id)
    if export is None:
        return
    name = secrets.token_hex(16)
    with translation.override(export.language):
        try:
            _finish(export, name, _written(export, path_of(name)))
        except Exception as reason:
            path_of(name).unlink(missing_ok=True)
            if not _settled(export, reason):
                raise


def _settled(export: Export, reason: Exception) -> bool:
    """Leave the export as the reason for breaking off asks for; False for a reason that nobody foresaw."""
    match reason:
        case Overtaken():
            return True
        case PutOff():
            put_back(export)
            return True
        case Refused():
            fail(export, reason.sentence)
            return True
    fail(export, _("生成时出错，已记入系统日志。请重试；仍不成功请联系系统管理员。"))
    return False


def _taken(export_id: int) -> Export | None:
    waiting = Export.objects.filter(pk=export_id, state=ExportState.WAITING)
    taken = waiting.update(
        state=ExportState.RUNNING, attempt=F("attempt") + 1, beat_at=timezone.now(), rows=0, of_rows=None
    )
    return Export.objects.get(pk=export_id) if taken else None


def _written(export: Export, path: Path) -> Progress:
    path.parent.mkdir(parents=True, exist_ok=True)
    progress = Progress(export)
    with path.open("xb") as out:
        KINDS[export.kind].write(export, out, progress)
        out.flush()
        os.fsync(out.fileno())
    return progress


def _finish(export: Export, name: str, progress: Progress) -> None:
    with path_of(name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size, now = path_of(name).stat().st_size, timezone.now()
    with transaction.atomic():
        kept = running(export).update(
            state=ExportState.DONE,
            file=name,
            size=size,
            rows=progress.rows,
            of_rows=progress.rows,
            ended_at=now,
            expires_at=now + KEPT,
        )
        if not kept:
            raise Overtaken
        record(SYSTEM, "export.done", export, rows=progress.rows, size=size, sha256=digest)


def fail(export: Export, sentence: str) -> bool:
    """End the attempt with a sentence for the asker; False where it had ended already."""
    failed = running(export).update(state=ExportState.FAILED, failure=sentence[:300], ended_at=timezone.now())
    return bool(failed)


@transaction.atomic
def put_back(export: Export) -> bool:
    """Let another worker begin the export anew; False where the attempt had ended already."""
    if not running(export).update(state=ExportState.WAITING, beat_at=timezone.now(), rows=0, of_rows=None):
        return False
    run_export.enqueue(export.pk)
    return True
