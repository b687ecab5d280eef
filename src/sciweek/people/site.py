"""The page behind an invitation's link: public, and made for a phone."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sciweek.core.errors import BadInput, Refused
from sciweek.people.access import public
from sciweek.people.actions.invitations import accept_as, accept_invitation, invitation_for
from sciweek.people.forms import AcceptForm
from sciweek.people.middleware import ACTING


@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; take the name and password of a newcomer, or the consent of somebody signed in."""
    try:
        offered = invitation_for(token)
    except Refused as refusal:
        context = {"title": _("邀请"), "refusal": refusal}
        return render(request, "people/invitation_over.html", context, status=refusal.status)
    form = AcceptForm(request.POST or None)
    refusal_sentence = ""
    if request.method == "POST":
        try:
            if request.user.is_authenticated:
                joined = accept_as(account_id=request.user.pk, token=token)
            elif form.is_valid():
                data = form.cleaned_data
                joined = accept_invitation(
                    token=token, proof=data["proof"], username=data["username"], password=data["password"]
                )
                login(request, joined.account, backend="sciweek.people.signin.SignInBackend")
            else:
                joined = None
        except BadInput as refusal:
            joined, refusal_sentence = None, refusal.sentence
            form.take(refusal)
        if joined is not None:
            request.session[ACTING] = joined.pk
            messages.success(request, _("欢迎加入。以后可用登录名、手机或邮箱登录。"))
            return HttpResponseRedirect(reverse("desk:home"))
    context = {"title": _("接受邀请"), "invitation": offered, "form": form, "refusal_sentence": refusal_sentence}
    return render(request, "people/accept.html", context)
