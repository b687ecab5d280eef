"""Forms read what people type, say what is wrong beside the field and on top, and lose nothing typed."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sciweek.core.errors import BadInput, Stale
from sciweek.pages.forms import DayField, SciweekForm, WholeNumberField
from tests.pages.frame import SampleForm

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def drawn(data: str | None = None) -> LexborHTMLParser:
    return LexborHTMLParser(SampleForm(QueryDict(data) if data is not None else None).render())


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)), st.sampled_from(["-", ".", "/"]), st.booleans())
def test_a_day_is_read_however_it_is_written(day: date, mark: str, wide: bool) -> None:
    written = [mark.join((str(day.year), str(day.month), str(day.day))), f"{day.year}年{day.month}月{day.day}日"]
    for text in written:
        assert DayField().clean(text.translate(FULL_WIDTH) if wide else text) == day


@given(st.text(max_size=30))
def test_a_day_field_answers_any_text_with_a_day_or_a_sentence(text: str) -> None:
    form = SampleForm({"day": text})
    form.full_clean()
    if form.has_error("day"):
        assert "不是日期" in str(form.errors["day"])
    else:
        assert form.cleaned_data["day"] is None or isinstance(form.cleaned_data["day"], date)


@pytest.mark.parametrize("text", ["2023-02-30", "5月20日", "2023年13月1日", "明天"])
def test_a_day_that_is_none_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(ValidationError, match="请写成"):
        DayField().clean(text)


@given(st.integers(0, 10**12))
def test_a_whole_number_is_read_with_separators_and_full_width(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number:,}".translate(FULL_WIDTH).replace(",", "，"), f" {number} "):
        assert WholeNumberField().clean(text) == number


def test_a_number_with_decimals_is_refused() -> None:
    with pytest.raises(ValidationError):
        WholeNumberField().clean("1.5")


def test_every_control_has_a_label_and_only_optional_ones_are_marked() -> None:
    page = drawn()
    for control in page.css("input:not([type=hidden]), select, textarea"):
        ident = control.attributes["id"]
        assert page.css_first(f'label[for="{ident}"]') is not None, ident
    labels = {label.attributes.get("for"): label.text() for label in page.css("label")}
    assert "选填" in labels["id_day"]
    assert "选填" not in labels["id_name"]


def test_a_hint_belongs_to_its_field() -> None:
    page = drawn()
    control = page.css_first("#id_name")
    assert control is not None
    hint = page.css_first("#" + (control.attributes["aria-describedby"] or ""))
    assert hint is not None
    assert hint.text() == "写全称。"


def test_an_error_stands_beside_its_field_and_is_tied_to_it() -> None:
    page = drawn("name=&day=明天&place=in")
    for name in ("name", "day"):
        control = page.css_first(f"#id_{name}")
        assert control is not None
        assert control.attributes["aria-invalid"] == "true"
        ids = (control.attributes["aria-describedby"] or "").split()
        sentences = [node.text() for each in ids if (node := page.css_first("#" + each)) is not None]
        assert len(sentences) == len(ids)
        assert any("必填" in text or "不是日期" in text for text in sentences), sentences


def test_the_summary_on_top_leads_to_each_wrong_field() -> None:
    page = drawn("name=&day=明天&place=in&agreed=on")
    links = {link.attributes["href"]: link.text() for link in page.css("[role=alert] a")}
    assert links == {"#id_name": "单位名称", "#id_day": "开展日期"}
    for href in links:
        assert page.css_first(href or "") is not None


def test_what_was_typed_stays_after_an_error() -> None:
    page = drawn("name=&day=明天&text=第一行&level=p&place=out")
    day, text = page.css_first("#id_day"), page.css_first("#id_text")
    assert day is not None
    assert text is not None
    assert day.attributes["value"] == "明天"
    assert text.text().strip() == "第一行"
    assert page.css_first("option[value=p][selected]") is not None
    assert page.css_first("input[value=out][checked]") is not None


def test_markup_that_was_typed_is_shown_as_text() -> None:
    form = SampleForm(QueryDict("name=" + "<b>" * 10))
    assert "<b>" not in form.render()


def test_a_refusal_of_a_verb_stands_beside_the_fields_it_names() -> None:
    form = SampleForm(QueryDict("name=a&place=in&agreed=on"))
    form.take(BadInput("没有保存。", {"name": "已有同名单位。", "other": "不是这张表的。"}))
    assert form.errors["name"] == ["已有同名单位。"]
    assert set(form.errors) == {"name"}


def test_a_refusal_that_names_no_field_stands_on_top() -> None:
    form = SampleForm(QueryDict("name=a&place=in&agreed=on"))
    form.take(BadInput("这一届活动周已经结束。"))
    assert form.non_field_errors() == ["这一届活动周已经结束。"]
    assert "这一届活动周已经结束。" in form.render()


def test_both_a_general_refusal_and_wrong_fields_are_told() -> None:
    form = SampleForm(QueryDict("name=&place=in&agreed=on"))
    form.take(BadInput("这一届活动周已经结束。"))
    page = LexborHTMLParser(form.render())
    summary = page.css_first("[role=alert]")
    assert summary is not None
    assert "这一届活动周已经结束。" in summary.text()
    assert page.css_first('[role=alert] a[href="#id_name"]') is not None


def test_a_text_area_is_no_taller_than_it_must_be() -> None:
    text = drawn().css_first("#id_text")
    assert text is not None
    assert text.attributes["rows"] == "4"


class Thing(SciweekForm):
    name = forms.CharField(label="名称")
    kind = forms.ChoiceField(label="类型", choices=[("school", "中小学"), ("base", "基地")])


def after(refusal: Exception) -> Thing:
    """The form after an act that refused."""

    def act() -> None:
        raise refusal

    form = Thing({"name": "甲", "kind": "base"})
    assert not form.saves(act)
    return form


def test_a_stale_edit_shows_each_field_that_differs_in_its_own_words() -> None:
    theirs, yours = {"name": "甲", "kind": "school", "version": 3}, {"name": "甲", "kind": "base", "version": 2}
    stale = Stale("改过", theirs=theirs, yours=yours)
    assert after(stale).stale is stale
    assert Thing().both(stale) == [("类型", "中小学", "基地")]
    assert Thing().both(Stale("改过", theirs=7, yours=8)) == []
    assert Thing().both(None) == []


def test_what_an_act_refuses_is_shown_on_the_form_and_what_it_gives_is_kept() -> None:
    refused = after(BadInput("名称重复。", {"name": "名称重复。"}))
    assert refused.errors["name"] == ["名称重复。"]
    taken = Thing({"name": "甲", "kind": "base"})
    assert taken.saves(lambda: 7)
    assert (taken.saved, taken.stale) == (7, None)
