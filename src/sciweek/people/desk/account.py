"""My account: own data, password, roles to act under, sign-in log."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.core.errors import BadInput
from sciweek.people.access import DeskRequest, allow
from sciweek.people.actions import accounts as verbs
from sciweek.people.forms import OwnDataForm, PasswordForm
from sciweek.people.middleware import ACTING
from sciweek.people.queries import memberships_of, sign_ins_of


@allow()
def account(request: DeskRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    who = request.user
    initial = {"name": who.name, "phone": who.phone, "email": who.email}  # type: ignore[union-attr]
    form = OwnDataForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.change_own_data(actor=request.person, **form.cleaned_data)
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("已保存。"))
            return HttpResponseRedirect(reverse("people:account"))
    return render(
        request,
        "people/account.html",
        {
            "title": _("我的账号"),
            "form": form,
            "memberships": memberships_of(request.person.account_id),
            "acting": request.person.membership_id,
            "sign_ins": sign_ins_of(request.person.account_id)[:10],
        },
    )


@allow()
def password(request: DeskRequest) -> HttpResponse:
    """Set a new password; the session goes on."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = verbs.change_own_password(actor=request.person, **form.cleaned_data)
        except BadInput as refusal:
            form.take(refusal)
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("密码已更改，其他设备上的登录已失效。"))
            return HttpResponseRedirect(reverse("people:account"))
    return render(request, "people/password.html", {"title": _("更改密码"), "form": form})


@allow()
@require_POST
def act_as(request: DeskRequest) -> HttpResponse:
    """Act under another of one's own roles."""
    wanted = request.POST.get("membership", "")
    chosen = memberships_of(request.person.account_id).filter(pk=int(wanted) if wanted.isdecimal() else 0).first()
    if chosen is None:
        raise Http404
    request.session[ACTING] = chosen.pk
    messages.success(
        request,
        _("现在以“%(unit)s · %(role)s”的身份办理。") % {"unit": chosen.unit.label, "role": chosen.get_role_display()},
    )
    return HttpResponseRedirect(reverse("desk:home"))
