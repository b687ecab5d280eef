"""Every component on one page, in all its states: for whoever builds pages, for axe, and for looking at.

The words are samples for developers and stay Chinese in every language.
"""

import re
from pathlib import Path

from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciweek.documents.charts.svg import Series, bars
from sciweek.pages.forms import DayField, SciweekForm, WholeNumberField
from sciweek.pages.tiles import TILES, tone
from sciweek.people.access import DeskRequest, allow
from sciweek.people.enums import Role

_SYMBOL = re.compile(r'id="i-([\w-]+)"')
SURFACES = ("bg", "surface", "surface-2", "surface-3", "line", "line-2", "line-input", "text", "text-2", "text-3")
ACTIONS = ("primary", "primary-hover", "primary-soft", "link", "accent", "accent-soft", "accent-text", "band", "band-2")
STATES = tuple(f"{state}{part}" for state in ("ok", "warn", "bad", "amber", "info") for part in ("", "-soft"))
CHARTS = ("c1", "c2", "c3", "c4", "c5", "t1", "t2", "t3", "t4", "t5")
PLACES = (("西宁市", 135, 141), ("海东市", 127, 112), ("海北藏族自治州", 58, 0), ("海西蒙古族藏族自治州", 94, 120))


class SampleForm(SciweekForm):
    """A field of every kind."""

    name = forms.CharField(label="单位全称", max_length=40, help_text="与公章一致，不写简称。")
    kind = forms.ChoiceField(label="类型", choices=[("", "请选择"), ("school", "中小学"), ("base", "科普基地场馆")])
    day = DayField(label="活动日期")
    count = WholeNumberField(label="参加人次", min_value=0, required=False)
    words = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    sheet = forms.FileField(label="盖章扫描件", required=False, help_text="PDF 或照片，不超过 10 MB。")
    told = forms.BooleanField(label="通知下级单位", required=False)
    place = forms.ChoiceField(
        label="举办方式", widget=forms.RadioSelect, choices=[("here", "现场"), ("online", "线上"), ("both", "都有")]
    )


@allow(Role.SYSTEM_ADMINISTRATOR)
def components(request: DeskRequest) -> HttpResponse:
    """The gallery."""
    typed = {"name": "", "day": "下周三", "count": "-3", "place": "here", "kind": "school"}
    wrong = SampleForm({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")
    chart = bars(
        "举办科普专题活动，分地区",
        [name for name, _now, _before in PLACES],
        [Series("本届", [now for _name, now, _before in PLACES]), Series("上届", [old for *_rest, old in PLACES])],
        shown=str,
    )
    tiles = [(place, number * 5, tone(number * 5, 35)) for number, place in enumerate(TILES[630000])]
    context = {
        "title": _("页面部件"),
        "colours": [("面和线", SURFACES), ("操作和强调", ACTIONS), ("状态", STATES), ("图", CHARTS)],
        "icons": icons(),
        "form": SampleForm(prefix="right"),
        "wrong": wrong,
        "chart": SafeString(chart),
        "places": PLACES,
        "tiles": tiles,
        "columns": [f"{number}月" for number in range(1, 13)],
    }
    return render(request, "desk/components.html", context)


def icons() -> list[str]:
    """The names of all icons, as the sprite has them."""
    sprite = finders.find("pages/sprite.svg")
    return _SYMBOL.findall(Path(sprite).read_text(encoding="utf-8")) if isinstance(sprite, str) else []
