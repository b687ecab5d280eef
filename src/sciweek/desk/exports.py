"""Downloads (下载): the files that a person asked for, how far they are, and how long they stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.core.errors import NotFound
from sciweek.core.exports.actions import cancel_export, remove_export
from sciweek.core.exports.queries import exports_of
from sciweek.core.exports.running import path_of
from sciweek.core.models import Export, ExportState
from sciweek.pages.fragments import is_fragment
from sciweek.people.access import DeskRequest, allow

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# A page asks again by itself only while something happens: each request counts as the person's being there.
ASKS_AGAIN_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Shown:
    """One export as the page shows it. `days` is how long its file stays, a day begun counting whole."""

    export: Export
    days: int

    @property
    def is_packing(self) -> bool:
        """Whether all rows are written and the file is being closed."""
        return bool(self.export.of_rows) and self.export.rows == self.export.of_rows


def _shown(export: Export, now: datetime) -> Shown:
    left = (export.expires_at or now) - now
    return Shown(export, max(0, -(-left // timedelta(days=1))))


@allow()
def exports(request: DeskRequest) -> HttpResponse:
    """The person's downloads. While something runs, the page asks for its list again every two seconds."""
    now, rows = timezone.now(), list(exports_of(request.person))
    working = [export for export in rows if export.is_open]
    ready = sum(export.state == ExportState.DONE for export in rows)
    context = {
        "title": _("下载"),
        "rows": [_shown(export, now) for export in rows],
        "working": len(working),
        "asks_again": any(export.beat_at > now - ASKS_AGAIN_FOR for export in working),
        # Spoken only when it is other than before: the list is drawn anew every two seconds.
        "changed": is_fragment(request) and request.GET.get("working") != str(len(working)),
        "said": _("%(working)s 项正在生成，%(ready)s 项可以下载。") % {"working": len(working), "ready": ready},
    }
    return render(request, "desk/_exports.html" if is_fragment(request) else "desk/exports.html", context)


@allow()
def export_file(request: DeskRequest, pk: int) -> FileResponse:
    """The file, for who asked for it alone."""
    export = exports_of(request.person).filter(pk=pk, state=ExportState.DONE, expires_at__gt=timezone.now()).first()
    if export is None:
        raise Http404
    try:
        content = path_of(export.file).open("rb")
    except FileNotFoundError:
        raise NotFound(_("文件已不在服务器上。请在“下载”页删除这一项，再重新生成。")) from None
    media_type = MEDIA_TYPES.get(export.file_name.rpartition(".")[2], "application/octet-stream")
    answer = FileResponse(content, as_attachment=True, filename=export.file_name, content_type=media_type)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@allow()
@require_POST
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Call off what waits or runs."""
    cancel_export(actor=request.person, export_id=pk)
    messages.success(request, _("已取消。"))
    return HttpResponseRedirect(reverse("desk:exports"))


@allow()
@require_POST
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Take what has ended off the list, with its file."""
    remove_export(actor=request.person, export_id=pk)
    messages.success(request, _("已删除。"))
    return HttpResponseRedirect(reverse("desk:exports"))
