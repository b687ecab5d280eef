"""Keeping house: files that expire, exports whose worker died, records that nobody needs any more."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from sciweek.core.exports.running import fail, path_of, put_back, run_export
from sciweek.core.models import OPEN_STATES, Export, ExportState

# A worker tells of itself twice a second while it takes rows; packing a large workbook takes a minute or two.
THOUGHT_DEAD_AFTER = timedelta(minutes=15)
MOST_ATTEMPTS = 3
RECORD_KEPT = timedelta(days=30)
STRAY_FILE_KEPT = timedelta(days=1)


def expire() -> int:
    """Delete files that have been kept long enough; how many."""
    count = 0
    for export in Export.objects.filter(state=ExportState.DONE, expires_at__lte=timezone.now()):
        path = path_of(export.file)
        if Export.objects.filter(pk=export.pk, state=ExportState.DONE).update(state=ExportState.EXPIRED, file=""):
            path.unlink(missing_ok=True)
            count += 1
    return count


def take_up_again() -> int:
    """Put exports back whose worker gives no sign of life, after three attempts no more; how many."""
    silent = Export.objects.filter(state=ExportState.RUNNING, beat_at__lt=timezone.now() - THOUGHT_DEAD_AFTER)
    return sum(_taken_up_again(export) for export in silent)


@transaction.atomic
def _taken_up_again(export: Export) -> bool:
    if export.attempt < MOST_ATTEMPTS:
        moved = put_back(export)
    else:
        with translation.override(export.language):
            moved = fail(export, _("生成时中断了三次，已停止。请缩小范围再试，或联系系统管理员。"))
    if moved:
        # The dead worker's task would stand as running until it is given up.
        lost = DBTaskResult.objects.running().filter(task_path=run_export.module_path)
        lost.filter(args_kwargs__args__0=export.pk).delete()
    return moved


def forget() -> int:
    """Delete the records of exports that ended long ago, and what killed workers left lying; how many records."""
    old = Export.objects.exclude(state__in=[*OPEN_STATES, ExportState.DONE])
    count, _each = old.filter(ended_at__lt=timezone.now() - RECORD_KEPT).delete()
    known = set(Export.objects.exclude(file="").values_list("file", flat=True))
    before = (timezone.now() - STRAY_FILE_KEPT).timestamp()
    folder = Path(settings.EXPORTS)
    for path in folder.iterdir() if folder.exists() else ():
        if path.name not in known and path.stat().st_mtime < before:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return count
