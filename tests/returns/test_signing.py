"""Sealed sheets, the head who submits, an office that enters for a unit (代录), and a unit that objects."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sciweek.campaigns.actions.calling import close_campaign
from sciweek.campaigns.models import Campaign, Placement
from sciweek.core import clock
from sciweek.core.errors import BadInput, NotPermitted, WrongState
from sciweek.core.files import content_of
from sciweek.core.models import AuditEntry
from sciweek.mailroom.models import Message
from sciweek.people.enums import Role
from sciweek.people.models import Membership, Unit
from sciweek.people.person import Person
from sciweek.returns.actions.filling import fill_rest, open_for_unit, save_cells
from sciweek.returns.actions.forms import ensure_form, set_signing
from sciweek.returns.actions.passing import send_back_return, submit_return
from sciweek.returns.actions.signing import MOST_SCANS, answer_dispute, ask_entry, ask_head, attach_paper, dispute
from sciweek.returns.models import DisputeWord, Form, Return, ReturnPaper
from sciweek.returns.queries.roster import to_enter_for
from tests.factories.campaigns import BEFORE, Province, make_campaign, make_person
from tests.factories.returns import REASON, called_campaign, filled, fresh, scan, submitted, whole_form

OBJECTION = "发放资料应为 800 份，不是 1200 份"


def alone(province: Province, campaign: Campaign) -> Return:
    """The return of the second school, which has nobody with an account, opened by the county."""
    placement = Placement.objects.get(campaign=campaign, unit=province.schools[1])
    return open_for_unit(actor=province.county_officer, placement=placement)


def entered(province: Province, campaign: Campaign) -> Return:
    """The same, entered and submitted by the county with the sealed sheet."""
    county, ret = province.county_officer, alone(province, campaign)
    save_cells(actor=county, ret_id=ret.pk, version=0, typed=whole_form())
    attach_paper(actor=county, ret_id=ret.pk, upload=scan())
    return submit_return(actor=county, ret_id=ret.pk)


def test_an_office_enters_from_the_sealed_sheet_and_it_is_marked(province: Province, campaign: Campaign) -> None:
    ret = alone(province, campaign)
    county = province.county_officer
    save_cells(actor=county, ret_id=ret.pk, version=0, typed=whole_form(D05=""))
    fill_rest(actor=county, ret_id=ret.pk, sign="-")
    assert fresh(ret).entered_by_id == province.county.pk
    with pytest.raises(BadInput, match="盖章扫描件"):
        submit_return(actor=county, ret_id=ret.pk)
    attach_paper(actor=county, ret_id=ret.pk, upload=scan())
    assert submit_return(actor=county, ret_id=ret.pk).track.stage == "submitted"
    saves = AuditEntry.objects.filter(act="return.save", subject_id=str(ret.pk))
    assert {entry.detail["entered_by"] for entry in saves} == {province.county.pk}
    assert AuditEntry.objects.get(act="return.submit").detail["standing_in"] is True


def test_who_may_open_and_enter_for_a_unit(province: Province, campaign: Campaign, chain: list[Person]) -> None:
    placement = Placement.objects.get(campaign=campaign, unit=province.schools[1])
    for other in (province.filler, make_person(province.institute)):
        with pytest.raises(NotPermitted):
            open_for_unit(actor=other, placement=placement)
    ret = open_for_unit(actor=chain[1], placement=placement)
    for officer in chain:
        save_cells(actor=officer, ret_id=ret.pk, version=fresh(ret).version, typed={"D01": str(officer.unit_id)})
    make_person(province.schools[1])
    with pytest.raises(NotPermitted):
        save_cells(actor=chain[0], ret_id=ret.pk, version=fresh(ret).version, typed={"D01": "1"})
    with pytest.raises(NotPermitted):
        open_for_unit(actor=chain[0], placement=placement)


def test_a_unit_asks_for_it_and_takes_it_back(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign)
    county = province.county_officer
    with pytest.raises(NotPermitted):
        save_cells(actor=county, ret_id=ret.pk, version=ret.version, typed={"D01": "5"})
    ask_entry(actor=province.filler, ret_id=ret.pk, asks=True)
    assert Message.objects.get(template="returns/asks_entry").to_name == county.name
    with pytest.raises(WrongState):
        ask_entry(actor=province.filler, ret_id=ret.pk, asks=True)
    save_cells(actor=county, ret_id=ret.pk, version=ret.version, typed={"D01": "5"})
    assert fresh(ret).entered_by_id == province.county.pk
    ask_entry(actor=province.filler, ret_id=ret.pk, asks=False)
    with pytest.raises(NotPermitted):
        save_cells(actor=county, ret_id=ret.pk, version=fresh(ret).version, typed={"D01": "6"})
    save_cells(actor=province.filler, ret_id=ret.pk, version=fresh(ret).version, typed={"D01": "7"})
    assert fresh(ret).entered_by_id is None


def test_the_list_of_whom_to_enter_for(province: Province, campaign: Campaign, chain: list[Person]) -> None:
    def listed(officer: Person) -> set[Unit]:
        return {row.unit for row in to_enter_for(officer.unit_id, officer.scope, campaign)}

    assert listed(chain[0]) == {province.schools[1]}
    assert listed(chain[2]) == {province.schools[1], province.institute}
    ret = filled(province.filler, campaign)
    ask_entry(actor=province.filler, ret_id=ret.pk, asks=True)
    assert listed(chain[0]) == set(province.schools)
    entered(province, campaign)
    assert listed(chain[0]) == {province.schools[0]}
    gone = make_person(province.institute)
    assert province.institute not in listed(chain[2])
    Membership.objects.filter(pk=gone.membership_id).update(to_at=clock.now())
    assert province.institute in listed(chain[2])
    close_campaign(actor=province.officer, campaign_id=campaign.pk)
    assert listed(chain[2]) == set()


def test_a_unit_objects_and_an_office_answers(province: Province, campaign: Campaign) -> None:
    ret = entered(province, campaign)
    teacher = make_person(province.schools[1])
    dispute(actor=teacher, ret_id=ret.pk, text=OBJECTION)
    told = Message.objects.filter(template="returns/disputed").values_list("to_name", flat=True)
    assert set(told) == {o.name for o in (province.county_officer, province.prefecture_officer, province.officer)}
    with pytest.raises(WrongState, match="已经提出异议"):
        dispute(actor=teacher, ret_id=ret.pk, text=OBJECTION)
    with pytest.raises(NotPermitted):
        answer_dispute(actor=teacher, ret_id=ret.pk, text="我们自己答复自己")
    answer_dispute(actor=province.county_officer, ret_id=ret.pk, text="已核对盖章原件，为 1200 份")
    assert OBJECTION in Message.objects.filter(template="returns/disputed")[0].body
    assert "已核对盖章原件" in Message.objects.get(template="returns/dispute_answered").body
    with pytest.raises(WrongState, match="没有等待答复的异议"):
        answer_dispute(actor=province.county_officer, ret_id=ret.pk, text="再答复一次也没有用")
    dispute(actor=teacher, ret_id=ret.pk, text=f"{OBJECTION}，原件已附")
    assert DisputeWord.objects.count() == 3


def test_an_office_that_agrees_sends_back_and_the_unit_fills_itself(province: Province, campaign: Campaign) -> None:
    ret = entered(province, campaign)
    teacher = make_person(province.schools[1])
    send_back_return(actor=province.county_officer, ret_id=ret.pk, reason=REASON)
    save_cells(actor=teacher, ret_id=ret.pk, version=ret.version, typed={"D01": "800"})
    assert submit_return(actor=teacher, ret_id=ret.pk).entered_by_id is None
    with pytest.raises(NotPermitted):
        dispute(actor=teacher, ret_id=ret.pk, text=OBJECTION)


@pytest.mark.parametrize("text", ["不对", "长" * 501])
def test_an_objection_says_enough_and_not_too_much(province: Province, campaign: Campaign, text: str) -> None:
    ret = entered(province, campaign)
    with pytest.raises(BadInput, match=r"异议(至少写 6|最多 500) 个字"):
        dispute(actor=make_person(province.schools[1]), ret_id=ret.pk, text=text)


def test_nobody_objects_to_his_own_figures(province: Province, campaign: Campaign) -> None:
    ret = submitted(province.filler, campaign)
    with pytest.raises(NotPermitted):
        dispute(actor=province.filler, ret_id=ret.pk, text=OBJECTION)


def test_a_photo_of_the_sheet_is_kept_drawn_anew_under_a_harmless_name(province: Province, campaign: Campaign) -> None:
    ret, out, exif = filled(province.filler, campaign), BytesIO(), Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    photo = SimpleUploadedFile("..\\..\\表.jpg", out.getvalue())
    paper = attach_paper(actor=province.filler, ret_id=ret.pk, upload=photo)
    assert (paper.file.name, paper.file.media_type, paper.number) == ("表.jpg", "image/jpeg", 1)
    assert b"SECRETCAMERA" not in content_of(paper.file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空文件"),
        (b"<html><script>", "网页"),
        (b"MZ\x00\x01", "这里只接收"),
        (b"%PDF-" + b"0" * (10 * 2**20), "超过 10 MB"),
    ],
)
def test_what_is_no_scan_is_refused(province: Province, campaign: Campaign, content: bytes, said: str) -> None:
    ret = filled(province.filler, campaign)
    with pytest.raises(BadInput, match=said):
        attach_paper(actor=province.filler, ret_id=ret.pk, upload=scan(content))
    assert not ReturnPaper.objects.exists()


def test_scans_are_attached_by_the_units_people_while_it_is_with_them_and_not_without_end(
    province: Province, campaign: Campaign
) -> None:
    ret = filled(province.filler, campaign)
    with pytest.raises(NotPermitted):
        attach_paper(actor=province.county_officer, ret_id=ret.pk, upload=scan())
    for number in range(MOST_SCANS):
        attach_paper(actor=province.filler, ret_id=ret.pk, upload=scan(f"%PDF-{number}".encode()))
    with pytest.raises(BadInput, match="最多附 10 个"):
        attach_paper(actor=province.filler, ret_id=ret.pk, upload=scan())
    submit_return(actor=province.filler, ret_id=ret.pk)
    with pytest.raises(NotPermitted):
        attach_paper(actor=province.filler, ret_id=ret.pk, upload=scan())


def signed_campaign(province: Province, *, head: bool, paper: bool) -> Campaign:
    """A called campaign whose form asks for the head, for the sealed sheet, or both."""
    with clock.at(BEFORE):
        campaign = called_campaign(province)
    ensure_form(campaign)
    Form.objects.filter(campaign=campaign).update(head_approves=head, scan_required=paper)
    return campaign


def test_where_the_head_submits_the_filler_puts_it_before_him(province: Province) -> None:
    campaign = signed_campaign(province, head=True, paper=False)
    ret = filled(province.filler, campaign)
    with pytest.raises(WrongState, match="送负责人确认"):
        submit_return(actor=province.filler, ret_id=ret.pk)
    with pytest.raises(WrongState, match="还没有负责人账号"):
        ask_head(actor=province.filler, ret_id=ret.pk)
    head = make_person(province.schools[0], Role.UNIT_HEAD)
    assert ask_head(actor=province.filler, ret_id=ret.pk).head_version == ret.version
    told = Message.objects.filter(template="returns/to_head").values_list("to_name", flat=True)
    assert head.name in told
    done = submit_return(actor=head, ret_id=ret.pk)
    assert (done.track.stage, fresh(done).head_version) == ("submitted", None)


def test_offices_submit_their_own_without_a_head(province: Province) -> None:
    campaign = signed_campaign(province, head=True, paper=False)
    assert submitted(province.county_officer, campaign).track.stage == "submitted"
    with pytest.raises(NotPermitted):
        ask_head(actor=province.filler, ret_id=Return.objects.get().pk)


def test_where_no_head_is_asked_for_there_is_nothing_to_ask(province: Province, campaign: Campaign) -> None:
    ret = filled(province.filler, campaign)
    with pytest.raises(WrongState, match="可以直接上报"):
        ask_head(actor=province.filler, ret_id=ret.pk)


def test_each_submission_needs_its_own_sealed_sheet_where_the_form_asks_for_it(province: Province) -> None:
    campaign = signed_campaign(province, head=False, paper=True)
    ret = filled(province.filler, campaign)
    for _ in range(2):
        with pytest.raises(BadInput, match="盖章扫描件"):
            submit_return(actor=province.filler, ret_id=ret.pk)
        attach_paper(actor=province.filler, ret_id=ret.pk, upload=scan())
        submit_return(actor=province.filler, ret_id=ret.pk)
        send_back_return(actor=province.county_officer, ret_id=ret.pk, reason=REASON)
    assert set(ReturnPaper.objects.values_list("number", flat=True)) == {1, 2}


def test_only_the_lead_says_how_to_sign_and_only_before_the_call(province: Province, campaign: Campaign) -> None:
    draft = make_campaign(province.officer, slug="next")
    with pytest.raises(NotPermitted):
        set_signing(actor=province.county_officer, campaign_id=draft.pk, head_approves=True, scan_required=True)
    form = set_signing(actor=province.officer, campaign_id=draft.pk, head_approves=True, scan_required=False)
    assert (form.head_approves, form.scan_required, len(form.checks)) == (True, False, 48)
    with pytest.raises(NotPermitted):
        set_signing(actor=province.officer, campaign_id=campaign.pk, head_approves=True, scan_required=True)
