"""Invitations and people: lists, making, printing and revoking; ending memberships."""

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.core.errors import BadInput
from sciweek.core.names import mask_phone
from sciweek.mailroom.actions import text_for_group
from sciweek.pages.kept import typed_before
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.pages.templatetags.sciweek import date_cn, icon
from sciweek.people.access import DeskRequest, allow
from sciweek.people.actions import accounts as account_verbs
from sciweek.people.actions import invitations as verbs
from sciweek.people.enums import OFFICERS, Role
from sciweek.people.forms import InviteForm
from sciweek.people.models import Invitation, Membership, Unit
from sciweek.people.queries import accounts_in, every_unit, invitations_by, invitations_in, units_in
from sciweek.people.rules import may_end_membership, may_lock_accounts, roles_to_invite

INVITERS = (*sorted(OFFICERS), Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.SECURITY_ADMINISTRATOR)
FRESH = "fresh_links"


def _state(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return _("已接受")
    if invitation.revoked_at:
        return _("已撤销")
    return _("已过期") if invitation.expires_at <= timezone.now() else _("待接受")


def _state_html(invitation: Invitation) -> SafeString:
    word = _state(invitation)
    look = {_("已接受"): ("ok", "okc"), _("待接受"): ("info", "hour")}.get(word, ("", "minus"))
    return format_html('<span class="st {}">{}{}</span>', look[0], icon(look[1]), word)


def _invitations(request: DeskRequest) -> Any:
    if request.person.role == Role.SECURITY_ADMINISTRATOR:
        return invitations_by(request.person.membership_id)
    return invitations_in(request.scope)


@allow(*INVITERS)
def invitations(request: DeskRequest) -> HttpResponse:
    """Invitations into units inside the scope."""
    now = timezone.now()
    page = ListPage(
        title=_("邀请"),
        file_name="invitations",
        personal=True,
        search=("name", "unit__name"),
        search_label=_("姓名、单位"),
        order=("-made_at",),
        columns=(
            Column(
                key="name",
                label=_("姓名"),
                value=lambda i: i.name,
                link=lambda i: reverse("people:invitation", args=[i.pk]),
            ),
            Column(key="unit", label=_("单位"), value=lambda i: i.unit.name, sort=("unit__name",)),
            Column(key="role", label=_("角色"), value=lambda i: i.get_role_display()),
            Column(key="state", label=_("状态"), value=_state, show=_state_html),
            Column(key="made", label=_("邀请日期"), value=lambda i: date_cn(i.made_at), sort=("made_at",)),
        ),
        filters=(
            Filter(
                key="state",
                label=_("状态"),
                choices=lambda: [("waiting", _("待接受")), ("accepted", _("已接受")), ("over", _("已过期或撤销"))],
                apply=lambda rows, state: {
                    "waiting": rows.filter(accepted_at=None, revoked_at=None, expires_at__gt=now),
                    "accepted": rows.exclude(accepted_at=None),
                    "over": rows.filter(accepted_at=None).exclude(revoked_at=None, expires_at__gt=now),
                }[state],
            ),
        ),
        empty=Empty(_("还没有邀请"), _("到单位页面邀请填报员或管理员。"), _("查看单位"), reverse("people:units")),
    )
    return list_response(request, page, _invitations(request))


@allow(*INVITERS)
def invite(request: DeskRequest, pk: int) -> HttpResponse:
    """Invite somebody to a unit."""
    reached = every_unit() if request.person.role == Role.SECURITY_ADMINISTRATOR else units_in(request.scope)
    unit: Unit | None = reached.filter(pk=pk).first()
    if unit is None or not (roles := list(roles_to_invite(request.person, unit))):
        raise Http404
    initial = {"name": unit.contact_name, "phone": unit.contact_phone, "email": unit.contact_email}
    form = InviteForm(roles, request.POST or typed_before(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            issued = verbs.invite(actor=request.person, unit_id=pk, role=role, invitee=form.invitee())
        except BadInput as refusal:
            form.take(refusal)
        else:
            # The link is shown on the next page and kept nowhere else: the session forgets it with the sign-in.
            request.session[FRESH] = {**request.session.get(FRESH, {}), str(issued.invitation.pk): issued.link}
            return HttpResponseRedirect(reverse("people:invitation", args=[issued.invitation.pk]))
    return render(request, "people/invite.html", {"title": _("邀请人员"), "form": form, "unit": unit})


def _found(request: DeskRequest, pk: int) -> Invitation:
    invitation: Invitation | None = _invitations(request).filter(pk=pk).first()
    if invitation is None:
        raise Http404
    return invitation


@allow(*INVITERS)
def invitation(request: DeskRequest, pk: int) -> HttpResponse:
    """One invitation; right after it was made also the slip to print and the text to copy."""
    shown = _found(request, pk)
    link = request.session.get(FRESH, {}).get(str(pk), "")
    context: dict[str, object] = {"title": _("邀请"), "invitation": shown, "state": _state(shown), "link": link}
    if link:
        role = shown.get_role_display()
        words = {"invitation": shown, "unit": shown.unit, "role": role, "link": link, "inviter": request.person.label}
        context["text"] = text_for_group("people/invitation", words)
        context["qr"] = SafeString(segno.make(link, error="m").svg_inline(scale=4, omitsize=True, svgclass="qr"))
    return render(request, "people/invitation.html", context)


@allow(*INVITERS)
@require_POST
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Make the link worthless."""
    verbs.revoke_invitation(actor=request.person, invitation_id=_found(request, pk).pk)
    messages.success(request, _("邀请已撤销，链接不再有效。"))
    return HttpResponseRedirect(reverse("people:invitation", args=[pk]))


@allow(*INVITERS)
def people(request: DeskRequest) -> HttpResponse:
    """People inside the scope, one row a role; phones are masked."""
    rows = (
        Membership.objects.filter(to_at=None).select_related("unit", "account")
        if request.person.role == Role.SECURITY_ADMINISTRATOR
        else accounts_in(request.scope)
    )
    page = ListPage(
        title=_("人员"),
        file_name="people",
        personal=True,
        search=("account__name", "account__username", "unit__name"),
        search_label=_("姓名、登录名、单位"),
        order=("unit__level", "unit__division_code", "unit__name"),
        columns=(
            Column(
                key="name",
                label=_("姓名"),
                value=lambda m: m.account.name,
                sort=("account__name",),
                link=lambda m: reverse("people:membership", args=[m.pk]),
            ),
            Column(key="unit", label=_("单位"), value=lambda m: m.unit.name, sort=("unit__name",)),
            Column(key="role", label=_("角色"), value=lambda m: m.get_role_display(), sort=("role",)),
            Column(
                key="phone", label=_("手机"), value=lambda m: mask_phone(m.account.phone) if m.account.phone else ""
            ),
            Column(key="active", label=_("账号"), value=lambda m: _("正常") if m.account.is_active else _("已停用")),
        ),
        filters=(Filter.among("role", _("角色"), Role),),
        empty=Empty(_("还没有人员"), _("到单位页面邀请填报员或管理员。"), _("查看单位"), reverse("people:units")),
    )
    return list_response(request, page, rows)


def _membership(request: DeskRequest, pk: int) -> Membership:
    everyone = request.person.role == Role.SECURITY_ADMINISTRATOR
    rows = Membership.objects.select_related("unit", "account") if everyone else accounts_in(request.scope)
    found: Membership | None = rows.filter(pk=pk, to_at=None).first()
    if found is None:
        raise Http404
    return found


@allow(*INVITERS)
def membership(request: DeskRequest, pk: int) -> HttpResponse:
    """One person's role, with the acts on it: end the role, lock the account."""
    shown = _membership(request, pk)
    context = {
        "title": shown.account.name,
        "membership": shown,
        "may_end": may_end_membership(request.person, shown),
        "may_lock": may_lock_accounts(request.person) and shown.account_id != request.person.account_id,
    }
    return render(request, "people/membership.html", context)


@allow(*INVITERS)
@require_POST
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a role."""
    account_verbs.end_membership(actor=request.person, membership_id=_membership(request, pk).pk)
    messages.success(request, _("角色已取消。"))
    return HttpResponseRedirect(reverse("people:people"))


@allow(Role.SECURITY_ADMINISTRATOR)
@require_POST
def lock(request: DeskRequest, pk: int) -> HttpResponse:
    """Lock an account or open it again."""
    shown = _membership(request, pk)
    active = request.POST.get("active") == "1"
    account_verbs.set_active(actor=request.person, account_id=shown.account_id, active=active)
    messages.success(request, _("账号已启用。") if active else _("账号已停用，对方不能再登录。"))
    return HttpResponseRedirect(reverse("people:membership", args=[pk]))
