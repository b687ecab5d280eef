"""What an office brings as files: who may bring whose, and two who press the button at once."""

import threading
from functools import partial

import pytest
from django.db import transaction

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.archives import Member
from sciweek.core.errors import NotFound, NotPermitted, WrongState
from sciweek.people.enums import Role
from sciweek.people.person import Person
from sciweek.returns.actions.filling import open_for_units
from sciweek.returns.actions.forms import ensure_form
from sciweek.returns.actions.importing import (
    Bytes,
    assign,
    discard,
    save_at_once,
    save_planned,
    submit_many,
    take_in,
)
from sciweek.returns.actions.signing import ask_entry, attach_paper
from sciweek.returns.importing.gathering import Gathered
from sciweek.returns.importing.planning import InHand, Planned, Standing, obstacle, plan
from sciweek.returns.importing.staging import layout_of
from sciweek.returns.importing.trial import try_layout
from sciweek.returns.layout import LaidRow, Layout
from sciweek.returns.models import Cell, ImportBatch, ImportFile, Return, ReturnPaper
from sciweek.returns.queries.forms import form_text
from sciweek.returns.queries.importing import expected_for_entry, present_of
from sciweek.review.actions import open_track
from tests.factories.campaigns import BEFORE, Province, make_person
from tests.factories.returns import filled, fresh, submitted, whole_form
from tests.returns.importing.files import UNIT, form_sheet
from tests.returns.test_races import Race, kinds, prepared, then

SCAN = b"%PDF-1.4 sealed"
SMALL = Layout([LaidRow(5, "发放科普资料", "7", "D01", True, True)], [])


def taken(officer: Person, campaign: Campaign, **files: bytes) -> list[ImportFile]:
    members = [Member(name.replace("_", "."), data) for name, data in files.items()]
    return list(take_in(actor=officer, campaign=campaign, gathered=Gathered(members)).files.all())


def planned(officer: Person, campaign: Campaign, files: list[ImportFile]) -> list[Planned]:
    hand = [
        InHand(
            key=file.pk,
            name=file.name,
            layout=layout_of(file.layout) if file.layout else None,
            is_scan=file.is_scan,
            chosen=file.placement_id,
            done=file.ret_id is not None,
        )
        for file in files
    ]
    return plan(officer, campaign, hand)


def save(officer: Person, campaign: Campaign, files: list[ImportFile]) -> list[str]:
    chosen = [(each, each.version) for each in planned(officer, campaign, files)]
    return [each.sentence for each in save_planned(actor=officer, campaign=campaign, chosen=chosen)]


def as_if_ready(place: Placement, campaign: Campaign) -> Planned:
    """A file of this unit, planned as if nobody had asked whether the office may enter for it."""
    present = present_of([place], campaign, ensure_form(campaign))[place.pk]
    trial = try_layout(SMALL, form_text(ensure_form(campaign)), present.known, [], present.said)
    hand = InHand(key=1, name="表.csv", layout=SMALL)
    return Planned(file=hand, standing=Standing.READY, place=place, present=present, trial=trial)


def test_the_reason_that_is_told_and_the_rule_that_holds_agree_for_everybody_and_every_state(
    province: Province, campaign: Campaign
) -> None:
    asking = filled(province.filler, campaign)
    ask_entry(actor=province.filler, ret_id=asking.pk, asks=True)
    submitted(make_person(province.institute), campaign)
    people = [
        *(province.officer, province.prefecture_officer, province.county_officer, province.filler),
        *(make_person(province.county, Role.VIEWER), make_person(province.schools[0], Role.UNIT_HEAD)),
    ]
    answers = {}
    for number, person in enumerate(people):
        for place in expected_for_entry(person.unit_id, person.scope, campaign).select_related("campaign"):
            told = obstacle(person, place)
            undo = transaction.savepoint()
            chosen = [(as_if_ready(place, campaign), b"")]
            results = save_at_once(actor=person, campaign=campaign, chosen=chosen, source="import")
            transaction.savepoint_rollback(undo)
            done = not results[0].sentence
            assert done == (not told), (person.role, place.unit_name, told)
            answers[number, place.unit_id] = done
    assert {unit for (number, unit), done in answers.items() if done and number == 2} == {
        province.county.pk,
        *(school.pk for school in province.schools),
    }
    assert not any(done for (number, _unit), done in answers.items() if number == 4)


@pytest.mark.parametrize("who", ["filler", "viewer", "closed"])
def test_who_may_not_bring_files(province: Province, campaign: Campaign, who: str) -> None:
    person = make_person(province.county, Role.VIEWER) if who == "viewer" else province.filler
    if who == "closed":
        campaign = close_campaign(actor=province.officer, campaign_id=campaign.pk)
        person = province.county_officer
    with pytest.raises(NotPermitted):
        taken(person, campaign, form_xlsx=form_sheet())
    assert not open_for_units(actor=person, campaign=campaign, placement_ids=[])
    assert not ImportBatch.objects.exists()


def test_only_returns_that_the_office_may_enter_for_are_opened(province: Province, campaign: Campaign) -> None:
    everyone = list(Placement.objects.filter(campaign=campaign).values_list("pk", flat=True))
    assert open_for_units(actor=province.county_officer, campaign=campaign, placement_ids=everyone) == 2
    assert {ret.unit for ret in Return.objects.all()} == {province.county, province.schools[1]}
    assert open_for_units(actor=province.county_officer, campaign=campaign, placement_ids=everyone) == 0
    assert open_for_units(actor=province.filler, campaign=campaign, placement_ids=everyone) == 1


def test_a_file_is_assigned_saved_once_and_gone_with_its_upload(province: Province, campaign: Campaign) -> None:
    officer = province.county_officer
    files = taken(officer, campaign, form_xlsx=form_sheet(""))
    place = Placement.objects.get(campaign=campaign, unit=province.schools[1])
    with pytest.raises(NotFound):
        assign(actor=province.prefecture_officer, file_id=files[0].pk, placement_id=place.pk)
    with pytest.raises(NotFound):
        assign(actor=officer, file_id=files[0].pk, placement_id=place.pk + 99)
    assert "没有写“填报单位”" in save(officer, campaign, files)[0]
    files = [assign(actor=officer, file_id=files[0].pk, placement_id=place.pk)]
    before = planned(officer, campaign, files)
    assert save(officer, campaign, files) == [""]
    again = save_planned(actor=officer, campaign=campaign, chosen=[(before[0], 0)])
    assert [each.sentence for each in again] == ["这个文件已经读入。"]
    with pytest.raises(WrongState):
        assign(actor=officer, file_id=files[0].pk, placement_id=place.pk)
    discard(actor=officer, batch_id=files[0].batch_id)
    with pytest.raises(NotFound):
        discard(actor=officer, batch_id=files[0].batch_id)
    assert Return.objects.get().cells.count() == len(whole_form())


def test_one_that_cannot_be_saved_stops_no_other_and_leaves_nothing_behind(
    province: Province, campaign: Campaign
) -> None:
    officer = province.county_officer
    files = taken(officer, campaign, a_xlsx=form_sheet(), b_pdf=SCAN, c_xlsx=form_sheet(province.county.name))
    chosen = planned(officer, campaign, [*files[:1], *files[2:]])
    make_person(province.schools[1])
    results = save_planned(actor=officer, campaign=campaign, chosen=[(each, 0) for each in chosen])
    assert ["代录" in each.sentence for each in results] == [True, False]
    assert not Cell.objects.filter(ret__unit=province.schools[1]).exists()
    assert "代录" in ImportFile.objects.get(pk=files[0].pk).trouble
    assert Cell.objects.filter(ret__unit=province.county).exists()


def test_what_is_incomplete_is_not_submitted_and_stops_no_other(province: Province, campaign: Campaign) -> None:
    officer = province.county_officer
    own = filled(officer, campaign)
    save(officer, campaign, taken(officer, campaign, a_xlsx=form_sheet()))
    alone = Return.objects.get(unit=province.schools[1])
    results = submit_many(actor=officer, versions={alone.pk: 1, own.pk: own.version})
    assert ["盖章扫描件" in each.sentence for each in results] == [True, False]
    assert [fresh(ret).track.stage for ret in (alone, own)] == ["draft", "submitted"]


def test_a_scan_goes_to_the_unit_in_its_name_and_its_bytes_do_not_stay(province: Province, campaign: Campaign) -> None:
    officer = province.county_officer
    files = taken(officer, campaign, **{f"{UNIT}_pdf": SCAN, "谁的_pdf": SCAN})
    assert [each.standing for each in planned(officer, campaign, files)] == [Standing.READY, Standing.CHOOSE]
    assert save(officer, campaign, files) == [
        "",
        "文件名里没有认出单位。请选是哪一家的扫描件，或把文件名改成单位名称。",
    ]
    assert ReturnPaper.objects.get().ret.unit == province.schools[1]
    assert ImportFile.objects.get(pk=files[0].pk).scan is None


@pytest.mark.parametrize("data", [b"%PDF-" + b"x" * (10 * 2**20), b"GIF89a", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_scan_is_told(province: Province, campaign: Campaign, data: bytes) -> None:
    officer = province.county_officer
    files = taken(officer, campaign, **{f"{UNIT}_png": data})
    assert files[0].refusal or "打不开" in save(officer, campaign, files)[0]
    assert not ReturnPaper.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_scan_that_two_save_at_once_is_attached_once(race: Race) -> None:
    province, campaign = prepared()
    officer, colleague = province.county_officer, make_person(province.county)
    with clock.at(BEFORE):
        files = taken(officer, campaign, **{f"{UNIT}_pdf": SCAN})
    chosen = [(each, 0) for each in planned(officer, campaign, files)]
    acts = [then(partial(save_planned, actor=who, campaign=campaign, chosen=chosen)) for who in (officer, colleague)]
    told = sorted(results[0].sentence for results in race(*acts))
    assert told == ["", "这个文件已经读入。"]
    assert ReturnPaper.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_scan_is_attached_twice(race: Race) -> None:
    province, campaign = prepared()
    ret = filled(province.county_officer, campaign)
    both_have_read = threading.Barrier(2)
    with clock.at(BEFORE):
        file = taken(province.county_officer, campaign, **{f"{UNIT}_pdf": SCAN})[0]

    def careless() -> None:
        found = ImportFile.objects.get(pk=file.pk)
        both_have_read.wait()
        if found.ret_id is None:
            attach_paper(
                actor=province.county_officer, ret_id=ret.pk, upload=Bytes(found.name, bytes(found.scan or b""))
            )
            ImportFile.objects.filter(pk=found.pk).update(ret=ret)

    race(*[then(careless)] * 2)
    assert ReturnPaper.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_returns_that_two_open_at_once_are_opened_once(race: Race) -> None:
    province, campaign = prepared()
    ensure_form(campaign)
    wanted = list(Placement.objects.filter(campaign=campaign).values_list("pk", flat=True))
    acts = [
        then(partial(open_for_units, actor=who, campaign=campaign, placement_ids=wanted))
        for who in (province.county_officer, make_person(province.county))
    ]
    assert sorted(race(*acts)) == [0, 2]
    assert Return.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_asking_again_after_the_lock_two_openings_collide(race: Race) -> None:
    province, campaign = prepared()
    form = ensure_form(campaign)
    place = Placement.objects.get(campaign=campaign, unit=province.schools[1])
    both_have_read = threading.Barrier(2)

    def careless() -> Return | None:
        opened = Return.objects.filter(placement=place).exists()
        both_have_read.wait()
        with transaction.atomic():
            Placement.objects.select_for_update().get(pk=place.pk)
            track = open_track(offices=[province.county.pk])
            made = Return(campaign=campaign, placement=place, unit_id=place.unit_id, form=form, track=track)
            if not opened:
                made.save(force_insert=True)
        return made

    assert kinds(race(*[then(careless)] * 2)) == ["IntegrityError", "Return"]
