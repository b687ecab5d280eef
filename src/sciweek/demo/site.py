"""The demo's own pages: a guided trail, and signing in as any role with one click."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.demo.parts import PARTS, members
from sciweek.people.access import public
from sciweek.people.middleware import ACTING


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of the guided trail: what to see, as whom, where."""

    title: str
    text: str
    part: str
    href: str


def steps() -> Sequence[TrailStep]:
    """The story in eight steps."""
    return (
        TrailStep(_("看公众首页"), _("主题、时间、主会场和各地的参加单位。"), "", reverse("site:home")),
        TrailStep(
            _("省级：一眼看到要办什么"),
            _("工作台告诉省科技厅还剩几天、几份等审、谁没报。"),
            "province",
            reverse("desk:home"),
        ),
        TrailStep(
            _("通知变成活动周"),
            _("看系统从通知里读出了什么，每一处都标在原文上。"),
            "province",
            reverse("campaigns:list"),
        ),
        TrailStep(
            _("任务与截止逐级推算"),
            _("县区、市州、省各在什么时候收齐，按工作日推算。"),
            "prefecture",
            reverse("campaigns:dates"),
        ),
        TrailStep(_("单位填报"), _("边填边存，三种值分得清，不平衡当场指出。"), "unit", reverse("returns:mine")),
        TrailStep(_("县区审核"), _("与上年并排看，验收，或写明原因退回。"), "county", reverse("returns:queue")),
        TrailStep(
            _("数字即时汇总"), _("任何一个数都能点开，看到它来自哪些单位。"), "province", reverse("returns:totals")
        ),
        TrailStep(
            _("出综合报告"),
            _("公文、数据册、选用的照片和媒体报道清单，一个压缩包交上去。"),
            "province",
            reverse("report:report"),
        ),
    )


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404


@public
def trail(request: HttpRequest) -> HttpResponse:
    """The guided trail and all roles."""
    _only_in_demo()
    return render(request, "demo/trail.html", {"title": _("演示导览"), "steps": steps(), "parts": members()})


@public
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as the person who plays a part, and go where the step leads."""
    _only_in_demo()
    part = request.POST.get("part", "")
    chosen = members().get(part) if part in PARTS else None
    if chosen is None:
        raise Http404
    login(request, chosen.account, backend="sciweek.people.signin.SignInBackend")
    request.session[ACTING] = chosen.pk
    target = request.POST.get("next", "")
    known = {step.href for step in steps()}
    return HttpResponseRedirect(target if target in known else reverse("desk:home"))
