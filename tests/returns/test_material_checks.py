"""Checks of the form against what is handed in besides (表间): what they count, when they can be made, what a change does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sciweek.campaigns.enums import DutyKind
from sciweek.campaigns.models import Campaign
from sciweek.cli.__main__ import main
from sciweek.materials.actions.handing import hand_in, hand_in_none, reopen
from sciweek.materials.counting import Counts
from sciweek.materials.enums import MediaLevel, Origin
from sciweek.materials.queries.deliveries import counts_of
from sciweek.people.person import Person
from sciweek.returns.actions.explaining import explain
from sciweek.returns.actions.passing import submit_return
from sciweek.returns.checks import material_counts, material_parts
from sciweek.returns.findings import Finding, Standing
from sciweek.returns.models import Return
from sciweek.returns.queries.checks import findings_by_return, findings_of, known_of
from sciweek.returns.queries.forms import form_of
from sciweek.returns.queries.importing import present_of
from tests.factories.campaigns import Province, make_person
from tests.factories.materials import handed_in, pictured, placed, reported_on, said
from tests.factories.returns import filled, fresh, submitted, whole_form
from tests.pages.markup import markup

SignIn = Callable[[Person], Client]
MEDIA, PICTURES = DutyKind.MEDIA, DutyKind.PICTURES
WHY = "其余两条只在广播播出，没有网址和截图。"


def found(ret: Return, code: str) -> Finding | None:
    return next((each for each in findings_of(fresh(ret)) if each.check == code), None)


@given(
    st.none() | st.integers(0, 60),
    st.none()
    | st.dictionaries(st.tuples(st.sampled_from(MediaLevel.values), st.sampled_from(Origin.values)), st.integers(1, 9)),
)
def test_media_reports_add_up_by_level_and_by_origin(
    pictures: int | None, media: dict[tuple[str, str], int] | None
) -> None:
    counted = material_counts(Counts(pictures, media))
    assert counted.get("影像资料") == pictures
    if media is None:
        assert not any(key.startswith("媒体报道") for key in counted)
    else:
        parts = material_parts()["媒体报道"]
        by_part = {part: counted[f"媒体报道.{part}"] for part in parts}
        levels, origins = list(by_part.values())[: len(MediaLevel)], list(by_part.values())[len(MediaLevel) :]
        assert sum(levels) == sum(origins) == counted["媒体报道"] == sum(media.values())


def test_only_what_is_handed_in_is_counted(province: Province, four: Campaign, django_assert_num_queries: Any) -> None:
    second, third = make_person(province.schools[1]), province.county_officer
    pictured(province.filler, four, "navy", "teal")
    reported_on(province.filler, four, said(1), said(2, level=MediaLevel.PROVINCE, origin=Origin.REPRINT))
    handed_in(province.filler, four, MEDIA)
    handed_in(second, four, PICTURES)
    none = placed(third, four)
    hand_in_none(actor=third, placement_id=none.pk, kind=MEDIA, because="本县没有媒体采访报道。")
    ids = [placed(person, four).pk for person in (province.filler, second, third)]
    with django_assert_num_queries(2):
        counts = counts_of(ids)
    assert counts == {
        ids[0]: Counts(None, {("county", "original"): 1, ("province", "reprint"): 1}),
        ids[1]: Counts(1, None),
        ids[2]: Counts(None, {}),
    }


def test_it_cannot_be_checked_while_the_part_is_with_the_unit(province: Province, four: Campaign) -> None:
    ret = filled(province.filler, four)
    waiting = found(ret, "Z01")
    assert waiting is not None
    assert (waiting.standing, waiting.beside, waiting.blocks) == (Standing.UNCHECKED, False, False)
    assert waiting.sentence.endswith("媒体报道还没有上报，无法审核。")
    reported_on(province.filler, four, said(1), said(2))
    placement = handed_in(province.filler, four, MEDIA)
    assert found(ret, "Z01") is None
    reopen(actor=province.filler, placement_id=placement.pk, kind=MEDIA)
    again = found(ret, "Z01")
    assert again is not None
    assert again.standing == Standing.UNCHECKED


def test_a_difference_is_told_explained_and_lapses_when_the_material_changes(
    province: Province, four: Campaign
) -> None:
    ret = filled(province.filler, four, whole_form(E01="3", E05="3"))
    placement = handed_in(province.filler, four, MEDIA)
    finding = found(ret, "Z01")
    assert finding is not None
    assert finding.blocks
    assert "E01 填 3，资料(媒体报道) - 资料(媒体报道.新媒体) 为 1，相差 2" in finding.sentence
    level = found(ret, "Z05")
    assert level is not None
    assert "E05 填 3，已交媒体报道（县区级） 1" in level.sentence
    explain(actor=province.filler, ret_id=ret.pk, check_code="Z01", text=WHY)
    assert found(ret, "Z01").standing == Standing.EXPLAINED  # type: ignore[union-attr]
    reopen(actor=province.filler, placement_id=placement.pk, kind=MEDIA)
    reported_on(province.filler, four, said(2))
    hand_in(actor=province.filler, placement_id=placement.pk, kinds=[MEDIA])
    assert found(ret, "Z01").standing == Standing.LAPSED  # type: ignore[union-attr]
    explain(actor=province.filler, ret_id=ret.pk, check_code="Z01", text=WHY)
    assert submit_return(actor=province.filler, ret_id=ret.pk).track.stage == "submitted"


def test_activities_without_a_picture_are_hinted_at(province: Province, four: Campaign) -> None:
    ret = filled(province.filler, four)
    placement = placed(province.filler, four)
    hand_in_none(actor=province.filler, placement_id=placement.pk, kind=PICTURES, because="相机损坏，没有留下照片。")
    hint = found(ret, "Z08")
    assert hint is not None
    assert (hint.blocks, "A01 填 3，已交影像资料 0" in hint.sentence) == (False, True)


def test_what_is_handed_in_after_the_form_does_not_make_the_submission_wrong(
    province: Province, four: Campaign, capsys: pytest.CaptureFixture[str]
) -> None:
    submitted(province.filler, four)
    handed_in(province.filler, four, MEDIA)
    assert main(["returns", "check", four.slug]) == 0
    assert "核实性\t媒体报道应与已登记的媒体报道" in capsys.readouterr().out


def test_a_file_of_many_is_tried_with_what_its_unit_has_handed_in(province: Province, four: Campaign) -> None:
    ret = filled(province.filler, four)
    for waiting in (True, False):
        known = present_of([ret.placement], four, ret.form)[ret.placement_id].known
        assert known == known_of(ret)
        assert ("媒体报道" in known.materials) != waiting
        if waiting:
            handed_in(province.filler, four, MEDIA)


@pytest.mark.parametrize("count", [1, 3])
def test_many_returns_are_checked_in_as_many_queries_as_one(
    province: Province, four: Campaign, django_assert_num_queries: Any, count: int
) -> None:
    people = [province.filler, make_person(province.schools[1]), province.county_officer][:count]
    for person in people:
        filled(person, four)
        handed_in(person, four, MEDIA, PICTURES)
    form = form_of(four)
    assert form is not None
    rows = Return.objects.filter(campaign=four).select_related("placement", "campaign", "unit")
    dict(findings_by_return(rows, form))
    with django_assert_num_queries(7):
        assert len(list(findings_by_return(rows, form))) == count


def test_the_page_of_a_check_shows_the_counts_and_what_is_waited_for(
    province: Province, four: Campaign, signed_in: SignIn
) -> None:
    ret = filled(province.filler, four)
    client, address = signed_in(province.filler), reverse("returns:check", args=[ret.pk, "Z01"])
    assert "还没有上报" in markup(client.get(address))
    handed_in(province.filler, four, MEDIA)
    body = markup(client.get(address)).replace(" ", "")
    assert "已交媒体报道</span>1" in body
    assert "已交媒体报道.新媒体</span>0" in body
