"""What went out, what was done, who signed in: for those whose business it is."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.core.act_words import WORDS, word_of
from sciweek.core.models import AuditEntry, AuditSeal
from sciweek.mailroom import actions as mail
from sciweek.mailroom.models import Message, State
from sciweek.mailroom.queries import messages_in
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.pages.templatetags.sciweek import datetime_cn
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import OFFICERS, Role
from sciweek.people.models import SignIn


@allow(*OFFICERS)
def outbox(request: DeskRequest) -> HttpResponse:
    """Messages to the person's place."""
    page = ListPage(
        title=_("发件箱"),
        note=_("平台发出的邮件。没有设置发信服务器时，邮件留在这里，可复制到工作群。"),
        file_name="outbox",
        personal=True,
        search=("subject", "to_name"),
        search_label=_("主题、收件人"),
        order=("-made_at",),
        columns=(
            Column.of("subject", _("主题"), sorts=False, link=lambda m: reverse("desk:message", args=[m.pk])),
            Column.of("to_name", _("收件人"), key="to"),
            Column.of("state", _("状态")),
            Column.of("made_at", _("时间"), key="made"),
        ),
        filters=(Filter.among("state", _("状态"), State),),
        empty=Empty(_("还没有邮件"), _("邀请、部署、上报和退回时发出的邮件会列在这里。")),
    )
    return list_response(request, page, messages_in(request.scope))


def _message(request: DeskRequest, pk: int) -> Message:
    found = messages_in(request.scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@allow(*OFFICERS)
def message(request: DeskRequest, pk: int) -> HttpResponse:
    """One message as it was sent; an invitation's link is not shown again."""
    shown = _message(request, pk)
    hidden = shown.template == "people/invitation"
    return render(request, "desk/message.html", {"title": _("邮件"), "message": shown, "hidden": hidden})


@allow(*OFFICERS)
@require_POST
def retry(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a failed message again."""
    mail.retry(message_id=_message(request, pk).pk)
    messages.success(request, _("已重新排队发送。"))
    return HttpResponseRedirect(reverse("desk:message", args=[pk]))


@allow(Role.AUDITOR)
def audit(request: DeskRequest) -> HttpResponse:
    """The audit trail: ids and digests, no business data."""
    page = ListPage(
        title=_("审计记录"),
        file_name="audit",
        search=("subject_type", "subject_id", "hash"),
        search_label=_("对象、编号、哈希"),
        order=("-pk",),
        columns=(
            Column.of("at", _("时间")),
            Column(key="act", label=_("行为"), value=lambda e: word_of(e.act), sort=("act",)),
            Column(key="subject", label=_("对象"), value=lambda e: f"{e.subject_type} {e.subject_id}"),
            Column.of("number", _("序号"), sorts=False, numeric=True),
            Column(
                key="account",
                label=_("账号编号"),
                value=lambda e: e.account_id or _("系统"),
                numeric=True,
                sort=("account_id",),
            ),
            Column(key="hash", label=_("哈希"), value=lambda e: e.hash[:16], narrow_hides=True),
        ),
        filters=(Filter.among("act", _("行为"), sorted(WORDS.items())),),
        empty=Empty(_("还没有审计记录")),
    )
    last = AuditSeal.objects.order_by("-number").first()
    return list_response(request, page, AuditEntry.objects.all(), template="desk/audit.html", context={"seal": last})


@allow(Role.SECURITY_ADMINISTRATOR)
def sign_ins(request: DeskRequest) -> HttpResponse:
    """Who signed in from where, and who failed."""
    page = ListPage(
        title=_("登录记录"),
        file_name="sign-ins",
        personal=True,
        search=("account__username", "account__name"),
        search_label=_("登录名、姓名"),
        order=("-at",),
        columns=(
            Column(key="who", label=_("账号"), value=lambda s: s.account.username, sort=("account__username",)),
            Column(key="name", label=_("姓名"), value=lambda s: s.account.name),
            Column(
                key="at",
                label=_("时间"),
                value=lambda s: s.at.astimezone(),
                show=lambda s: datetime_cn(s.at),
                sort=("at",),
            ),
            Column(key="ok", label=_("结果"), value=lambda s: _("成功") if s.ok else _("失败"), sort=("ok",)),
            Column(key="address", label=_("地址"), value=lambda s: s.address),
        ),
        filters=(Filter.either("ok", _("结果"), yes=_("成功"), no=_("失败")),),
        empty=Empty(_("还没有登录记录")),
    )
    return list_response(request, page, SignIn.objects.select_related("account"))
