"""Lists that a worker writes: their address opened once more as the person who asked, with the rights of that moment."""

from typing import BinaryIO

from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.translation import gettext as _

from sciweek.core.errors import NotPermitted, WrongState
from sciweek.core.exports import Progress, export_kind
from sciweek.core.models import Export
from sciweek.pages.list_files import LIST, LIST_OF_PEOPLE, WholeList, beside, write_list
from sciweek.people.models import Account
from sciweek.people.queries import person_acting


def request_again(export: Export) -> HttpRequest:
    """The request that asked for a list, made anew for who asked.

    Raises:
        NotPermitted: the role under which it was asked for has ended.
    """
    person = person_acting(export.account_id, export.membership_id)
    if person is None:
        raise NotPermitted(_("您申请时的角色已经取消，不能再生成这张列表。"))
    path, query, request = export.arguments["path"], export.arguments["query"], HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.GET = QueryDict(query)
    request.user = Account.objects.get(pk=person.account_id)
    # Kept nowhere: it only bears what was chosen when the list was asked for.
    request.session = SessionStore()
    request.session.update(export.arguments["beside"])
    request.person, request.for_worker = person, True  # type: ignore[attr-defined]
    return request


def list_again(export: Export) -> WholeList:
    """The list as its view gives it to the asker now.

    Raises:
        NotPermitted: the asker may open it no more.
        WrongState: it is a list of something else now, since the asker sees less than then.
    """
    request = request_again(export)
    match = resolve(request.path_info)
    try:
        found: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Http404:
        found = HttpResponseBase(status=404)
    if not isinstance(found, WholeList):
        raise NotPermitted(_("这张列表您现在打不开了，不能再生成。"))
    if (beside(request), found.subject) != (export.arguments["beside"], export.arguments["subject"]):
        raise WrongState(_("您能看到的范围变了，这张列表与申请时不是同一张。请打开列表，重新导出。"))
    return found


@export_kind(LIST)
@export_kind(LIST_OF_PEOPLE, personal=True)
def write(export: Export, out: BinaryIO, progress: Progress) -> None:
    """Write the list."""
    write_list(list_again(export), export.arguments["format"], out, progress.follow)
