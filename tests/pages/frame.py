"""Addresses, a list and a form of our own: the room is tested without the rooms above it.

The list shows Django's groups, since they are there without any room and have a name to search, sort and filter by.
"""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from sciweek.core.errors import BadInput, NotPermitted, Refused, WrongState
from sciweek.pages.forms import DayField, SciweekForm, WholeNumberField
from sciweek.pages.kept import keep_typed, typed_before
from sciweek.pages.lists import Bulk, Column, Empty, Filter, ListPage, list_response
from sciweek.pages.shell import NavGroup, NavItem, Shell

LETTERS = (("a", "甲类"), ("b", "乙类"))
REFUSALS: dict[str, Refused] = {
    "bad": BadInput("第 3 行的单位名称是空的，请补上后再导入。"),
    "forbidden": NotPermitted("只有省科技厅可以发出通知。"),
    "state": WrongState("这份报表已经验收，不能再改。"),
}


def shell_for(request: HttpRequest) -> Shell:
    """A frame with every part filled."""
    items = (NavItem("示例列表", "/list/", "list", 12, hot=True, current=True), NavItem("示例表单", "/form/", "pen"))
    return Shell(
        brand="科技周平台",
        brand_note="示例",
        nav=items,
        groups=(NavGroup("示例", items),),
        user_label="示例人员",
        campaign_label="示例活动周",
        campaign_note="5月20日—31日",
        campaign_href="/list/",
        search_href="/list/",
        footer=(("帮助", items),),
        footer_lines=("示例主办单位",),
    )


def of_letter(rows: QuerySet[Group], value: str) -> QuerySet[Group]:
    """The groups whose name begins with the letter."""
    return rows.filter(name__startswith=value)


def rename(request: HttpRequest, rows: QuerySet[Group]) -> str:
    """Mark the chosen groups."""
    count = 0
    for group in rows:
        Group.objects.filter(pk=group.pk).update(name=f"已改 {group.pk}")
        count += 1
    return f"已修改 {count} 项。"


def refuse(request: HttpRequest, rows: QuerySet[Group]) -> str:
    """An act that is never allowed."""
    raise NotPermitted("这些内容已锁定，不能删除。")


LIST = ListPage(
    title="示例列表",
    columns=(
        Column(
            key="name", label="名称", value=lambda row: row.name, link=lambda row: f"/list/{row.pk}/", sort=("name",)
        ),
        Column(key="number", label="编号", value=lambda row: row.pk, sort=("pk",), numeric=True, narrow_hides=True),
        Column(key="inner", label="备注", value=lambda row: "不导出", export=False),
    ),
    filters=(Filter(key="letter", label="类别", choices=lambda: LETTERS, apply=of_letter),),
    search=("name",),
    search_label="名称",
    order=("name",),
    bulk=(Bulk(key="rename", label="改名", run=rename), Bulk(key="refuse", label="删除", run=refuse)),
    empty=Empty("还没有内容", "先导入一份名单。", "导入名单", "/form/"),
    file_name="groups",
    note="用于测试",
)


def groups(request: HttpRequest) -> HttpResponse:
    """The list."""
    return list_response(request, LIST, Group.objects.all())


class SampleForm(SciweekForm):
    """One field of each kind that the room draws."""

    name = forms.CharField(label="单位名称", max_length=20, help_text="写全称。")
    day = DayField(label="开展日期", required=False)
    people = WholeNumberField(label="参加人数", min_value=0, required=False)
    level = forms.ChoiceField(label="级别", choices=[("c", "县级"), ("p", "州级")], required=False)
    place = forms.ChoiceField(label="场所", choices=[("in", "室内"), ("out", "室外")], widget=forms.RadioSelect)
    text = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="内容属实")


def sample(request: HttpRequest) -> HttpResponse:
    """The form; it is filled again after a lost sign-in."""
    form = SampleForm(request.POST or typed_before(request))
    if request.method == "POST" and form.is_valid():
        return HttpResponse("saved")
    return render(request, "pages/sample_form.html", {"form": form, "title": "示例表单"})


def expired(request: HttpRequest) -> HttpResponse:
    """What a guarded address does with a POST whose sign-in has expired."""
    return HttpResponse(keep_typed(request))


def refused(request: HttpRequest, kind: str) -> HttpResponse:
    """A verb refuses and no view catches it."""
    raise REFUSALS[kind]


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    raise ZeroDivisionError


def blank(request: HttpRequest, **_names: Any) -> HttpResponse:
    """An address that frames link to."""
    return HttpResponse("")


urlpatterns = [
    path("", blank),
    path("list/", groups),
    path("list/<int:pk>/", blank),
    path("form/", sample),
    path("expired/", expired),
    path("refused/<str:kind>/", refused),
    path("broken/", broken),
    path("login/", blank, name="account_login"),
    path("logout/", blank, name="account_logout"),
    path("desk/", include(([path("", blank, name="home")], "desk"))),
    path("account/", include(([path("", blank, name="account")], "people"))),
]
handler400 = "sciweek.pages.errors.bad_request"
handler403 = "sciweek.pages.errors.forbidden"
handler404 = "sciweek.pages.errors.not_found"
handler500 = "sciweek.pages.errors.server_error"
