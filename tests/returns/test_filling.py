"""A unit fills its return: cell by cell, three values, every change kept."""

import pytest

from sciweek.campaigns.actions.calling import close_campaign, remove_from_roster
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core.errors import BadInput, NotFound, NotPermitted, Stale
from sciweek.core.models import AuditEntry, AuditPersonal
from sciweek.people.person import Person
from sciweek.returns.actions.filling import fill_rest, open_return, save_cells, save_cover
from sciweek.returns.actions.forms import ensure_form, make_form
from sciweek.returns.enums import CellState
from sciweek.returns.models import Cell, CellChange, Form, FormItem, Indicator, Return
from sciweek.returns.queries.cells import cells_of, history_of
from sciweek.returns.queries.forms import form_text
from sciweek.returns.template import read_template, shipped
from sciweek.returns.values import NOT_HERE, CellContent
from tests.factories.campaigns import Province, make_campaign, make_person
from tests.factories.returns import filled, fresh, opened, submitted, whole_form


def value(number: int) -> CellContent:
    return CellContent(CellState.VALUE, number)


def test_a_return_opens_with_the_frozen_chain_once(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    assert opened(province.filler, campaign) == ret
    chain = ret.track.chain.order_by("position").values_list("office_id", flat=True)
    assert list(chain) == [province.county.pk, province.prefecture.pk, province.office.pk]
    assert ret.form == Form.objects.get(campaign=campaign)


def test_a_unit_that_is_not_on_the_roster_has_no_return(province: Province, campaign: Campaign) -> None:
    with pytest.raises(NotFound, match="应报名单"):
        opened(province.officer, campaign)
    assert not Return.objects.exists()


def test_nobody_opens_another_units_return(province: Province, campaign: Campaign) -> None:
    with pytest.raises(NotPermitted):
        open_return(actor=province.county_officer, unit_id=province.filler.unit_id, campaign=campaign)


def test_the_three_values_are_kept_apart(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, {"A01": "0", "A02": "-", "A03": "", "F01": "1.5"})
    assert cells_of(ret.pk) == {"A01": value(0), "A02": NOT_HERE, "F01": value(1_500_000)}


def test_a_cell_emptied_again_is_blank(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, {"A01": "5"})
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"A01": ""})
    assert cells_of(ret.pk) == {}
    change = history_of(ret, "A01").first()
    assert change is not None
    assert (change.old_value, change.new_state, change.new_value) == (5, "", None)


def test_readable_cells_are_saved_though_others_cannot_be_read(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    saved = save_cells(actor=province.filler, ret_id=ret.pk, version=0, typed={"A01": "很多", "A02": "7", "B01": "-3"})
    assert saved.changed == ("A02",)
    assert set(saved.unreadable) == {"A01", "B01"}
    assert cells_of(ret.pk) == {"A02": value(7)}


def test_every_change_is_kept_with_who_and_what(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, {"A01": "5"})
    save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"A01": "6"})
    changes = list(CellChange.objects.filter(ret=ret).order_by("version"))
    assert [(c.old_value, c.new_value, c.version) for c in changes] == [(None, 5, 1), (5, 6, 2)]
    assert {c.actor_name for c in changes} == {province.filler.name}
    entries = AuditEntry.objects.filter(subject_type="returns.return", subject_id=str(ret.pk), act="return.save")
    assert [entry.detail["cells"] for entry in entries.order_by("number")] == [["A01"], ["A01"]]


def test_saving_the_same_again_changes_nothing(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign)
    again = save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed=whole_form())
    assert again.changed == ()
    assert fresh(ret).version == ret.version


def test_a_stale_cell_is_refused_with_both_versions_and_nothing_is_saved(
    province: Province, campaign: Campaign
) -> None:
    ret = filled(province.filler, campaign, {"A01": "5"})
    colleague = make_person(province.schools[0])
    save_cells(actor=colleague, ret_id=ret.pk, version=ret.version, typed={"A01": "8"})
    with pytest.raises(Stale) as refused:
        save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"A01": "9", "A02": "1"})
    assert refused.value.theirs == {"A01": value(8)}
    assert refused.value.yours == {"A01": "9"}
    assert cells_of(ret.pk) == {"A01": value(8)}


def test_two_people_fill_different_cells_without_a_clash(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    colleague = make_person(province.schools[0])
    save_cells(actor=colleague, ret_id=ret.pk, version=0, typed={"A01": "8"})
    save_cells(actor=province.filler, ret_id=ret.pk, version=0, typed={"A02": "1"})
    assert cells_of(ret.pk) == {"A01": value(8), "A02": value(1)}


def test_a_code_that_is_not_on_the_form_is_not_found(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    with pytest.raises(NotFound, match="Z99"):
        save_cells(actor=province.filler, ret_id=ret.pk, version=0, typed={"Z99": "1"})


def test_the_rest_is_filled_by_one_explicit_act(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign, {"A01": "5", "A02": "-"})
    done = fill_rest(actor=province.filler, ret_id=ret.pk, sign="0")
    kept = cells_of(ret.pk)
    assert len(done.changed) == len(shipped().items) - 2
    assert (kept["A01"], kept["A02"], kept["B01"]) == (value(5), NOT_HERE, value(0))
    entry = AuditEntry.objects.get(subject_type="returns.return", act="return.fill_rest")
    assert entry.detail == {"sign": "0", "cells": len(done.changed)}


def test_the_rest_can_be_said_not_to_exist(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    fill_rest(actor=province.filler, ret_id=ret.pk, sign="-")
    assert set(cells_of(ret.pk).values()) == {NOT_HERE}


def test_the_rest_is_filled_with_nothing_else(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    with pytest.raises(BadInput):
        fill_rest(actor=province.filler, ret_id=ret.pk, sign="1")
    assert not Cell.objects.exists()


def test_only_the_units_own_people_change_its_figures(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    others: list[Person] = [*province.everybody.values(), make_person(province.schools[1])]
    for other in others:
        if other == province.filler:
            continue
        with pytest.raises(NotPermitted):
            save_cells(actor=other, ret_id=ret.pk, version=0, typed={"A01": "1"})
        with pytest.raises(NotPermitted):
            fill_rest(actor=other, ret_id=ret.pk, sign="0")
    assert not CellChange.objects.exists()


def test_a_submitted_return_does_not_change(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    with pytest.raises(NotPermitted, match="上报之前或退回之后"):
        save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"A01": "9"})


def test_a_filed_campaigns_returns_do_not_change(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign)
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    with pytest.raises(NotPermitted, match="归档"):
        save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"A01": "9"})


def test_a_unit_taken_off_the_roster_reports_no_longer(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign)
    placement = Placement.objects.get(campaign=campaign, unit=province.schools[0])
    remove_from_roster(actor=province.officer, placement_id=placement.pk, reason="单位已撤销，不再报送。")
    with pytest.raises(NotFound):
        opened(province.filler, campaign)
    with pytest.raises(NotPermitted):
        save_cells(actor=province.filler, ret_id=ret.pk, version=ret.version, typed={"A01": "9"})


def test_the_cover_says_who_answers_and_its_names_stay_out_of_the_trail(province: Province, campaign: Campaign) -> None:
    ret = opened(province.filler, campaign)
    cover = {"filler": "安若水", "phone": "０９７１－５５５０１２３", "checker": "", "head": "才让 卓玛"}
    save_cover(actor=province.filler, ret_id=ret.pk, **cover)
    kept = fresh(ret)
    assert (kept.filler_name, kept.filler_phone, kept.head_name) == ("安若水", "0971-5550123", "才让卓玛")
    entry = AuditEntry.objects.get(act="return.cover")
    assert entry.detail == {"fields": ["filler_name", "filler_phone", "head_name"]}
    assert AuditPersonal.objects.get(entry=entry).values["filler_name"] == "安若水"


@pytest.mark.parametrize("name", ["<b>安</b>", "安\x00若水", "1234"])
def test_a_cover_takes_no_markup_and_no_control_signs(province: Province, campaign: Campaign, name: str) -> None:
    ret = opened(province.filler, campaign)
    with pytest.raises(BadInput):
        save_cover(actor=province.filler, ret_id=ret.pk, filler=name, phone="", checker="", head="")


def test_a_form_can_be_adopted_again_until_the_call(province: Province) -> None:
    draft = make_campaign(province.officer)
    ensure_form(draft)
    small = read_template(
        'title = "小表"\n[[groups]]\nletter = "A"\nname = "活动"\nitems = [\n'
        '{code = "A01", name = "举办科普专题活动", unit = "次", kind = "integer"}]'
    )
    make_form(actor=province.officer, campaign_id=draft.pk, template=small)
    form = make_form(actor=province.officer, campaign_id=draft.pk, template=shipped())
    assert form_text(form) == shipped()
    assert Indicator.objects.filter(code="A01").count() == 1


def test_a_called_campaigns_form_stays(province: Province, campaign: Campaign) -> None:
    with pytest.raises(NotPermitted):
        make_form(actor=province.officer, campaign_id=campaign.pk, template=shipped())


def test_only_the_lead_office_adopts_a_form(province: Province) -> None:
    draft = make_campaign(province.officer)
    for other in (province.prefecture_officer, province.county_officer, province.filler):
        with pytest.raises(NotPermitted):
            make_form(actor=other, campaign_id=draft.pk, template=shipped())


def test_a_code_keeps_its_meaning_for_life(province: Province) -> None:
    draft = make_campaign(province.officer)
    ensure_form(draft)
    other = read_template(
        'title = "表"\n[[groups]]\nletter = "A"\nname = "活动"\nitems = [\n'
        '{code = "A01", name = "经费", unit = "万元", kind = "money"}]'
    )
    with pytest.raises(BadInput, match="A01 已用于"):
        make_form(actor=province.officer, campaign_id=draft.pk, template=other)
    assert FormItem.objects.filter(form__campaign=draft).count() == len(shipped().items)
