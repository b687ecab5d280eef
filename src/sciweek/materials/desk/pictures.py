"""Pictures: a unit's own with upload, one picture with what is said about it, its files, and all of a campaign."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.campaigns.desk.chosen import working_campaign
from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Placement
from sciweek.core.errors import BadInput, Stale, WrongState
from sciweek.materials.actions.pictures import (
    MOST_AT_ONCE,
    MOST_PICTURES,
    Added,
    add_pictures,
    change_picture,
    remove_picture,
)
from sciweek.materials.desk.parts import found_placement, part_context
from sciweek.materials.enums import Minors, Use
from sciweek.materials.forms import PictureForm, picture_initial
from sciweek.materials.models import Picture
from sciweek.materials.queries.deliveries import delivery_of
from sciweek.materials.queries.pictures import picture_in, pictures_in, pictures_of
from sciweek.materials.rules import may_write
from sciweek.pages.files import file_response
from sciweek.pages.kept import typed_before
from sciweek.pages.lists import Column, Empty, Filter, ListPage, list_response
from sciweek.people.access import DeskRequest, allow
from sciweek.people.desk.units import READERS
from sciweek.people.enums import FILLERS
from sciweek.places.lists import by_place, place_column
from sciweek.places.queries import choices_within, names_around


def found_picture(request: DeskRequest, pk: int) -> Picture:
    """The picture inside the scope, else 404."""
    found = picture_in(request.scope, pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def pictures(request: DeskRequest, pk: int) -> HttpResponse:
    """A unit's pictures; its own people add some, many at once."""
    placement = found_placement(request, pk)
    form = PictureForm(typed_before(request))
    if request.method == "POST":
        form = PictureForm(request.POST)
        if form.is_valid():
            try:
                added = add_pictures(
                    actor=request.person,
                    placement_id=pk,
                    uploads=request.FILES.getlist("pictures"),
                    facts=form.facts(),
                )
            except BadInput as refusal:
                form.take(refusal)
            else:
                _tell(request, added)
                return HttpResponseRedirect(reverse("materials:pictures", args=[pk]))
    return _page(request, placement, form)


def _tell(request: DeskRequest, added: Added) -> None:
    """Say what became of an upload: how many are kept, and each file that is not with its reason."""
    if added.kept:
        messages.success(request, _("已保存 %(count)s 张照片。") % {"count": len(added.kept)})
    if added.only_filed:
        sentence = _("其中 %(count)s 张有不满 14 周岁的儿童，还没有写明监护人同意，只存档。点开照片可以补写。")
        messages.warning(request, sentence % {"count": added.only_filed})
    for name, sentence in added.refused:
        messages.error(request, sentence if name in sentence else f"“{name}”：{sentence}")


def _page(request: DeskRequest, placement: Placement, form: PictureForm) -> HttpResponse:
    context = {
        **part_context(request, placement, DutyKind.PICTURES),
        "pictures": pictures_of(placement),
        "form": form,
        "most_at_once": MOST_AT_ONCE,
        "most": MOST_PICTURES,
    }
    return render(request, "materials/pictures.html", context, status=400 if form.is_bound and form.errors else 200)


@allow(*READERS)
def picture(request: DeskRequest, pk: int) -> HttpResponse:
    """One picture with what is said about it; its unit's people say something else while the part is with them."""
    shown = found_picture(request, pk)
    delivery = delivery_of(shown.placement, DutyKind.PICTURES)
    writable = delivery is not None and may_write(request.person, delivery)
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = PictureForm(typed, initial=picture_initial(shown))

    def save() -> Picture:
        version = form.cleaned_data["version"] or 0
        return change_picture(actor=request.person, picture_id=pk, version=version, facts=form.facts())

    if request.method == "POST" and form.is_valid() and form.saves(save):
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(reverse("materials:pictures", args=[shown.placement_id]))
    context = {
        "title": shown.caption or _("照片"),
        "picture": shown,
        "placement": shown.placement,
        "form": form,
        "writable": writable,
        "stale": form.stale,
        "both": _both(form.stale) if form.stale else (),
    }
    status = 409 if form.stale else 400 if form.is_bound and form.errors else 200
    return render(request, "materials/picture.html", context, status=status)


def _both(stale: Stale) -> list[tuple[str, object, object]]:
    """The fields whose two versions differ, in the words of the form."""
    labels = {
        "caption": _("说明"),
        "taken_on": _("拍摄日期"),
        "author": _("作者"),
        "minors": _("未成年人"),
        "use": _("用途"),
        "consent_by": _("谁同意的"),
        "consent_on": _("同意日期"),
    }
    theirs: Mapping[str, Any] = stale.theirs if isinstance(stale.theirs, dict) else {}
    yours: Mapping[str, Any] = stale.yours if isinstance(stale.yours, dict) else {}
    words = {**dict(Minors.choices), **dict(Use.choices)}
    return [
        (label, words.get(theirs[name], theirs[name]), words.get(yours[name], yours[name]))
        for name, label in labels.items()
        if theirs.get(name) != yours.get(name)
    ]


@allow(*FILLERS)
@require_POST
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove a picture."""
    shown = found_picture(request, pk)
    try:
        remove_picture(actor=request.person, picture_id=pk)
    except WrongState as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已移除照片。"))
    return HttpResponseRedirect(reverse("materials:pictures", args=[shown.placement_id]))


@allow(*READERS)
def picture_file(request: DeskRequest, pk: int, size: str) -> HttpResponseBase:
    """A picture's bytes: shown as we drew it, or the original to be saved."""
    shown = found_picture(request, pk)
    if size == "original":
        return file_response(request, shown.original, stem=f"picture-{pk}")
    return file_response(request, shown.web if size == "web" else shown.thumb, stem=f"picture-{pk}-{size}", inline=True)


@allow(*READERS)
def gallery(request: DeskRequest) -> HttpResponse:
    """All pictures of the campaign inside the person's scope."""
    campaign = working_campaign(request)
    rows = pictures_in(request.scope, campaign)
    return list_response(request, _gallery(request), rows, template="materials/gallery.html")


def _gallery(request: DeskRequest) -> ListPage:
    names = names_around(request.person.division_code)
    return ListPage(
        title=_("影像资料"),
        file_name="pictures",
        search=("caption", "placement__unit_name", "author"),
        search_label=_("说明、单位、作者"),
        order=("-added_at",),
        columns=(
            Column(
                key="picture",
                label=_("照片"),
                value=lambda p: p.pk,
                show=thumb,
                link=lambda p: reverse("materials:picture", args=[p.pk]),
                export=False,
            ),
            Column.of("caption", _("说明"), sorts=False),
            Column.of(
                "placement__unit_name",
                _("单位"),
                key="unit",
                link=lambda p: reverse("materials:pictures", args=[p.placement_id]),
            ),
            place_column(names, field="placement__division_code"),
            Column.of("taken_on", _("拍摄日期"), key="taken"),
            Column.of("author", _("作者"), sorts=False, narrow_hides=True),
            Column.of("use", _("用途")),
            Column.of("minors", _("未成年人"), sorts=False, narrow_hides=True),
        ),
        filters=(
            by_place(choices_within(request.person.division_code), field="placement__division_code"),
            Filter.among("use", _("用途"), Use),
        ),
        empty=Empty(_("还没有照片"), _("各单位上传后，会出现在这里。")),
    )


def thumb(row: Picture) -> SafeString:
    """A picture as a small one in a list."""
    return format_html(
        '<img class="thumb" src="{}" alt="{}" loading="lazy" width="96" height="72">',
        reverse("materials:thumb", args=[row.pk]),
        row.caption or _("照片"),
    )
