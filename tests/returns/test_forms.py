"""A draft's form: adopted, changed, taken back; what an indicator's code may still come to mean, and what it went on from."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from sciweek.campaigns.actions.calling import call_campaign
from sciweek.campaigns.models import Campaign
from sciweek.core import clock
from sciweek.core.errors import NotFound, NotPermitted, Stale
from sciweek.core.models import AuditEntry
from sciweek.returns.actions.forms import change_form, ensure_form, make_form, restore_form
from sciweek.returns.definition.editing import add_item, change_item, item_of, remove_check, remove_item, settled
from sciweek.returns.enums import FormAct, LinkKind, ValueKind
from sciweek.returns.faults import Faulty
from sciweek.returns.links import Link
from sciweek.returns.models import Form, FormChange, FormItem, Indicator, IndicatorLink
from sciweek.returns.queries.forms import form_changes, form_of, form_text
from sciweek.returns.queries.links import comparable
from sciweek.returns.queries.public import forget_forms
from sciweek.returns.template import FormText, ItemText, read_template, shipped
from tests.factories.campaigns import BEFORE, Province, make_campaign, make_person

RICH = """
title = "情况统计表"
number = "科活 2 表"
agency = "省科学技术厅"
authority = "青统制〔2024〕5号"
valid_until = 2026-12-31
notes = "一\\n二"
head_approves = true
[[groups]]
letter = "A"
name = "活动"
note = "一次"
[[groups.items]]
code = "K01"
name = "活动"
unit = "次"
kind = "integer"
definition = "各类活动。"
[[groups.items]]
code = "K02"
name = "形式"
kind = "choice"
parent = "K01"
required = false
options = ["线上", "线下"]
[[groups]]
letter = "B"
name = "空组"
[[checks]]
code = "R01"
grade = "核实性"
formula = "K01 ≤ 上限"
sentence = "过多"
parameters = { "上限" = "500" }
[[links]]
before = "A01"
after = "K01"
kind = "redefined"
note = "含常规活动"
"""
NIGHT = ItemText("A14", "科学之夜", "场", ValueKind.INTEGER, "夜间的活动。")


@pytest.fixture(autouse=True)
def _before_the_call() -> Iterator[None]:
    with clock.at(BEFORE):
        yield


@pytest.fixture
def draft(province: Province) -> Campaign:
    return make_campaign(province.officer)


def following(province: Province, slug: str, *, years: int) -> Campaign:
    """A draft of the same office, so many years after the first."""
    start = date(2023 + years, 5, 20)
    return make_campaign(province.officer, slug=slug, start=start, end=start)


def edited(province: Province, draft: Campaign, text: FormText, act: FormAct = FormAct.CHANGE_ITEM) -> Form:
    """The draft's form with this text in its place."""
    return change_form(
        actor=province.officer, campaign_id=draft.pk, seen=ensure_form(draft).pk, text=text, act=act, about="A14"
    )


def test_a_form_is_kept_with_all_that_it_says(province: Province, draft: Campaign) -> None:
    text = read_template(RICH)
    assert form_text(make_form(actor=province.officer, campaign_id=draft.pk, template=text)) == text
    assert form_text(make_form(actor=province.officer, campaign_id=draft.pk, template=shipped())) == shipped()


def test_each_edit_is_a_new_form_and_the_one_before_can_be_restored(province: Province, draft: Campaign) -> None:
    first = ensure_form(draft)
    second = edited(province, draft, add_item(shipped(), "A", NIGHT), FormAct.ADD_ITEM)
    assert first.pk != second.pk
    assert Form.objects.filter(campaign=draft).count() == 1
    (change,) = form_changes(draft)
    assert (change.replaced, change.act, change.about, change.actor_name) == (
        first.pk,
        "add_item",
        "A14",
        province.officer.name,
    )
    back = restore_form(actor=province.officer, campaign_id=draft.pk, seen=second.pk, change_id=change.pk)
    assert form_text(back) == shipped()
    newest = form_changes(draft)[0]
    assert newest.about == "撤销：添加指标 A14"
    again = restore_form(actor=province.officer, campaign_id=draft.pk, seen=back.pk, change_id=newest.pk)
    assert item_of(form_text(again), "A14") == NIGHT
    assert AuditEntry.objects.filter(act="form.change", detail__campaign=draft.pk).count() == 3


def test_an_edit_that_changes_nothing_leaves_no_trace(province: Province, draft: Campaign) -> None:
    assert edited(province, draft, shipped()) == form_of(draft)
    assert not FormChange.objects.exists()


def test_an_edit_of_a_form_that_is_gone_is_refused_with_both_versions(province: Province, draft: Campaign) -> None:
    seen = ensure_form(draft).pk
    theirs = form_text(edited(province, draft, add_item(shipped(), "A", NIGHT)))
    mine = remove_check(shipped(), "R32")
    with pytest.raises(Stale, match="没有保存") as refusal:
        change_form(
            actor=make_person(province.office),
            campaign_id=draft.pk,
            seen=seen,
            text=mine,
            act=FormAct.REMOVE_CHECK,
        )
    assert (refusal.value.theirs, refusal.value.yours) == (theirs, mine)
    assert form_text(ensure_form(draft)) == theirs


def test_only_the_lead_office_changes_a_form_and_nobody_after_the_call(province: Province, draft: Campaign) -> None:
    form = edited(province, draft, add_item(shipped(), "A", NIGHT))
    change = form_changes(draft)[0].pk
    acts = {
        "change": lambda person: change_form(
            actor=person, campaign_id=draft.pk, seen=form.pk, text=shipped(), act=FormAct.ADOPT
        ),
        "restore": lambda person: restore_form(actor=person, campaign_id=draft.pk, seen=form.pk, change_id=change),
    }
    for who, person in province.everybody.items():
        for act in acts.values():
            if who != "province":
                with pytest.raises(NotPermitted):
                    act(person)
    call_campaign(actor=province.officer, campaign_id=draft.pk)
    for act in acts.values():
        with pytest.raises(NotPermitted, match="部署前"):
            act(province.officer)
    assert form_text(ensure_form(draft)) != shipped()


def test_a_version_of_another_campaign_is_not_restored(province: Province, draft: Campaign) -> None:
    edited(province, draft, add_item(shipped(), "A", NIGHT))
    other = make_campaign(province.officer, slug="other")
    with pytest.raises(NotFound):
        restore_form(
            actor=province.officer,
            campaign_id=other.pk,
            seen=ensure_form(other).pk,
            change_id=form_changes(draft)[0].pk,
        )


def test_a_code_that_nobody_else_asks_for_may_still_change_and_go(province: Province, draft: Campaign) -> None:
    edited(province, draft, add_item(shipped(), "A", NIGHT))
    better = replace(NIGHT, unit="小时", kind=ValueKind.DECIMAL, name="夜场")
    text = form_text(edited(province, draft, change_item(form_text(ensure_form(draft)), "A14", better, "A", [])))
    assert item_of(text, "A14") == better
    assert Indicator.objects.get(code="A14").unit == "小时"
    edited(province, draft, remove_item(text, "A14"))
    assert not Indicator.objects.filter(code="A14").exists()


def test_a_code_that_another_campaign_asks_for_keeps_its_meaning_and_may_be_worded_better(
    province: Province, draft: Campaign
) -> None:
    edited(province, draft, add_item(shipped(), "A", NIGHT))
    later = following(province, "later", years=1)
    assert later.previous == draft
    inherited = form_text(ensure_form(later))
    assert item_of(inherited, "A14") == NIGHT
    with pytest.raises(Faulty, match="A14 已用于“科学之夜”（场，整数）"):
        edited(province, later, change_item(inherited, "A14", replace(NIGHT, unit="小时"), "A", []))
    worded = replace(NIGHT, name="科学夜市", definition="夜间的群众性活动。")
    edited(province, later, change_item(inherited, "A14", worded, "A", []))
    assert item_of(form_text(ensure_form(later)), "A14") == worded
    assert item_of(form_text(ensure_form(draft)), "A14") == NIGHT
    edited(province, later, remove_item(form_text(ensure_form(later)), "A14"))
    assert Indicator.objects.get(code="A14").name == "科学之夜"


def test_a_changed_meaning_is_a_new_code_with_a_link_that_others_then_keep(province: Province, draft: Campaign) -> None:
    before = ensure_form(draft)
    later = following(province, "later", years=1)
    ensure_form(later)
    link = Link("D02", "D07", LinkKind.REDEFINED, "含电子书")
    book = replace(item_of(shipped(), "D02"), code="D07", name="赠书")
    now = edited(province, later, change_item(shipped(), "D02", book, "D", [link]))
    assert form_text(now).links == (link,)
    assert comparable(before, now)["D07"].kind == "redefined"
    assert comparable(before, now)["D01"].kind == "same"

    last = following(province, "last", years=2)
    inherited = form_text(ensure_form(last))
    assert inherited.links == (link,)
    for wrong in ((), (replace(link, kind=LinkKind.RENAMED),)):
        with pytest.raises(Faulty, match="已在别的活动周使用"):
            edited(province, last, settled(replace(inherited, links=wrong)))
    # Nor does a draft write it anew while another asks for the code.
    with pytest.raises(Faulty, match="已在别的活动周使用"):
        edited(province, later, settled(replace(form_text(now), links=())))
    assert IndicatorLink.objects.count() == 1


def test_a_link_goes_with_its_draft_and_needs_something_it_goes_on_from(province: Province, draft: Campaign) -> None:
    text = read_template(RICH)
    make_form(actor=province.officer, campaign_id=draft.pk, template=text)
    assert IndicatorLink.objects.get().kind == "redefined"
    edited(province, draft, settled(replace(text, links=[Link("A01", "K01", LinkKind.RENAMED)])))
    assert IndicatorLink.objects.get().kind == "renamed"
    with pytest.raises(Faulty, match="没有旧代码 Z01"):
        edited(province, draft, settled(replace(text, links=[Link("Z01", "K01", LinkKind.RENAMED)])))
    edited(province, draft, shipped(), FormAct.ADOPT)
    assert not IndicatorLink.objects.exists()
    assert not Indicator.objects.filter(code="K01").exists()


def test_the_database_refuses_to_change_a_kept_version(province: Province, draft: Campaign) -> None:
    edited(province, draft, add_item(shipped(), "A", NIGHT))
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE returns_formchange SET about = 'x'")


def test_forms_of_before_take_over_the_definitions_of_their_indicators(province: Province, draft: Campaign) -> None:
    form = ensure_form(draft)
    FormItem.objects.filter(form=form).update(definition="")
    forget_forms()
    assert item_of(form_text(form), "A01").definition == ""
    import_module("sciweek.returns.migrations.0010_form_definition").word(apps, connection.schema_editor())
    forget_forms()
    assert form_text(form) == shipped()
